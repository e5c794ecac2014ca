//! Stretches of street from which points are drawn, each metre as likely as any other.

use domain::LatLon;
use rand::{Rng, RngExt};
use roads::RoadNetwork;

/// A point on a street.
#[derive(Clone, Debug, PartialEq)]
pub struct StreetPoint {
    /// Where it is.
    pub at: LatLon,
    /// What the street is called, if it has a name.
    pub street: Option<String>,
}

/// Stretches of street, found by how many metres lie before them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stretches {
    /// Which street of the network, and the metres of all up to its end.
    ends: Vec<(usize, f64)>,
}

impl Stretches {
    /// All streets of `roads`.
    pub(crate) fn all(roads: &RoadNetwork) -> Self {
        let mut all = Self::default();
        for (number, street) in roads.streets().enumerate() {
            all.push(number, street.metres);
        }
        all
    }

    pub(crate) fn push(&mut self, street: usize, metres: f64) {
        self.ends.push((street, self.metres() + metres));
    }

    pub(crate) fn metres(&self) -> f64 {
        self.ends.last().map_or(0.0, |(_, metres)| *metres)
    }

    /// A random point; none if there is no street.
    pub(crate) fn point(&self, roads: &RoadNetwork, rng: &mut impl Rng) -> Option<StreetPoint> {
        let (street, metres) = self.draw(rng)?;
        let street = roads.street(street)?;
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
