//! Making the lanes of a mode out of pieces of road.

#![expect(
    clippy::indexing_slicing,
    reason = "every index is a lane's, a piece's or a junction's number, below the length of each array"
)]

use domain::TravelMode;

use super::ends::{bend_deg, setting_out_deg};
use super::parts::{self, Standing};
use super::{Directed, LaneTurn, Lanes, Turns};
use crate::pieces::{NONE, Roads};
use crate::strong::{Successors, components};
use crate::turn::{Side, Turn, cost_ms};
use crate::waits::Waits;

/// Lanes that are being put together.
pub(super) struct Draft {
    pub(super) roads: Vec<Directed>,
    /// The lanes that may follow each, sorted.
    pub(super) after: Vec<Vec<LaneTurn>>,
    pub(super) twins: Vec<(u32, u32)>,
    /// Where the map goes on from each lane, once that is known.
    standing: Vec<Standing>,
    lane_of: Vec<u32>,
    mode: TravelMode,
}

/// What a lane looks like to those that meet it.
#[derive(Clone, Copy)]
struct Shape {
    tail: u32,
    head: u32,
    leaves_deg: f64,
    arrives_deg: f64,
}

impl Draft {
    /// Every lane that the tags allow, with every turn that barriers allow, turning back included.
    pub(super) fn of(roads: &Roads, mode: TravelMode, side: Side) -> Self {
        let mut lanes: Vec<(Directed, Shape)> = Vec::new();
        for (number, piece) in (0_u32..).zip(&roads.pieces) {
            let passage = piece.passages.get(mode);
            if !passage.is_open() {
                continue;
            }
            let line = roads.line(piece);
            let forward = Shape {
                tail: piece.from,
                head: piece.to,
                leaves_deg: setting_out_deg(line.iter()),
                arrives_deg: setting_out_deg(line.iter().rev()) + 180.0,
            };
            let backward = Shape {
                tail: piece.to,
                head: piece.from,
                leaves_deg: forward.arrives_deg + 180.0,
                arrives_deg: forward.leaves_deg + 180.0,
            };
            if passage.forward_mps > 0.0 {
                lanes.push((Directed::new(number, true), forward));
            }
            if passage.backward_mps > 0.0 {
                lanes.push((Directed::new(number, false), backward));
            }
        }
        // Lanes that leave one junction lie side by side: a search looks at them together.
        lanes.sort_by_key(|(road, shape)| (shape.tail, *road));
        let mut draft = Self {
            roads: lanes.iter().map(|(road, _)| *road).collect(),
            after: Vec::with_capacity(lanes.len()),
            twins: Vec::new(),
            standing: Vec::new(),
            lane_of: vec![NONE; 2 * roads.pieces.len()],
            mode,
        };
        for (lane, road) in (0_u32..).zip(&draft.roads) {
            draft.lane_of[road.place()] = lane;
        }
        let shapes: Vec<Shape> = lanes.into_iter().map(|(_, shape)| shape).collect();
        draft.join(roads, &shapes, side);
        draft
    }

    fn join(&mut self, roads: &Roads, shapes: &[Shape], side: Side) {
        let arms = self.arms(roads);
        let first: Vec<usize> = (0_u32..)
            .take(roads.junctions.len() + 1)
            .map(|junction| shapes.partition_point(|shape| shape.tail < junction))
            .collect();
        for (lane, shape) in shapes.iter().enumerate() {
            let junction = &roads.junctions[shape.head as usize];
            let back = self.roads[lane].reverse();
            let waiting_ms = Waits::at(junction.marks).millis(self.mode, self.roads[lane].is_forward());
            let leaving = first[shape.head as usize]..first[shape.head as usize + 1];
            let turn_to = |next: usize, goes_back: bool| LaneTurn {
                lane: u32::try_from(next).unwrap_or(NONE),
                cost_ms: cost_ms(
                    self.mode,
                    side,
                    Turn {
                        bend_deg: bend_deg(shape.arrives_deg, shapes[next].leaves_deg),
                        goes_back,
                        arms: arms[shape.head as usize],
                        waiting_ms,
                    },
                ),
            };
            let open = !junction.marks.shut.get(self.mode);
            let turns = leaving
                .map(|next| (next, self.roads[next] == back))
                .filter(|&(_, goes_back)| open || goes_back)
                .map(|(next, goes_back)| turn_to(next, goes_back));
            let turns = turns.collect();
            self.after.push(turns);
        }
    }

    /// How many roads meet at each junction, as far as the mode may use them.
    fn arms(&self, roads: &Roads) -> Vec<usize> {
        let mut arms = vec![0; roads.junctions.len()];
        for piece in &roads.pieces {
            if piece.passages.get(self.mode).is_open() {
                arms[piece.from as usize] += 1;
                arms[piece.to as usize] += 1;
            }
        }
        arms
    }

