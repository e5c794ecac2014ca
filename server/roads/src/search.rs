//! Searches over the lanes of a mode.
//!
//! Dijkstra's algorithm with whole milliseconds. Forwards, a lane's time is the one at which its
//! beginning is reached; backwards, it is the time left at its end. The lane on which a journey
//! begins or ends is never counted as travelled: from there its neighbours are reached at once.

#![expect(
    clippy::indexing_slicing,
    reason = "every index is a lane's number, below the length of each array"
)]

use crate::dial::Dial;
use crate::lanes::Lanes;
use crate::metric::{CLOSED, Times};
use crate::pieces::NONE;
use crate::spot::{End, along_ms};
use crate::turn::CAR_U_TURN_MS;

/// The time of a lane that is not reached.
pub(crate) const NEVER: u32 = u32::MAX;

/// For each lane, the time left at its end until `goals`; [`NEVER`] beyond `limit_ms`.
///
/// None if more than `most` steps do not suffice.
pub(crate) fn times_left(
    lanes: &Lanes,
    times: &Times,
    goals: &[End],
    limit_ms: u32,
    most: usize,
) -> Option<Vec<u32>> {
    let mut steps = 0;
    let mut left = vec![NEVER; lanes.len()];
    let mut queue = Dial::new(limit_ms.min(times.longest_step_ms(lanes)));
    for goal in goals {
        for lane in lanes.entries(goal.lane) {
            for turn in lanes.before.of_lane(lane) {
                let time = goal.comes_in_ms().saturating_add(turn.cost_ms);
                if time < left[turn.lane as usize] && time <= limit_ms {
                    left[turn.lane as usize] = time;
                    queue.push(time, turn.lane);
                }
            }
        }
    }
    while let Some((time, lane)) = queue.pop() {
        if left[lane as usize] < time {
            continue;
        }
        let through = times.of_lane[lane as usize];
        if through == CLOSED {
            continue;
        }
        let time = time.saturating_add(through);
        if time > limit_ms {
            continue;
        }
        steps += 1;
        if steps > most {
            return None;
        }
        for turn in lanes.before.of_lane(lane) {
            let time = time.saturating_add(turn.cost_ms);
            if time < left[turn.lane as usize] && time <= limit_ms {
                left[turn.lane as usize] = time;
                queue.push(time, turn.lane);
            }
        }
    }
    Some(left)
}

/// A way over lanes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct LaneWay {
    pub(crate) from: End,
    /// The lanes travelled from end to end, in order.
    pub(crate) between: Vec<u32>,
    pub(crate) to: End,
    pub(crate) millis: u32,
    /// Whether it never leaves the lane it begins on.
    pub(crate) is_along: bool,
}

/// The quickest way from one of `starts` to one of `goals`.
pub(crate) fn quickest(lanes: &Lanes, times: &Times, starts: &[End], goals: &[End]) -> Option<LaneWay> {
    let mut best = staying_on_a_lane(starts, goals);
    let mut reached = vec![NEVER; lanes.len()];
    // Whence each lane was reached: a lane, or past their number a start.
    let mut by = vec![NONE; lanes.len()];
    let mut queue = Dial::new(times.longest_step_ms(lanes));
    let count = u32::try_from(lanes.len()).unwrap_or(NONE);
    for (number, start) in (count..).zip(starts) {
        for turn in lanes.after.of_lane(start.lane) {
            let time = start.sets_out_ms().saturating_add(turn.cost_ms);
            if time < reached[turn.lane as usize] {
                reached[turn.lane as usize] = time;
                by[turn.lane as usize] = number;
                queue.push(time, turn.lane);
            }
        }
    }
    let mut last = None;
    while let Some((time, lane)) = queue.pop() {
        if best.as_ref().is_some_and(|best| best.millis <= queue.since_ms()) {
            break;
        }
        if reached[lane as usize] < time {
            continue;
        }
        for goal in goals.iter().filter(|goal| lanes.stands_for(lane, goal.lane)) {
            let all = time.saturating_add(goal.comes_in_ms());
            if best.as_ref().is_none_or(|best| all < best.millis) {
                last = Some(lane);
                best = Some(LaneWay {
                    from: *goal,
                    between: Vec::new(),
                    to: *goal,
                    millis: all,
                    is_along: false,
                });
            }
        }
        let through = times.of_lane[lane as usize];
        if through == CLOSED {
            continue;
        }
        for turn in lanes.after.of_lane(lane) {
            let time = time.saturating_add(through).saturating_add(turn.cost_ms);
            if time < reached[turn.lane as usize] {
                reached[turn.lane as usize] = time;
                by[turn.lane as usize] = lane;
                queue.push(time, turn.lane);
            }
        }
    }
    let mut best = best?;
    let Some(last) = last else {
        return Some(best);
    };
    let mut whence = by[last as usize];
    while whence < count {
        best.between.push(whence);
        whence = by[whence as usize];
    }
    best.between.reverse();
    best.from = *starts.get((whence - count) as usize)?;
    Some(best)
}

fn staying_on_a_lane(starts: &[End], goals: &[End]) -> Option<LaneWay> {
    let pairs = starts
        .iter()
        .flat_map(|from| goals.iter().map(move |to| (from, to)));
    pairs
        .filter_map(|(from, to)| {
            Some(LaneWay {
                from: *from,
                between: Vec::new(),
                to: *to,
                millis: from.lead_ms.saturating_add(along_ms(*from, *to)?),
                is_along: true,
            })
        })
        .min_by_key(|way| way.millis)
}

impl Times {
    /// The longest step of a search: turning round, a lane and the turn after it.
    pub(crate) fn longest_step_ms(&self, lanes: &Lanes) -> u32 {
        self.longest_ms
            .saturating_add(lanes.dearest_turn_ms)
            .saturating_add(CAR_U_TURN_MS)
    }
}

#[cfg(test)]
mod tests;
