//! A stay within the radius, and when it is long enough.
//!
//! Proof gathers with time: fast surely inside the radius, slowly toward the edge, not at all beyond.
//! Noise brings a unit that stops outside the edge inside for moments; one that stops inside remains.

use std::time::Duration;

use super::smoothing::Whereabouts;
use super::{Arrival, ArrivalRule};
use crate::{Fix, Timestamp};

/// A time between two fixes proves no longer stay than this.
const COUNTED_AT_MOST: Duration = Duration::from_secs(5);

/// Fixes that follow each other this closely leave no doubt when something happened between them.
const CLOSE: Duration = Duration::from_secs(2);

/// A speed known to within this, in metres a second, is known.
const KNOWN_SPEED_MPS: f64 = 0.7;

/// A unit is surely inside by so many standard deviations.
const SURE: f64 = 2.5;

/// A stay that goes on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stay {
    began: Arrival,
    /// Whether it began inside the radius itself, not in what accuracy adds to it.
    inside: bool,
    last: Timestamp,
    /// From 0 to 1, where it proves an arrival.
    proof: f64,
    fixes: u32,
    strays: u32,
}

impl Stay {
    /// Looks at where the unit is now, after where it was `before`; the arrival, if that proves it.
    pub(super) fn go_on(
        stay: &mut Option<Self>,
        rule: &ArrivalRule,
        before: Option<Whereabouts>,
        now: &Whereabouts,
        fix: &Fix,
    ) -> Option<Arrival> {
        stay.take_if(|stay| now.at.since(stay.last) > rule.longest_gap);
        let Some(needed) = needed(rule, now, fix) else {
            stay.take_if(|stay| stay.strayed() >= rule.strays);
            return None;
        };
        let stay = stay.get_or_insert_with(|| Self::begun(before, now, rule, fix));
        if !stay.inside && now.distance_m() <= rule.radius_m {
            (stay.inside, stay.began) = (true, beginning(before, now, rule, fix));
        }
        let lasted = now.at.since(stay.last).min(COUNTED_AT_MOST);
        stay.proof += lasted.as_secs_f64() / needed.as_secs_f64().max(0.001);
        stay.last = now.at;
        stay.fixes = stay.fixes.saturating_add(1);
        stay.strays = 0;
        (stay.proof >= 1.0 && stay.fixes >= rule.fixes).then_some(stay.began)
    }

    fn begun(before: Option<Whereabouts>, now: &Whereabouts, rule: &ArrivalRule, fix: &Fix) -> Self {
        Self {
            began: beginning(before, now, rule, fix),
            inside: now.distance_m() <= rule.radius_m,
            last: now.at,
            proof: 0.0,
            fixes: 0,
            strays: 0,
        }
    }

    /// The unit was elsewhere; how often in a row.
    fn strayed(&mut self) -> u32 {
        self.strays = self.strays.saturating_add(1);
        self.proof /= 2.0;
        self.strays
    }
}

/// How long a unit must stay where it is now; none if that is no place to stay or no way to.
fn needed(rule: &ArrivalRule, now: &Whereabouts, fix: &Fix) -> Option<Duration> {
    let doubt = now.speed_doubt_mps();
    let slow = match fix.speed_mps {
        Some(speed) => speed <= rule.slow_mps,
        None => now.speed_mps() <= rule.slow_mps + doubt,
    };
    let edge = rule.radius_m + fix.accuracy_m.min(rule.accuracy_allowance_m);
    if !slow || now.distance_m() > edge {
        return None;
    }
    let margin = SURE * now.own_error_m() + now.shared_error_m().min(rule.accuracy_allowance_m);
    let surely_inside = rule.radius_m - margin;
    let outward = ((now.distance_m() - surely_inside) / (edge - surely_inside)).clamp(0.0, 1.0);
    // Who still moves there is on the way in, or past.
    if outward > 0.0 && now.speed_mps() > rule.standing_mps + doubt {
        return Some(rule.dwell_at_edge);
    }
    let longer = rule.dwell_at_edge.saturating_sub(rule.dwell);
    let unsure_of_speed = (doubt - KNOWN_SPEED_MPS).max(0.0);
    Some(rule.dwell + longer.mul_f64(outward.sqrt()) + rule.dwell_per_doubt.mul_f64(unsure_of_speed))
}

/// When a stay began that shows for the first time `now`.
///
/// After a short time without fixes that is when the unit got here, had it gone on as it went `before`.
fn beginning(before: Option<Whereabouts>, now: &Whereabouts, rule: &ArrivalRule, fix: &Fix) -> Arrival {
    let seen = Arrival {
        at: now.at,
        error_ms: fix.taken_at_error_ms,
    };
    let unseen = |before: &Whereabouts| now.at.since(before.at);
    let gap = CLOSE..=rule.longest_gap;
    let Some(before) = before.filter(|before| gap.contains(&unseen(before))) else {
        return seen;
    };
    let pace = before.speed_mps().max(rule.slow_mps).max(0.1);
    let way = Duration::from_secs_f64(now.apart_m(&before) / pace);
    let at = before.at.after(way).min(now.at);
    let doubt = u32::try_from(now.at.since(at).as_millis()).unwrap_or(u32::MAX);
    Arrival {
        at,
        error_ms: seen.error_ms.saturating_add(doubt),
    }
}
