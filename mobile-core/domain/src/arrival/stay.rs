//! A stay within the radius, until it is long enough.
//!
//! Who has just come is believed to be inside when that is all but certain. Who stands near the place it
//! was sent to has most likely arrived there, the more likely the longer it stands: people stop on the
//! way too, but not for long. So the longer a unit stands, the more doubt is tolerated. Who creeps on,
//! however slowly, does not stand.

use std::time::Duration;

use super::smoothing::Whereabouts;
use super::{Arrival, ArrivalRule};
use crate::{Fix, Timestamp};

/// A time between two fixes proves no longer stay than this.
const COUNTED_AT_MOST: Duration = Duration::from_secs(5);

/// Fixes that follow each other this closely leave no doubt when something happened between them.
const CLOSE: Duration = Duration::from_secs(2);

/// Who is found so near to where it was, in metres, has stood there, but for half a deviation.
const STANDING_WITHIN_M: f64 = 6.0;

/// Receivers leave the direction out of whoever stands. Time in which one is told all the same counts for so
/// much of standing: it may be that of somebody who creeps on, looking for the door.
const IN_A_DIRECTION: f64 = 0.05;

/// In so many seconds of standing the doubt that is tolerated grows by e.
const PATIENCE_S: f64 = 5.0;

/// A stay that goes on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stay {
    began: Arrival,
    /// Whether it began inside the radius itself, not in what accuracy adds to it.
    inside: bool,
    last: Timestamp,
    lasted: Duration,
    /// Where it stands, and for how long it has.
    stands_at: Whereabouts,
    stood: Duration,
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
        if !may_stay(rule, now, fix) {
            stay.take_if(|stay| stay.strayed() >= rule.strays);
            return None;
        }
        let stay = stay.get_or_insert_with(|| Self::begun(before, now, rule, fix));
        if !stay.inside && now.distance_m() <= rule.radius_m {
            (stay.inside, stay.began) = (true, beginning(before, now, rule, fix));
        }
        let passed = now.at.since(stay.last).min(COUNTED_AT_MOST);
        stay.lasted = stay.lasted.saturating_add(passed);
        let around_m = STANDING_WITHIN_M + now.error_m() / 2.0;
        if stands(rule, now, fix) && now.apart_m(&stay.stands_at) <= around_m {
            stay.stood = stay.stood.saturating_add(counted(passed, fix));
        } else {
            (stay.stands_at, stay.stood) = (*now, Duration::ZERO);
        }
        stay.last = now.at;
        stay.fixes = stay.fixes.saturating_add(1);
        stay.strays = 0;
        let tolerated = stay.tolerated(rule);
        let proven = now.outside() <= tolerated && stay.lasted >= rule.dwell && stay.fixes >= rule.fixes;
        proven.then_some(stay.began)
    }

    fn begun(before: Option<Whereabouts>, now: &Whereabouts, rule: &ArrivalRule, fix: &Fix) -> Self {
        Self {
            began: beginning(before, now, rule, fix),
            inside: now.distance_m() <= rule.radius_m,
            last: now.at,
            lasted: Duration::ZERO,
            stands_at: *now,
            stood: Duration::ZERO,
            fixes: 0,
            strays: 0,
        }
    }

    /// How probable it may be that the unit is outside.
    fn tolerated(&self, rule: &ArrivalRule) -> f64 {
        if self.stood.is_zero() {
            return rule.doubt;
        }
        let patience = (self.stood.as_secs_f64() / PATIENCE_S).exp();
        (rule.doubt_standing * patience).min(rule.doubt_at_most)
    }

    /// The unit was elsewhere; how often in a row.
    fn strayed(&mut self) -> u32 {
        self.strays = self.strays.saturating_add(1);
        self.stood = Duration::ZERO;
        self.strays
    }
}

/// Whether it may be staying where it is now.
fn may_stay(rule: &ArrivalRule, now: &Whereabouts, fix: &Fix) -> bool {
    let slow = match fix.speed_mps {
        Some(speed) => speed <= rule.slow_mps,
        None => now.speed_mps() <= rule.slow_mps + now.speed_doubt_mps(),
    };
    slow && now.distance_m() <= rule.radius_m + fix.accuracy_m.min(rule.accuracy_allowance_m)
}

/// How much of the time before a fix counts as standing.
fn counted(passed: Duration, fix: &Fix) -> Duration {
    let share = fix.heading_deg.map_or(1.0, |_| IN_A_DIRECTION);
    passed.mul_f64(share)
}

/// Whether it stands, rather than creep on.
fn stands(rule: &ArrivalRule, now: &Whereabouts, fix: &Fix) -> bool {
    let measured = fix.speed_mps.is_some();
    let doubt = if measured { 0.0 } else { now.speed_doubt_mps() };
    now.speed_mps() <= rule.standing_mps + doubt
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
