//! Cutting a road network in two where few roads cross.
//!
//! Inertial flow (Schild and Sommer, 2015): sort the junctions along a direction, let water flow from
//! the first quarter to the last, and cut where the pipes are narrowest. Dinic's algorithm finds the flow.

#![expect(
    clippy::indexing_slicing,
    reason = "every index is a junction's or a pipe's number, below the length of each array"
)]

/// A road as a pipe between two junctions of a part, by their places in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pipe {
    pub(super) ends: [u32; 2],
    /// How many lanes it has.
    pub(super) lanes: u32,
}

/// What share of the junctions is source, and what share drain.
const SHARE: f64 = 0.25;
/// Directions to look in, east and north.
const DIRECTIONS: [[f64; 2]; 4] = [[1.0, 0.0], [0.0, 1.0], [1.0, 1.0], [1.0, -1.0]];

/// For each junction at `places` whether it lies on the first side of the best cut found.
///
/// Both sides have at least one junction if there are two.
pub(super) fn halves(places: &[[f64; 2]], pipes: &[Pipe]) -> Vec<bool> {
    let graph = Network::of(places.len(), pipes);
    let cuts = DIRECTIONS.iter().map(|direction| {
        let along = |place: &[f64; 2]| place[0] * direction[0] + place[1] * direction[1];
        let mut order: Vec<u32> = (0_u32..).take(places.len()).collect();
        order.sort_by(|a, b| along(&places[*a as usize]).total_cmp(&along(&places[*b as usize])));
        graph.cut(&order)
    });
    let best = cuts.min_by(|one, other| one.badness().total_cmp(&other.badness()));
    best.map(|cut| cut.first).unwrap_or_default()
}

struct Cut {
    first: Vec<bool>,
    lanes: u32,
}

impl Cut {
    /// Few lanes are good, and so are halves of one size.
    fn badness(&self) -> f64 {
        let all = self.first.len();
        let first = self.first.iter().filter(|&&first| first).count();
        let smaller = u32::try_from(first.min(all - first)).unwrap_or(u32::MAX);
        (f64::from(self.lanes) + 0.1) / f64::from(smaller.max(1)).sqrt()
    }
}

/// Pipes as seen from each junction.
struct Network {
    /// Where the arms of each junction begin; one entry more than junctions.
    first: Vec<u32>,
    arms: Vec<Arm>,
}

/// A pipe as one of its ends sees it.
#[derive(Clone, Copy)]
struct Arm {
    to: u32,
    /// The same pipe as the other end sees it.
    twin: u32,
    lanes: u32,
}

impl Network {
    fn of(junctions: usize, pipes: &[Pipe]) -> Self {
        let mut first = vec![0_u32; junctions + 1];
        for end in pipes.iter().flat_map(|pipe| pipe.ends) {
            first[end as usize + 1] += 1;
        }
        for junction in 0..junctions {
            first[junction + 1] += first[junction];
        }
        let mut next = first.clone();
        let mut place = |end: u32| {
            let place = next[end as usize];
            next[end as usize] += 1;
            place
        };
        let blank = Arm {
            to: 0,
            twin: 0,
            lanes: 0,
        };
        let mut arms = vec![blank; 2 * pipes.len()];
        for pipe in pipes {
            let [a, b] = pipe.ends;
            let (at_a, at_b) = (place(a), place(b));
            let arm = |to, twin| Arm {
                to,
                twin,
                lanes: pipe.lanes,
            };
            arms[at_a as usize] = arm(b, at_b);
            arms[at_b as usize] = arm(a, at_a);
        }
        Self { first, arms }
    }

