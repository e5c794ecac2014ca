//! How often the phone's receiver is to measure, and how well: most of what a shift costs the battery.
//!
//! Where seconds count (an order to reach, a live picture, a call for help), a fix a second is worth it whatever the battery
//! says. Else it is as often as the map needs it: a car is followed closely, a bicycle, a run and a walk by the ten metres, and
//! one that stays as often as a sign of life is sent anyway, by the means that cost next to nothing. Off duty nothing is measured.

use std::time::Duration;

use crate::movement::Movement;

/// What the phone's receiver is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cadence {
    /// One measurement in this time.
    pub every: Duration,
    /// How well.
    pub precision: Precision,
}

/// How well a position is to be measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precision {
    /// By satellites, as well as the phone can.
    Fine,
    /// By networks, or by what another app has measured: within a block of houses.
    Coarse,
}

/// From this charge in percent downwards, a battery is spared.
const LOW_PCT: u8 = 15;

const EVERY_SECOND: Cadence = fine(1);

/// Of the measurements of a unit that stays, one in so many is a fine one.
pub(crate) const FINE_ONCE_IN: u32 = 4;

/// How often to measure; not at all off duty.
///
/// `urgent` says that seconds count, `looks_well` that a vague position will not do: nothing is known yet, nothing came of
/// the last ones, or it is time for a better one.
pub(crate) fn cadence(
    on_duty: bool,
    urgent: bool,
    movement: Movement,
    looks_well: bool,
    battery_pct: Option<u8>,
) -> Option<Cadence> {
    let is_low = battery_pct.is_some_and(|charge| charge <= LOW_PCT);
    on_duty.then(|| {
        // Seconds between two measurements, and from a low battery: about ten metres, and about twenty.
        let (often, spared) = match movement {
            _ if urgent => return EVERY_SECOND,
            Movement::Driving => (1, 3),
            Movement::Cycling => (2, 4),
            Movement::Running => (3, 6),
            Movement::Walking => (7, 14),
            // The hall hears of the unit as often as ever: an old fix is a doubt about the unit.
            Movement::Still => {
                return Cadence {
                    every: Duration::from_secs(15),
                    precision: if looks_well {
                        Precision::Fine
                    } else {
                        Precision::Coarse
                    },
                };
            }
        };
        fine(if is_low { spared } else { often })
    })
}

const fn fine(seconds: u64) -> Cadence {
    Cadence {
        every: Duration::from_secs(seconds),
        precision: Precision::Fine,
    }
}

#[cfg(test)]
mod tests;
