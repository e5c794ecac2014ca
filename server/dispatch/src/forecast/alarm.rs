//! When somebody has to look: amber.
//!
//! An alarm is worth something if it comes at least four minutes before the limit and is seldom
//! wrong. So an alarm is raised early only if lateness is all but certain, and once somebody is asked
//! only if it has been so for a while, since a few odd positions can make odd forecasts; just before the
//! four minutes are up, the last moment at which it is worth most, about even odds are enough; and after
//! that only what is nearly certain, since there is little left to do about it.

use std::time::Duration;

use domain::Timestamp;
use domain::order::{Leg, Trouble};
use serde::{Deserialize, Serialize};

use super::odds::Odds;
use super::{Cause, Outlook, Stage};
use crate::{Dispatch, Record};

/// The first time that a leg of an order was announced as late.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alarm {
    /// Which leg.
    pub leg: Leg,
    /// When.
    pub at: Timestamp,
    /// The probability then that it would be met in time, in percent.
    pub met_in_time_pct: u8,
    /// What stood in the way.
    #[serde(default)]
    pub cause: Option<Cause>,
}

/// Seconds before the limit that an alarm should come at the latest.
const AHEAD_S: f64 = 240.0;
/// A forecast is made so long before the limit: the last one that can announce lateness in time.
pub(super) const LAST_MOMENT: Duration = Duration::from_secs(241);
/// So many seconds before the limit, the last moment begins.
const LAST_MOMENT_S: f64 = LAST_MOMENT.as_secs_f64() + 1.0;

/// The probability of lateness that raises an alarm.
const EARLY: f64 = 0.97;
const AT_LAST: f64 = 0.45;
const TOO_LATE: f64 = 0.95;
/// What rests on somebody's positions and answers must have been so probable for so long.
const EARLY_FOR: Duration = Duration::from_mins(2);
/// What is amber stays so above this.
const STAYS: f64 = 0.35;

fn threshold(left_s: f64) -> f64 {
    if left_s > LAST_MOMENT_S {
        EARLY
    } else if left_s >= AHEAD_S {
        AT_LAST
    } else {
        TOO_LATE
    }
}

impl Dispatch {
    /// Marks the legs that somebody has to look at; the first time for each is put on record.
    pub(super) fn raise_alarms(&mut self, now: Timestamp, odds: &Odds, mut outlook: Outlook) -> Outlook {
        let order = outlook.order;
        let threshold = threshold(odds.left_s);
        let before: Vec<(Leg, bool)> = self.outlook(order).map_or_else(Vec::new, |before| {
            before.legs.iter().map(|known| (known.leg, known.amber)).collect()
        });
        let worst = outlook.legs.iter().map(|forecast| 1.0 - forecast.met_in_time);
        let is_grave = worst.fold(0.0, f64::max) >= EARLY;
        let watched = self.foresight.watched.entry(order).or_default();
        watched.grave_since = is_grave.then(|| watched.grave_since.unwrap_or(now));
        let has_lasted = watched
            .grave_since
            .is_some_and(|since| odds.stage == Stage::Waiting || now >= since.after(EARLY_FOR));
        let early = odds.left_s > LAST_MOMENT_S;
        for forecast in &mut outlook.legs {
            let late = 1.0 - forecast.met_in_time;
            let was_amber = before.contains(&(forecast.leg, true));
            let sure = late >= threshold && (has_lasted || !early);
            forecast.amber = sure || (late >= STAYS && was_amber);
            if forecast.amber {
                forecast.cause = odds.cause;
            }
        }
        let alarms: Vec<Alarm> = outlook
            .legs
            .iter()
            .filter(|forecast| forecast.amber && !self.board.is_alarmed(order, forecast.leg))
            .map(|forecast| Alarm {
                leg: forecast.leg,
                at: now,
                met_in_time_pct: u8::try_from(crate::recommend::rounded(forecast.met_in_time * 100.0))
                    .unwrap_or(0),
                cause: forecast.cause,
            })
            .collect();
        for alarm in alarms {
            self.record(now, None, Record::Alarmed { order, alarm });
            self.escalate(now, order, Trouble::Amber);
        }
        self.find_cures(now, odds, &mut outlook);
        outlook
    }
}