    /// The lane of `road`, if there is one.
    pub(super) fn lane_of(&self, road: Directed) -> Option<u32> {
        Some(self.lane_of[road.place()]).filter(|&lane| lane != NONE)
    }

    /// What may follow `lane`.
    pub(super) fn turns(&self, lane: u32) -> &[LaneTurn] {
        &self.after[lane as usize]
    }

    /// Takes the turn from one lane into another out, if there is one.
    pub(super) fn take_out(&mut self, from: u32, to: u32) {
        self.after[from as usize].retain(|turn| turn.lane != to);
    }

    /// Lets each turn from `from` lead into the lane that `into` names instead, or takes it out.
    pub(super) fn lead_on(&mut self, from: u32, into: impl Fn(u32) -> Option<u32>) {
        self.after[from as usize].retain_mut(|turn| {
            let lane = into(turn.lane);
            turn.lane = lane.unwrap_or(turn.lane);
            lane.is_some()
        });
    }

    /// A twin of `lane`, with the same turns after it and none before.
    pub(super) fn add_twin(&mut self, lane: u32) -> Option<u32> {
        let twin = u32::try_from(self.roads.len()).ok()?;
        self.roads.push(self.roads[lane as usize]);
        self.after.push(self.after[lane as usize].clone());
        self.twins.push((lane, twin));
        Some(twin)
    }

    /// Leaves turning back to those lanes that lead nowhere else where the map goes on as it does from them.
    pub(super) fn turn_back_only_at_dead_ends(&mut self) {
        for (lane, turns) in self.after.iter_mut().enumerate() {
            let back = self.roads[lane].reverse();
            let goes_on = |turn: &LaneTurn| self.roads[turn.lane as usize] != back;
            let standing = self.standing[lane];
            let is_as_good = |turn: &LaneTurn| self.standing[turn.lane as usize].is_as_good_as(standing);
            if turns.iter().any(|turn| goes_on(turn) && is_as_good(turn)) {
                turns.retain(goes_on);
            }
        }
    }

    /// Drops every lane that neither leads to a part of the map that `parts` keeps nor is reached from one.
    pub(super) fn keep_parts(&mut self, roads: &Roads) {
        let kept = parts::kept(roads, &self.roads, &components(self));
        let standing = parts::standing(&kept, &self.after, &self.twins);
        let inside: Vec<bool> = standing.iter().map(|standing| standing.is_inside()).collect();
        self.standing = standing;
        let mut kept = 0_u32;
        let renamed: Vec<u32> = inside
            .iter()
            .map(|&inside| {
                let name = if inside { kept } else { NONE };
                kept += u32::from(inside);
                name
            })
            .collect();
        let keeps = |lane: usize| inside[lane];
        self.roads = keep(std::mem::take(&mut self.roads), keeps);
        self.after = keep(std::mem::take(&mut self.after), keeps);
        self.standing = keep(std::mem::take(&mut self.standing), keeps);
        for turns in &mut self.after {
            turns.retain_mut(|turn| {
                turn.lane = renamed[turn.lane as usize];
                turn.lane != NONE
            });
        }
        self.twins = self
            .twins
            .iter()
            .map(|&(base, twin)| (renamed[base as usize], renamed[twin as usize]))
            .filter(|&(base, twin)| base != NONE && twin != NONE)
            .collect();
        for lane in &mut self.lane_of {
            if *lane != NONE {
                *lane = renamed[*lane as usize];
            }
        }
    }

    /// The finished lanes.
    pub(super) fn into_lanes(self) -> Lanes {
        let count = self.roads.len();
        let mut turns: Vec<(u32, LaneTurn)> = (0_u32..)
            .zip(&self.after)
            .flat_map(|(lane, turns)| turns.iter().map(move |turn| (lane, *turn)))
            .collect();
        let after = Turns::of(count, &turns);
        for (lane, turn) in &mut turns {
            std::mem::swap(lane, &mut turn.lane);
        }
        turns.sort_unstable();
        Lanes {
            before: Turns::of(count, &turns),
            after,
            roads: self.roads,
            leads_on: self.standing.iter().map(|standing| standing.leads_on).collect(),
            is_entered: self.standing.iter().map(|standing| standing.is_entered).collect(),
            lane_of: self.lane_of,
            twins: self.twins,
            dearest_turn_ms: turns.iter().map(|(_, turn)| turn.cost_ms).max().unwrap_or(0),
        }
    }
}

fn keep<T>(all: Vec<T>, keeps: impl Fn(usize) -> bool) -> Vec<T> {
    all.into_iter()
        .enumerate()
        .filter_map(|(place, one)| keeps(place).then_some(one))
        .collect()
}

impl Successors for Draft {
    fn nodes(&self) -> u32 {
        u32::try_from(self.roads.len()).unwrap_or(NONE)
    }

    fn successor(&self, node: u32, number: u32) -> Option<u32> {
        let turns = self.after.get(node as usize)?;
        turns.get(number as usize).map(|turn| turn.lane)
    }
}
