//! Which units could go to a place.
//!
//! As the crow flies, and said so: roads come with the promise map.

use domain::{LatLon, Timestamp, UnitId, UnitState};

use crate::{Dispatch, Seat};

/// Fixes older than this lower a unit's rank.
const FRESH: std::time::Duration = std::time::Duration::from_mins(1);

/// A unit that could be sent.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranked {
    /// Which.
    pub unit: UnitId,
    /// What people call it.
    pub name: String,
    /// Metres to the place as the crow flies.
    pub distance_m: f64,
    /// How old its position is, in seconds.
    pub fix_age_s: u32,
    /// Percent, if known.
    pub battery_pct: Option<u8>,
}

impl Dispatch {
    /// The free units of the seat's towns, those with a fresh position first, then by distance.
    pub(crate) fn rank(&self, now: Timestamp, by: Seat, at: LatLon, most: usize) -> Vec<Ranked> {
        let mut ranked: Vec<_> = self
            .board
            .units
            .values()
            .filter(|unit| by.role.sees_town(unit.unit.town))
            .filter(|unit| self.board.state_of(unit, now) == UnitState::Available)
            .filter_map(|unit| {
                let fix = unit.fix.as_ref()?;
                let age = now.since(fix.taken_at);
                let ranked = Ranked {
                    unit: unit.unit.id,
                    name: unit.unit.name.clone(),
                    distance_m: fix.at.distance_m(at),
                    fix_age_s: u32::try_from(age.as_secs()).unwrap_or(u32::MAX),
                    battery_pct: fix.battery_pct,
                };
                Some((age > FRESH, ranked))
            })
            .collect();
        ranked.sort_by(|(a_stale, a), (b_stale, b)| {
            a_stale.cmp(b_stale).then(a.distance_m.total_cmp(&b.distance_m))
        });
        ranked.into_iter().map(|(_, ranked)| ranked).take(most).collect()
    }
}
