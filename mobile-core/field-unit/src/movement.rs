//! How a unit moves, as far as its phone can tell.
//!
//! What the phone's sensors are sure of comes first, since a receiver's speed says little in a jam or beside a wall; but nobody
//! walks as fast as a car, whatever they say. What a unit travels by tells the rest apart.

use std::time::Duration;

use domain::{Activity, TravelMode};

/// How a unit moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Movement {
    /// No faster than somebody who stands about.
    Still,
    /// At a walk.
    Walking,
    /// At a run.
    Running,
    /// On a bicycle.
    Cycling,
    /// In a vehicle.
    Driving,
}

/// What is known of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seen {
    /// What the phone's sensors make of it.
    pub(crate) activity: Option<Activity>,
    /// Whether its position moved.
    pub(crate) moving: bool,
    /// How fast, in metres a second.
    pub(crate) speed_mps: f64,
    /// How long ago it was as fast as a vehicle, if it ever was.
    pub(crate) fast_ago: Option<Duration>,
}

/// Nobody runs as fast as this for long, in metres a second.
pub(crate) const FAST_MPS: f64 = 4.0;

/// No light stays red for longer.
const A_LIGHT: Duration = Duration::from_secs(90);

/// How a unit that travels by `mode` moves.
pub(crate) fn movement(mode: TravelMode, seen: Seen) -> Movement {
    let is_fast = seen.moving && seen.speed_mps >= FAST_MPS;
    let at_a_light = mode == TravelMode::Car && seen.fast_ago.is_some_and(|ago| ago <= A_LIGHT);
    match seen.activity {
        Some(Activity::Driving) => Movement::Driving,
        Some(Activity::Cycling) => Movement::Cycling,
        Some(Activity::Running) => Movement::Running,
        _ if is_fast && mode == TravelMode::EBike => Movement::Cycling,
        _ if is_fast => Movement::Driving,
        Some(Activity::Walking) => Movement::Walking,
        Some(Activity::Still) | None if at_a_light => Movement::Driving,
        Some(Activity::Still) | None if seen.moving => Movement::Walking,
        Some(Activity::Still) | None => Movement::Still,
    }
}

#[cfg(test)]
mod tests;
