//! What a point on the map is called.

use domain::LatLon;
use rstar::RTree;
use rstar::primitives::{GeomWithData, Line};

use crate::entry::Entry;
use crate::flat::Flat;

/// A house further off than this does not name the point.
const HOUSE_REACH_M: f64 = 60.0;

/// Nor does a street.
const STREET_REACH_M: f64 = 1_000.0;

/// The address nearest to a point.
#[derive(Clone, Debug, PartialEq)]
pub struct Nearest {
    /// The street with the house number, as people write it.
    pub name: String,
    /// The street.
    pub street: String,
    /// The house number, if a house is within 60 m.
    pub number: Option<String>,
    /// The town.
    pub town: Option<String>,
    /// How far away the house or the street is, in metres.
    pub away_m: f64,
}

/// Streets and houses by where they are.
#[derive(Clone, Debug)]
pub(crate) struct Ground {
    flat: Flat,
    streets: RTree<GeomWithData<Line<[f64; 2]>, usize>>,
    houses: RTree<GeomWithData<[f64; 2], (usize, usize)>>,
}

impl Ground {
    /// From the lines of streets, each with its place among the entries, and the entries with their houses.
    pub(crate) fn new(flat: Flat, lines: &[(usize, Vec<LatLon>)], entries: &[Entry]) -> Self {
        let segments = lines.iter().flat_map(|(street, line)| {
            let ends = line.iter().zip(line.iter().skip(1));
            ends.map(|(&from, &to)| {
                GeomWithData::new(Line::new(flat.project(from), flat.project(to)), *street)
            })
        });
        let houses = entries.iter().enumerate().flat_map(|(street, entry)| {
            let houses = entry.houses.iter().enumerate();
            houses.map(move |(number, house)| GeomWithData::new(flat.project(house.at), (street, number)))
        });
        Self {
            flat,
            streets: RTree::bulk_load(segments.collect()),
            houses: RTree::bulk_load(houses.collect()),
        }
    }

    /// The house at `at`, else the street; none if neither is near.
    pub(crate) fn nearest(&self, entries: &[Entry], at: LatLon) -> Option<Nearest> {
        let point = self.flat.project(at);
        let house = self.houses.nearest_neighbor_iter_with_distance_2(point).next();
        if let Some((house, distance_2)) = house
            && distance_2 <= HOUSE_REACH_M * HOUSE_REACH_M
        {
            let street = entries.get(house.data.0)?;
            let house = street.houses.get(house.data.1)?;
            return Some(Nearest {
                name: house.address_in(&street.name),
                street: street.name.clone(),
                number: Some(house.number.clone()),
                town: street.town.clone(),
                away_m: distance_2.sqrt(),
            });
        }
        let (segment, distance_2) = self.streets.nearest_neighbor_iter_with_distance_2(point).next()?;
        let street = entries.get(segment.data)?;
        (distance_2 <= STREET_REACH_M * STREET_REACH_M).then(|| Nearest {
            name: street.name.clone(),
            street: street.name.clone(),
            number: None,
            town: street.town.clone(),
            away_m: distance_2.sqrt(),
        })
    }
}
