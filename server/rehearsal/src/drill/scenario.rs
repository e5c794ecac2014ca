//! The world of a drill: what is true of officers, phones, streets and callers.
//!
//! It is data, apart from what the machines may know, and its defaults with their documentation are
//! one file, [`DEFAULT`]. Reading a world and finding its faults is the business of the modules below.

use std::time::Duration;

use domain::TravelMode;
use rand::Rng;
use serde::{Deserialize, Serialize};

use crate::chance::factor;

mod district;
mod faults;
mod places;
mod reading;

pub use faults::ScenarioError;

/// The default world, documented field by field, in TOML.
pub const DEFAULT: &str = include_str!("scenario/default.toml");

/// A world; the fields are documented in [`DEFAULT`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    missing_docs,
    reason = "every field is documented, with its unit, in `DEFAULT`"
)]
pub struct Scenario {
    pub calendar: Calendar,
    pub incidents: Incidents,
    pub seat: Seat,
    pub officers: Officers,
    pub pace: Pace,
    pub answers: Answers,
    pub tasks: Tasks,
    pub receiver: Receiver,
    pub phones: Phones,
    pub network: Network,
    pub arrival: Arrival,
}

/// A delay that is drawn from a lognormal distribution.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Delay {
    /// Half of the draws are below, in seconds.
    pub median_s: f64,
    /// The standard deviation of the logarithm.
    pub spread: f64,
}

impl Delay {
    /// A delay, at most a hundred days.
    pub(crate) fn draw(self, rng: &mut impl Rng) -> Duration {
        let seconds = self.median_s * factor(rng, self.spread);
        Duration::from_secs_f64(seconds.clamp(0.0, 8.64e6))
    }

    /// The same delay, for somebody who takes so many times as long.
    #[must_use]
    pub(crate) fn times(self, factor: f64) -> Self {
        Self {
            median_s: self.median_s * factor,
            ..self
        }
    }
}

/// A place where incidents gather.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HotSpot {
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// How many incidents fall here, against the others.
    pub weight: f64,
    /// The standard deviation of the distance on each axis, in metres.
    pub spread_m: f64,
}

/// Where a unit is when it has nothing to do, and what it travels by.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Post {
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// How the unit gets about.
    pub mode: TravelMode,
}

/// When the drill is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calendar {
    pub start_hour: f64,
    pub layout_seed: u64,
}

/// Where and when incidents fall.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Incidents {
    pub by_hour: [f64; 24],
    pub hot_spots: u32,
    pub hot_share: f64,
    pub hot_spread_m: f64,
    pub points: Vec<HotSpot>,
    pub emergency_weight: f64,
    pub routine_weight: f64,
    pub given_up_after_min: f64,
}

/// How quick the dispatcher's seat is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seat {
    pub intake: Delay,
    pub closing: Delay,
}

/// What officers do when they have nothing to do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Officers {
    pub car_weight: f64,
    pub e_bike_weight: f64,
    pub foot_weight: f64,
    pub posts: Vec<Post>,
    pub hot_posts: f64,
    pub roaming: f64,
    pub roaming_radius_m: f64,
    pub roaming_pause: Delay,
    pub returns_to_post: bool,
    pub shift_h: f64,
    pub handover_min: f64,
}

/// How fast officers travel.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pace {
    pub median: f64,
    pub between_officers: f64,
    pub between_trips: f64,
    pub between_roads: f64,
    pub between_hours: f64,
    pub by_hour: [f64; 24],
    pub between_days: f64,
}

/// How officers answer offers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answers {
    pub accept: Delay,
    pub between_officers: f64,
    pub decline_share: f64,
    pub silence_share: f64,
}

/// How officers carry orders out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tasks {
    pub start: Delay,
    pub between_officers: f64,
    pub taps_under_way: f64,
    pub last_metres: Delay,
    pub stop_within_m: f64,
    pub video: Delay,
    pub report: Delay,
    pub work: Delay,
}

/// How well phones measure where they are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Receiver {
    pub moving_every_s: f64,
    pub still_every_s: f64,
    pub sigma_m: f64,
    pub memory_s: f64,
    pub reported_accuracy: f64,
    pub bias_m: f64,
    pub bias_memory_s: f64,
    pub jump_share: f64,
    pub jump_m: [f64; 2],
    pub gaps_per_hour: f64,
    pub gap: Delay,
    pub mock_share: f64,
    pub wrong_datum_share: f64,
}

/// How long phones last.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phones {
    pub dead_per_day: f64,
    pub dead: Delay,
    pub battery_pct: [f64; 2],
    pub battery_pct_per_hour: f64,
    pub clock_error_s: f64,
}

/// How good the net is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Network {
    pub latency_ms: [f64; 2],
    pub cuts_per_hour: f64,
    pub cut: Delay,
}

/// What being there is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Arrival {
    pub radius_m: f64,
}

#[cfg(test)]
mod tests;
