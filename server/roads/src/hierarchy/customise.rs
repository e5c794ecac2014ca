//! Pouring times into a hierarchy.

#![expect(
    clippy::indexing_slicing,
    reason = "every index is a lane's rank or an arc's number, below the length of each array"
)]

use super::{Arcs, Hierarchy};
use crate::lanes::Lanes;
use crate::metric::{CLOSED, Times};
use crate::pieces::NONE;
use crate::search::NEVER;

/// How long each arc of a hierarchy takes: from the beginning of a lane to the beginning of another.
#[derive(Debug)]
pub(crate) struct Customised {
    /// By the arcs' numbers; [`NEVER`] where there is no way.
    pub(super) up: Vec<u32>,
    pub(super) down: Vec<u32>,
}

impl Customised {
    /// The times of `hierarchy` when its lanes take `times`.
    pub(crate) fn of(hierarchy: &Hierarchy, lanes: &Lanes, times: &Times) -> Self {
        let (up, down) = (&hierarchy.up, &hierarchy.down);
        let mut customised = Self {
            up: vec![NEVER; up.other.len()],
            down: vec![NEVER; down.other.len()],
        };
        customised.take_turns(hierarchy, lanes, times);
        // For the rank at hand: the arc to or from each higher one.
        let mut slot_up = vec![NONE; hierarchy.lane_at.len()];
        let mut slot_down = vec![NONE; hierarchy.lane_at.len()];
        for rank in (0_u32..).take(hierarchy.lane_at.len()) {
            fill(&mut slot_up, up, rank);
            fill(&mut slot_down, down, rank);
            // From here down to a lower lane and up again.
            for &(low, arc) in down.below.row(rank) {
                let first = customised.down[arc as usize];
                if first == NEVER {
                    continue;
                }
                for second in up.row(low).rev() {
                    let high = up.other[second];
                    if high <= rank {
                        break;
                    }
                    let slot = customised_slot(&slot_up, high);
                    let time = first.saturating_add(customised.up[second]);
                    let known = &mut customised.up[slot];
                    *known = (*known).min(time);
                }
            }
            // From a higher lane down to a lower one and up to here.
            for &(low, arc) in up.below.row(rank) {
                let second = customised.up[arc as usize];
                if second == NEVER {
                    continue;
                }
                for first in down.row(low).rev() {
                    let high = down.other[first];
                    if high <= rank {
                        break;
                    }
                    let slot = customised_slot(&slot_down, high);
                    let time = customised.down[first].saturating_add(second);
                    let known = &mut customised.down[slot];
                    *known = (*known).min(time);
                }
            }
        }
        customised
    }

    /// The turns of the lanes themselves.
    fn take_turns(&mut self, hierarchy: &Hierarchy, lanes: &Lanes, times: &Times) {
        let mut arcs = hierarchy.arc_of_turn.iter();
        for ((lane, &rank), &through) in (0_u32..).zip(&hierarchy.rank_of).zip(&times.of_lane) {
            for (turn, &arc) in lanes.after.of_lane(lane).iter().zip(arcs.by_ref()) {
                if arc == NONE || through == CLOSED {
                    continue;
                }
                let side = if hierarchy.rank_of[turn.lane as usize] > rank {
                    &mut self.up
                } else {
                    &mut self.down
                };
                let known = &mut side[arc as usize];
                *known = (*known).min(through.saturating_add(turn.cost_ms));
            }
        }
    }
}

/// Notes the arc of `rank` for each higher one.
fn fill(slots: &mut [u32], arcs: &Arcs, rank: u32) {
    let row = arcs.row(rank);
    for (arc, &high) in (arcs.first[rank as usize]..).zip(&arcs.other[row]) {
        slots[high as usize] = arc;
    }
}

const fn customised_slot(slots: &[u32], high: u32) -> usize {
    slots[high as usize] as usize
}
