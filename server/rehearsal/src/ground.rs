//! What all pretend officers and incidents share: the district's towns with their streets.

use domain::LatLon;
use rand::{Rng, RngExt};
use roads::{RoadNetwork, RoadsError};

use crate::district::{District, DistrictError};

/// A district with its streets, sorted by town.
#[derive(Debug)]
pub struct Ground {
    district: District,
    roads: RoadNetwork,
    /// One entry per town of the district; the reserve's holds all streets.
    streets: Vec<Stretches>,
}

/// A point on a street.
#[derive(Clone, Debug, PartialEq)]
pub struct StreetPoint {
    /// Where it is.
    pub at: LatLon,
    /// What the street is called, if it has a name.
    pub street: Option<String>,
}

/// Why there is no ground.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GroundError {
    /// The extract has no district.
    #[error(transparent)]
    District(#[from] DistrictError),
    /// The extract has no roads.
    #[error(transparent)]
    Roads(#[from] RoadsError),
}

impl Ground {
    /// Reads towns and streets from the bytes of an OpenStreetMap extract in the PBF format.
    pub fn from_pbf(bytes: &[u8]) -> Result<Self, GroundError> {
        let district = District::from_pbf(bytes)?;
        let roads = RoadNetwork::from_pbf(bytes)?;
        let mut streets = vec![Stretches::default(); district.towns().len()];
        for (number, street) in roads.streets().enumerate() {
            let Some(middle) = street.line.get(street.line.len() / 2) else {
                continue;
            };
            let Some(town) = district.town_of(*middle) else {
                continue;
            };
            for owner in [town, district.reserve()] {
                if let Some(streets) = streets.get_mut(owner) {
                    streets.push(number, street.metres);
                }
            }
        }
        Ok(Self {
            district,
            roads,
            streets,
        })
    }

    /// The towns.
    pub fn district(&self) -> &District {
        &self.district
    }

    /// The roads.
    pub fn roads(&self) -> &RoadNetwork {
        &self.roads
    }

    /// How many kilometres of street `town` has; for the reserve, all towns together.
    pub fn street_km(&self, town: usize) -> f64 {
        self.streets
            .get(town)
            .map_or(0.0, |streets| streets.metres() / 1000.0)
    }

    /// A random point on the streets of `town`, each metre as likely as any other.
    ///
    /// None if there is no such town or it has no streets.
    pub fn point_on_street(&self, town: usize, rng: &mut impl Rng) -> Option<StreetPoint> {
        let (street, metres) = self.streets.get(town)?.draw(rng)?;
        let street = self.roads.street(street)?;
        let mut left = metres;
        let mut at = *street.line.first()?;
        for next in street.line.iter().skip(1) {
            let length = at.distance_m(*next);
            if left <= length {
                at = at.toward(*next, left / length.max(f64::MIN_POSITIVE));
                break;
            }
            left -= length;
            at = *next;
        }
        Some(StreetPoint {
            at,
            street: street.name.map(str::to_owned),
        })
    }
}

/// Stretches of street, found by how many metres lie before them.
#[derive(Clone, Debug, Default)]
struct Stretches {
    /// Which street of the network, and the metres of all up to its end.
    ends: Vec<(usize, f64)>,
}

impl Stretches {
    fn push(&mut self, street: usize, metres: f64) {
        self.ends.push((street, self.metres() + metres));
    }

    fn metres(&self) -> f64 {
        self.ends.last().map_or(0.0, |(_, metres)| *metres)
    }

    /// A random street with the metres from its start.
    fn draw(&self, rng: &mut impl Rng) -> Option<(usize, f64)> {
        if self.ends.is_empty() {
            return None;
        }
        let metres = rng.random_range(0.0..self.metres());
        let place = self.ends.partition_point(|(_, end)| *end <= metres);
        let before = place
            .checked_sub(1)
            .and_then(|before| self.ends.get(before))
            .map_or(0.0, |(_, end)| *end);
        self.ends.get(place).map(|(street, _)| (*street, metres - before))
    }
}

#[cfg(test)]
pub(crate) mod tests;
