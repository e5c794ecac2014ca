//! What all pretend officers and incidents share: the district's towns with their streets.

use rand::Rng;
use roads::{RoadNetwork, RoadsError};

use crate::district::{District, DistrictError};
use crate::stretches::{StreetPoint, Stretches};

/// A district with its streets, sorted by town.
#[derive(Debug)]
pub struct Ground {
    district: District,
    roads: RoadNetwork,
    /// One entry per town of the district; the reserve's holds all streets.
    streets: Vec<Stretches>,
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
        self.streets.get(town)?.point(&self.roads, rng)
    }
}

#[cfg(test)]
pub(crate) mod tests;