    /// The narrowest cut between the first and the last junctions of `order`.
    fn cut(&self, order: &[u32]) -> Cut {
        let count = order.len();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "a share of a number of junctions"
        )]
        let few = ((count as f64 * SHARE) as usize).max(1);
        let mut role = vec![Role::Between; count];
        for &junction in &order[..few] {
            role[junction as usize] = Role::Source;
        }
        for &junction in &order[count - few..] {
            role[junction as usize] = Role::Drain;
        }
        let mut flow = Flow {
            network: self,
            role,
            left: self.arms.iter().map(|arm| arm.lanes).collect(),
            level: vec![0; count],
            next: vec![0; count],
        };
        let mut lanes = 0;
        while flow.find_levels(&order[..few], Role::Drain) {
            for &source in &order[..few] {
                while flow.send_one(source) {
                    lanes += 1;
                }
            }
        }
        // What water still reaches is one narrowest cut; what still drains is another.
        let from_source: Vec<bool> = flow.level.iter().map(|&level| level != DRY).collect();
        let drained = flow.drained(&order[count - few..]);
        let size = |side: &[bool]| side.iter().filter(|&&inside| inside).count();
        let imbalance = |side: &[bool]| size(side).abs_diff(count / 2);
        let from_drain: Vec<bool> = drained.into_iter().map(|inside| !inside).collect();
        let first = if imbalance(&from_drain) < imbalance(&from_source) {
            from_drain
        } else {
            from_source
        };
        Cut { first, lanes }
    }

    fn arms_of(&self, junction: u32) -> std::ops::Range<usize> {
        self.first[junction as usize] as usize..self.first[junction as usize + 1] as usize
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Source,
    Between,
    Drain,
}

/// Not reached by water.
const DRY: u32 = u32::MAX;

struct Flow<'a> {
    network: &'a Network,
    role: Vec<Role>,
    /// How much each arm can still carry away.
    left: Vec<u32>,
    /// How many pipes lie between the sources and each junction.
    level: Vec<u32>,
    /// Which arm of each junction to try next.
    next: Vec<u32>,
}

impl Flow<'_> {
    /// Spreads from `from`; whether anything of the role `goal` is reached.
    fn find_levels(&mut self, from: &[u32], goal: Role) -> bool {
        self.level.fill(DRY);
        let count = self.next.len();
        self.next.copy_from_slice(&self.network.first[..count]);
        let mut queue: Vec<u32> = from.to_vec();
        for &junction in from {
            self.level[junction as usize] = 0;
        }
        let mut found = false;
        let mut done = 0;
        while let Some(&junction) = queue.get(done) {
            done += 1;
            if self.role[junction as usize] == goal {
                found = true;
                continue;
            }
            for arm in self.network.arms_of(junction) {
                let to = self.network.arms[arm].to as usize;
                if self.left[arm] > 0 && self.level[to] == DRY {
                    self.level[to] = self.level[junction as usize] + 1;
                    queue.push(self.network.arms[arm].to);
                }
            }
        }
        found
    }

    /// Sends one unit from `source` down the levels into a drain.
    fn send_one(&mut self, source: u32) -> bool {
        let mut path: Vec<usize> = Vec::new();
        let mut at = source;
        loop {
            if self.role[at as usize] == Role::Drain {
                for arm in path {
                    self.left[arm] -= 1;
                    self.left[self.network.arms[arm].twin as usize] += 1;
                }
                return true;
            }
            let arm = self.next[at as usize] as usize;
            if arm < self.network.arms_of(at).end {
                let to = self.network.arms[arm].to;
                let down = self.level[to as usize] == self.level[at as usize].saturating_add(1);
                if self.left[arm] > 0 && down {
                    path.push(arm);
                    at = to;
                } else {
                    self.next[at as usize] += 1;
                }
                continue;
            }
            let Some(arm) = path.pop() else { return false };
            at = self.network.arms[self.network.arms[arm].twin as usize].to;
            self.next[at as usize] += 1;
        }
    }

    /// The junctions from which water still gets to one of `drains`.
    fn drained(&self, drains: &[u32]) -> Vec<bool> {
        let mut inside = vec![false; self.role.len()];
        let mut queue = drains.to_vec();
        for &drain in drains {
            inside[drain as usize] = true;
        }
        while let Some(junction) = queue.pop() {
            for arm in self.network.arms_of(junction) {
                let Arm { to, twin, .. } = self.network.arms[arm];
                if self.left[twin as usize] > 0 && !inside[to as usize] {
                    inside[to as usize] = true;
                    queue.push(to);
                }
            }
        }
        inside
    }
}
