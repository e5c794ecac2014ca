//! When units drove to a scene.
//!
//! Only then do they hurry: whoever patrols goes at another pace, which says nothing about orders.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::time::Duration;

use domain::{Fix, Timestamp, UnitId};
use protocol::api::OrderView;
use roads::Sighting;

/// Sightings this far apart are compared: closer ones show noise.
const LEAST: Duration = Duration::from_secs(8);
/// A fix less accurate than this, in metres, may be on another road.
const WORST_ACCURACY_M: f64 = 30.0;

/// When each unit was under way.
pub(super) type Drives = BTreeMap<UnitId, Vec<RangeInclusive<Timestamp>>>;

/// One stretch that a unit drove.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Stretch {
    pub(super) from: Sighting,
    pub(super) to: Sighting,
    pub(super) seconds: f64,
    /// When it ended.
    pub(super) at: Timestamp,
}

/// When each unit was under way for these orders, as far as that is known at `now`.
pub(super) fn drives(orders: &[OrderView], now: Timestamp) -> Drives {
    let mut drives = Drives::new();
    for order in orders {
        for own in &order.assignments {
            let Some(begun) = own.under_way.filter(|_| own.declined_because.is_none()) else {
                continue;
            };
            let arrived = order.legs.arrived.filter(|stamp| stamp.unit == own.unit);
            let ends = [
                arrived.map(|stamp| stamp.met_at),
                own.withdrawn_at,
                order.ended_at,
            ];
            let ended = ends.into_iter().flatten().min().unwrap_or(now);
            if begun.at < ended {
                drives.entry(own.unit).or_default().push(begun.at..=ended);
            }
        }
    }
    drives
}

/// What a unit's fixes, in sequence, show of its drives after `after`.
pub(super) fn stretches(
    drives: &[RangeInclusive<Timestamp>],
    fixes: &[Fix],
    after: Timestamp,
) -> Vec<Stretch> {
    let mut stretches = Vec::new();
    for drive in drives {
        let mut before: Option<&Fix> = None;
        let own =
            |fix: &&Fix| drive.contains(&fix.taken_at) && !fix.mock && fix.accuracy_m <= WORST_ACCURACY_M;
        for fix in fixes.iter().filter(own) {
            if let Some(before) = before.filter(|_| fix.taken_at > after) {
                let lasted = fix.taken_at.since(before.taken_at);
                if lasted < LEAST {
                    continue;
                }
                stretches.push(Stretch {
                    from: sighting(before),
                    to: sighting(fix),
                    seconds: lasted.as_secs_f64(),
                    at: fix.taken_at,
                });
            }
            before = Some(fix);
        }
    }
    stretches
}

fn sighting(fix: &Fix) -> Sighting {
    Sighting {
        at: fix.at_in_wgs84(),
        heading_deg: fix.heading_deg,
    }
}
