//! When somebody has to look: amber.
//!
//! An alarm is worth something if it comes at least four minutes before the limit and is seldom
//! wrong. So an alarm is raised early only if lateness is all but certain in two forecasts running,
//! since one odd position can make one odd forecast; just before the four minutes are up, the last moment at which it is worth most, half a chance is enough; and after
//! that only what is nearly certain, since there is little left to do about it.

use domain::Timestamp;
use domain::order::{Leg, Trouble};
use serde::{Deserialize, Serialize};

use super::odds::Odds;
use super::{Cause, Outlook};
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
/// Forecasts come every ten seconds: so long before, the last moment begins.
const LAST_MOMENT_S: f64 = AHEAD_S + 21.0;

/// The probability of lateness that raises an alarm.
const EARLY: f64 = 0.93;
const AT_LAST: f64 = 0.5;
const TOO_LATE: f64 = 0.85;
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
        let early = odds.left_s > LAST_MOMENT_S;
        let before = |leg: Leg| {
            let before = self.outlook(order)?;
            let known = before.legs.iter().find(|known| known.leg == leg)?;
            Some((known.amber, 1.0 - known.met_in_time, before.at))
        };
        for forecast in &mut outlook.legs {
            let late = 1.0 - forecast.met_in_time;
            let (was_amber, was_late) = before(forecast.leg).map_or((false, false), |(amber, before, at)| {
                (amber, before >= threshold && at < now)
            });
            let sure = late >= threshold && (was_late || !early);
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
