//! A hierarchy over the lanes of a mode, for many answers at once.
//!
//! Customizable contraction (Dibbelt, Strasser and Wagner, 2014), on the turn-aware graph and with
//! directed arcs. Lanes are taken out one by one, the busy crossings of the city last; wherever one
//! lay between two others, an arc joins them. That needs no times and is done once. Times are then
//! poured in anew whenever they change, and a search only ever climbs.

#![expect(
    clippy::indexing_slicing,
    reason = "every index is a lane's rank or an arc's number, below the length of each array"
)]

use crate::lanes::Lanes;
use crate::pieces::{NONE, Roads};

mod climb;
mod customise;
mod cut;
mod order;
mod sweep;

pub(crate) use climb::{Leads, Table};
pub(crate) use customise::Customised;

/// The arcs of the hierarchy. Lanes are known by their rank: the order in which they are taken out.
#[derive(Debug)]
pub(crate) struct Hierarchy {
    /// The rank of each lane.
    rank_of: Vec<u32>,
    /// The lane of each rank.
    lane_at: Vec<u32>,
    /// Arcs to lanes of higher rank that may follow.
    up: Arcs,
    /// Arcs from lanes of higher rank that this one may follow.
    down: Arcs,
    /// For each turn of the lanes, in their order, its arc; [`NONE`] from a lane into itself.
    arc_of_turn: Vec<u32>,
}

/// Arcs in compressed sparse rows, by their end of lower rank; each row sorted by the other end.
#[derive(Debug, Default)]
struct Arcs {
    first: Vec<u32>,
    other: Vec<u32>,
    /// The same arcs by their end of higher rank.
    below: Below,
}

/// Arcs by their end of higher rank: the lower end and the arc's number, in rows.
#[derive(Debug, Default)]
struct Below {
    first: Vec<u32>,
    arcs: Vec<(u32, u32)>,
}

impl Arcs {
    fn of(rows: &[Vec<u32>]) -> Self {
        let mut first = vec![0_u32];
        let mut other = Vec::new();
        let mut count = vec![0_u32; rows.len() + 1];
        for row in rows {
            for &high in row {
                count[high as usize + 1] += 1;
            }
            other.extend_from_slice(row);
            first.push(u32::try_from(other.len()).unwrap_or(NONE));
        }
        for rank in 0..rows.len() {
            count[rank + 1] += count[rank];
        }
        let mut next = count.clone();
        let mut arcs = vec![(0, 0); other.len()];
        for (low, row) in (0_u32..).zip(rows) {
            for (arc, &high) in (first[low as usize]..).zip(row) {
                arcs[next[high as usize] as usize] = (low, arc);
                next[high as usize] += 1;
            }
        }
        Self {
            first,
            other,
            below: Below { first: count, arcs },
        }
    }

    /// The number of the arc between `low` and `high`.
    fn number(&self, low: u32, high: u32) -> u32 {
        let row = self.row(low);
        let place = self.other[row].binary_search(&high);
        place.map_or(NONE, |place| {
            self.first[low as usize] + u32::try_from(place).unwrap_or(0)
        })
    }

    /// The numbers of the arcs of `low`.
    #[inline]
    fn row(&self, low: u32) -> std::ops::Range<usize> {
        self.first[low as usize] as usize..self.first[low as usize + 1] as usize
    }
}

impl Below {
    #[inline]
    fn row(&self, high: u32) -> &[(u32, u32)] {
        &self.arcs[self.first[high as usize] as usize..self.first[high as usize + 1] as usize]
    }
}

impl Hierarchy {
    /// The hierarchy over `lanes`, which lie on `roads`.
    pub(crate) fn of(roads: &Roads, lanes: &Lanes) -> Self {
        let lane_at = order::elimination_order(roads, lanes);
        let mut rank_of = vec![NONE; lanes.len()];
        for (rank, &lane) in (0_u32..).zip(&lane_at) {
            rank_of[lane as usize] = rank;
        }
        let mut up: Vec<Vec<u32>> = vec![Vec::new(); lanes.len()];
        let mut down: Vec<Vec<u32>> = vec![Vec::new(); lanes.len()];
        for (rank, &lane) in (0_u32..).zip(&lane_at) {
            for turn in lanes.after.of_lane(lane) {
                let next = rank_of[turn.lane as usize];
                if next > rank {
                    up[rank as usize].push(next);
                } else if next < rank {
                    down[next as usize].push(rank);
                }
            }
        }
        for row in up.iter_mut().chain(&mut down) {
            row.sort_unstable();
            row.dedup();
        }
        for rank in 0..lanes.len() {
            let (next, before) = (std::mem::take(&mut up[rank]), std::mem::take(&mut down[rank]));
            for &from in &before {
                let higher = next.partition_point(|&to| to <= from);
                merge(&mut up[from as usize], &next[higher..]);
            }
            for &to in &next {
                let higher = before.partition_point(|&from| from <= to);
                merge(&mut down[to as usize], &before[higher..]);
            }
            up[rank] = next;
            down[rank] = before;
        }
        let (up, down) = (Arcs::of(&up), Arcs::of(&down));
        let turns = (0_u32..).zip(&rank_of).flat_map(|(lane, &rank)| {
            let next = lanes.after.of_lane(lane).iter();
            next.map(move |turn| (rank, turn.lane))
        });
        let arc_of_turn = turns
            .map(|(rank, next)| match rank_of[next as usize] {
                next if next > rank => up.number(rank, next),
                next if next < rank => down.number(next, rank),
                _ => NONE,
            })
            .collect();
        Self {
            rank_of,
            lane_at,
            up,
            down,
            arc_of_turn,
        }
    }
}

/// Adds `more` to `row`, both sorted, each entry once.
fn merge(row: &mut Vec<u32>, more: &[u32]) {
    let old = std::mem::take(row);
    row.reserve(old.len() + more.len());
    let (mut a, mut b) = (old.iter().copied().peekable(), more.iter().copied().peekable());
    loop {
        let next = match (a.peek(), b.peek()) {
            (Some(&x), Some(&y)) => {
                if x <= y {
                    a.next();
                }
                if y <= x {
                    b.next();
                }
                x.min(y)
            }
            (Some(_), None) => {
                row.extend(a);
                return;
            }
            (None, _) => {
                row.extend(b);
                return;
            }
        };
        row.push(next);
    }
}
