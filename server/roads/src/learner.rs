//! Learning from the units' own trails how fast they get along.

use domain::{LatLon, TravelMode};
use serde::{Deserialize, Serialize};

use crate::class::RoadClass;
use crate::mode::PerMode;
use crate::network::RoadNetwork;
use crate::speeds::Speeds;

/// What the trails have shown so far, by mode, class of road and time of day.
///
/// It holds a fixed number of sums, however long it learns. Old evidence fades as new comes in.
/// Kept by serde, it goes on later from what it has.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SpeedLearner {
    seen: PerMode<[[Evidence; BANDS]; RoadClass::ALL.len()]>,
}

/// A position of a moving unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sighting {
    /// Where it was.
    pub at: LatLon,
    /// Which way it was heading, in degrees clockwise from north, if that is known.
    pub heading_deg: Option<f64>,
}

/// Travel in seconds: as the network assumes it without any learning, and as it was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Evidence {
    assumed_s: f64,
    taken_s: f64,
}

/// The day in bands of three hours.
const BANDS: usize = 8;
const HOURS_IN_A_BAND: usize = 3;
/// Evidence of so many seconds counts as much as what is believed without any.
const DOUBT_S: f64 = 600.0;
/// With more evidence than this the old is halved.
const PLENTY_S: f64 = 50_000.0;
/// A fix further from any road is not on it.
const OFF_ROAD_M: f64 = 25.0;
/// Two fixes closer together show noise rather than speed.
const LEAST_M: f64 = 30.0;
/// Two fixes further apart in time may have anything between them.
const LONGEST_S: f64 = 120.0;
/// A unit slower than a slow walk stands or searches; it does not travel.
const SLOWEST_MPS: f64 = 0.6;
/// A way so much longer than the straight line is not the one that was taken.
const CROOKED: f64 = 2.0;
/// Beyond this factor or its inverse the fixes were matched to the wrong roads.
const ABSURD: f64 = 4.0;

impl Default for SpeedLearner {
    fn default() -> Self {
        Self {
            seen: PerMode::new(|_| [[Evidence::default(); BANDS]; RoadClass::ALL.len()]),
        }
    }
}

impl SpeedLearner {
    /// Takes in that a unit got from one sighting to the next in `seconds`, in the hour `hour` (0 to
    /// 23) of the local day; whether that shows anything.
    ///
    /// Sightings some ten seconds apart are best. `roads` may have any speeds, learnt ones too.
    pub fn observe(
        &mut self,
        roads: &RoadNetwork,
        mode: TravelMode,
        hour: u8,
        from: Sighting,
        to: Sighting,
        seconds: f64,
    ) -> bool {
        let straight_m = from.at.distance_m(to.at);
        if !(0.0..=LONGEST_S).contains(&seconds) || straight_m < LEAST_M.max(SLOWEST_MPS * seconds) {
            return false;
        }
        let Some(way) = roads.way_between(mode, from, to) else {
            return false;
        };
        let assumed_s: f64 = way.assumed.iter().map(|(_, seconds)| seconds).sum();
        let is_absurd = !(1.0 / ABSURD..=ABSURD).contains(&(assumed_s / seconds));
        if way.off_road_m > OFF_ROAD_M || way.metres > CROOKED * straight_m || is_absurd {
            return false;
        }
        for (class, share_s) in way.assumed {
            if let Some(evidence) = self.evidence(mode, class, hour) {
                evidence.add(share_s, seconds * share_s / assumed_s);
            }
        }
        true
    }

    /// The speeds in the hour `hour` of the local day: what that time of day has shown, drawn
    /// towards what all day has shown, and that towards no change, as far as evidence is thin.
    pub fn speeds(&self, hour: u8) -> Speeds {
        let mut speeds = Speeds::default();
        for mode in TravelMode::ALL {
            for (class, bands) in RoadClass::ALL.into_iter().zip(self.seen.get(mode)) {
                let mut all = Evidence::default();
                for band in bands {
                    all.assumed_s += band.assumed_s;
                    all.taken_s += band.taken_s;
                }
                let now = bands.get(band(hour)).copied().unwrap_or_default();
                speeds = speeds.with(mode, class, now.factor(all.factor(1.0)));
            }
        }
        speeds
    }

    fn evidence(&mut self, mode: TravelMode, class: RoadClass, hour: u8) -> Option<&mut Evidence> {
        self.seen
            .get_mut(mode)
            .get_mut(class as usize)?
            .get_mut(band(hour))
    }
}

impl Evidence {
    fn add(&mut self, assumed_s: f64, taken_s: f64) {
        self.assumed_s += assumed_s;
        self.taken_s += taken_s;
        if self.taken_s > PLENTY_S {
            self.assumed_s /= 2.0;
            self.taken_s /= 2.0;
        }
    }

    /// How much faster than assumed, when `believed` is what one would think without evidence.
    fn factor(self, believed: f64) -> f64 {
        (self.assumed_s + DOUBT_S) / (self.taken_s + DOUBT_S / believed)
    }
}

fn band(hour: u8) -> usize {
    usize::from(hour) / HOURS_IN_A_BAND % BANDS
}

#[cfg(test)]
mod tests;
