//! Streets, each put together from its many ways.
//!
//! OpenStreetMap cuts a street wherever a tag changes. What has one name, lies in one town and without
//! a wide gap is one street here. The houses belong to it like its ways, so that a street
//! that is known by its houses alone is there too.

use std::collections::BTreeMap;

use domain::LatLon;

use crate::flat::{Flat, corners, middle};
use crate::house_number::House;
use crate::names::folded;

/// Pieces of one name further apart than this are two streets.
const GAP_M: f64 = 500.0;

/// A way, or a house, of a street.
#[derive(Clone, Debug)]
pub(crate) struct Piece {
    /// What the street is called, the usual name first.
    pub(crate) names: Vec<String>,
    pub(crate) town: Option<String>,
    /// Its shape; one point of a house.
    pub(crate) points: Vec<LatLon>,
    pub(crate) house: Option<House>,
}

/// A street.
#[derive(Clone, Debug)]
pub(crate) struct Street {
    pub(crate) names: Vec<String>,
    pub(crate) town: Option<String>,
    pub(crate) at: LatLon,
    pub(crate) lines: Vec<Vec<LatLon>>,
    pub(crate) houses: Vec<House>,
}

/// Puts streets together.
pub(crate) fn merge(pieces: Vec<Piece>) -> Vec<Street> {
    let mut alike: BTreeMap<_, Vec<Piece>> = BTreeMap::new();
    for piece in pieces {
        let Some(name) = piece.names.first() else { continue };
        alike
            .entry((folded(name), piece.town.clone()))
            .or_default()
            .push(piece);
    }
    alike
        .into_values()
        .flat_map(near_each_other)
        .filter_map(street)
        .collect()
}

/// Parts pieces where there is a gap.
fn near_each_other(pieces: Vec<Piece>) -> Vec<Vec<Piece>> {
    let mut groups: Vec<(Corners, Vec<Piece>)> = Vec::new();
    for piece in pieces {
        let Some(own) = Corners::around(&piece.points) else {
            continue;
        };
        let (mut reach, mut together) = (own, vec![piece]);
        for (other, pieces) in groups.extract_if(.., |(other, _)| other.gap_m(own) <= GAP_M) {
            reach = reach.with(other);
            together.extend(pieces);
        }
        groups.push((reach, together));
    }
    groups.into_iter().map(|(_, pieces)| pieces).collect()
}

fn street(mut pieces: Vec<Piece>) -> Option<Street> {
    // Ways first: they have all names, and the middle of a street lies on it.
    pieces.sort_by_key(|piece| piece.house.is_some());
    let ways: Vec<LatLon> = pieces
        .iter()
        .filter(|piece| piece.house.is_none())
        .flat_map(|piece| piece.points.iter().copied())
        .collect();
    let at = middle(&ways).or_else(|| {
        let houses: Vec<LatLon> = pieces
            .iter()
            .flat_map(|piece| piece.points.iter().copied())
            .collect();
        middle(&houses)
    })?;
    let mut street = Street {
        names: Vec::new(),
        town: pieces.first().and_then(|piece| piece.town.clone()),
        at,
        lines: Vec::new(),
        houses: Vec::new(),
    };
    for piece in pieces {
        for name in piece.names {
            if !street.names.contains(&name) {
                street.names.push(name);
            }
        }
        match piece.house {
            Some(house) => street.houses.push(house),
            None => street.lines.push(piece.points),
        }
    }
    street.houses.sort_by_cached_key(House::rank);
    street.houses.dedup_by(|a, b| a.folded == b.folded);
    Some(street)
}

/// The box around something.
#[derive(Clone, Copy)]
struct Corners {
    south_west: LatLon,
    north_east: LatLon,
}

impl Corners {
    fn around(points: &[LatLon]) -> Option<Self> {
        let (south_west, north_east) = corners(points.iter().copied())?;
        Some(Self {
            south_west,
            north_east,
        })
    }

    fn with(self, other: Self) -> Self {
        let all = [
            self.south_west,
            self.north_east,
            other.south_west,
            other.north_east,
        ];
        Self::around(&all).unwrap_or(self)
    }

    /// Metres between two of them; 0 if they touch.
    fn gap_m(self, other: Self) -> f64 {
        let flat = Flat::around(self.south_west.lat());
        let low = flat
            .project(self.south_west)
            .into_iter()
            .zip(flat.project(other.south_west));
        let high = flat
            .project(self.north_east)
            .into_iter()
            .zip(flat.project(other.north_east));
        let gaps = low
            .zip(high)
            .map(|((from, other_from), (to, other_to))| (other_from - to).max(from - other_to).max(0.0));
        gaps.fold(0.0, f64::hypot)
    }
}

#[cfg(test)]
mod tests;
