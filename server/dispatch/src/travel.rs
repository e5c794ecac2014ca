//! How long a unit needs to a place.

use domain::{LatLon, TravelMode};

/// How the machine knows the way.
#[derive(Clone, Debug, Default)]
pub enum Travel {
    /// It knows no roads: the distance, with a detour, at a usual speed. A guess.
    #[default]
    CrowFlies,
}

/// How long a way takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Way {
    /// Seconds on the road at usual speeds.
    pub(crate) seconds: f64,
    /// Whether that was guessed from the distance.
    pub(crate) guessed: bool,
}

/// The ways to one place by one means of travel.
#[derive(Clone, Debug)]
pub(crate) enum Ways {
    /// Guessed from the distance.
    Guessed {
        /// The place.
        to: LatLon,
        /// By what.
        mode: TravelMode,
    },
}

impl Travel {
    /// The ways to `to`.
    pub(crate) fn ways_to(&self, mode: TravelMode, to: LatLon) -> Ways {
        match self {
            Self::CrowFlies => Ways::Guessed { to, mode },
        }
    }
}

impl Ways {
    /// The way from `from`; none if there is none within an hour.
    pub(crate) fn from(&self, from: LatLon) -> Option<Way> {
        match self {
            Self::Guessed { to, mode } => Some(Way {
                seconds: guess(*mode, from.distance_m(*to)),
                guessed: true,
            }),
        }
    }
}

/// Streets are this much longer than the straight line, in cities of Europe and China alike.
const DETOUR: f64 = 1.4;

/// Seconds for so many metres as the crow flies.
fn guess(mode: TravelMode, metres: f64) -> f64 {
    let metres_per_second = match mode {
        TravelMode::Car => 9.0,
        TravelMode::EBike => 5.0,
        TravelMode::Foot => 1.4,
    };
    metres * DETOUR / metres_per_second
}
