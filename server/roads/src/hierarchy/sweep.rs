//! Sweeping a hierarchy from its top, for the times of all lanes at once.
//!
//! Whoever climbed from the goals knows the times of the busiest lanes. Lanes of lower rank only
//! have to look at those above them, in one pass over memory in its order (Delling, Goldberg, Nowatzyk
//! and Werneck, 2011). That takes as long for a near limit as for a far one, and always the same.

#![expect(
    clippy::indexing_slicing,
    reason = "every index is a lane, a lane's rank or an arc's number, below the length of each array"
)]

use super::climb::Climb;
use super::{Customised, Hierarchy};
use crate::lanes::Lanes;
use crate::metric::{CLOSED, Times};
use crate::search::NEVER;
use crate::spot::End;

impl Hierarchy {
    /// For each lane, the time left at its end until `goals`; [`NEVER`] beyond `limit_ms`.
    pub(crate) fn times_left(
        &self,
        customised: &Customised,
        (lanes, times): (&Lanes, &Times),
        goals: &[End],
        limit_ms: u32,
    ) -> Vec<u32> {
        let entries = |goal: &End| {
            let comes_in_ms = goal.comes_in_ms();
            lanes.entries(goal.lane).map(move |lane| (lane, comes_in_ms))
        };
        let leads: Vec<(u32, u32)> = goals.iter().flat_map(entries).collect();
        let mut climb = Climb::new(self);
        climb.climb(&leads, &self.down, &customised.down);
        // By rank: the time from the lane's beginning.
        let mut onward = climb.into_times();
        let mut end = self.up.other.len();
        for rank in (0..onward.len()).rev() {
            let begin = self.up.first[rank] as usize;
            let arcs = self.up.other[begin..end].iter().zip(&customised.up[begin..end]);
            let mut best = onward[rank];
            for (&high, &through) in arcs {
                best = best.min(onward[high as usize].saturating_add(through));
            }
            onward[rank] = best;
            end = begin;
        }
        let at_end = |lane: u32| {
            let turns = lanes.after.of_lane(lane).iter();
            let left = turns.map(|turn| {
                let next = onward[self.rank_of[turn.lane as usize] as usize];
                next.saturating_add(turn.cost_ms)
            });
            left.min().unwrap_or(NEVER)
        };
        let within = |left: u32| if left <= limit_ms { left } else { NEVER };
        let ranks = self.rank_of.iter().zip(&times.of_lane);
        let mut left: Vec<u32> = (0_u32..)
            .zip(ranks)
            .map(|(lane, (&rank, &through))| match through {
                CLOSED => within(at_end(lane)),
                through => within(onward[rank as usize].saturating_sub(through)),
            })
            .collect();
        // Who begins on a goal's own lane may be there before its end.
        for (lane, _) in leads {
            left[lane as usize] = within(at_end(lane));
        }
        left
    }
}
