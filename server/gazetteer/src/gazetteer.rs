//! The gazetteer: everything in the district that has a name.

use domain::LatLon;
use roads::extract::ExtractError;

use crate::coordinates::Corners;
use crate::entry::{Entry, Hit, HitKind};
use crate::features::{self, Feature};
use crate::flat::{Flat, corners};
use crate::house_number::House;
use crate::names::Alphabet;
use crate::nearest::{Ground, Nearest};
use crate::operator_list::{self, CsvFault};
use crate::sites::{self, Site};
use crate::streets::{self, Piece};
use crate::towns::Towns;

/// The names of a district with where they are.
#[derive(Clone, Debug)]
pub struct Gazetteer {
    pub(crate) alphabet: Alphabet,
    pub(crate) entries: Vec<Entry>,
    pub(crate) towns: Towns,
    pub(crate) corners: Option<Corners>,
    pub(crate) flat: Flat,
    ground: Ground,
}

impl Gazetteer {
    /// A gazetteer without a name in it: it understands coordinates.
    pub fn empty() -> Self {
        Self::of(Vec::new())
    }

    /// Reads the names of an OpenStreetMap extract in the PBF format.
    pub fn from_pbf(bytes: &[u8]) -> Result<Self, ExtractError> {
        features::read(bytes).map(Self::of)
    }

    /// With the places of the operator's list `bytes` besides: UTF-8 CSV with the columns `name`, `lat`,
    /// `lon` (WGS-84 degrees) and, if wished, `address` and `aliases` (parted by semicolons).
    pub fn with_csv(mut self, bytes: &[u8]) -> Result<Self, CsvFault> {
        let sites = operator_list::read(bytes)?;
        let points = sites.iter().map(|site| site.at);
        let known = self.corners.into_iter().flat_map(|(from, to)| [from, to]);
        self.corners = corners(points.chain(known));
        for site in sites {
            self.add(site);
        }
        Ok(self)
    }

    /// How many names there are, aliases left out.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no name in it.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// At most `most` places that fit `text`, best first: by how it fits, then by how near to `focus`, the
    /// middle of the map that somebody looks at.
    ///
    /// `text` is a name or its beginning, in characters, pinyin or initials, with or without the town, a
    /// street with a house number, or two coordinates.
    pub fn search(&self, text: &str, focus: Option<LatLon>, most: usize) -> Vec<Hit> {
        crate::search::search(self, text, focus, most)
    }

    /// What the point `at` is called: the house there, or the street; none if there is no street within
    /// 1 km.
    pub fn nearest_address(&self, at: LatLon) -> Option<Nearest> {
        self.ground.nearest(&self.entries, at)
    }

    fn of(features: Vec<Feature>) -> Self {
        let corners = corners(features.iter().flat_map(|feature| feature.points.iter().copied()));
        let flat = Flat::around(corners.map_or(0.0, |(from, to)| f64::midpoint(from.lat(), to.lat())));
        let names = features.iter().filter(|feature| feature.is_town);
        let names =
            names.filter_map(|town| town.names.first().cloned().zip(crate::flat::middle(&town.points)));
        let mut gazetteer = Self {
            alphabet: Alphabet::default(),
            entries: Vec::new(),
            towns: Towns::new(flat, names),
            corners,
            flat,
            ground: Ground::new(flat, &[], &[]),
        };
        gazetteer.add_all(features);
        gazetteer
    }

    fn add_all(&mut self, features: Vec<Feature>) {
        let (mut pieces, mut found) = (Vec::new(), Vec::new());
        for feature in features {
            let Some(at) = crate::flat::middle(&feature.points) else {
                continue;
            };
            let town = self.towns.of(at).map(str::to_owned);
            pieces.extend(houses(&feature, town.as_deref(), at));
            if feature.is_street {
                pieces.push(Piece {
                    names: feature.names,
                    town,
                    points: feature.points,
                    house: None,
                });
            } else if let Some(kind) = feature.kind {
                let house = feature
                    .number
                    .as_deref()
                    .and_then(|number| House::new(number, at));
                let address = feature.street.map(|street| match house {
                    Some(house) => house.address_in(&street),
                    None => street,
                });
                found.push(Site {
                    names: feature.names,
                    kind,
                    at,
                    address: address.unwrap_or_default(),
                });
            }
        }
        let mut lines = Vec::new();
        for street in streets::merge(pieces) {
            let place = self.entries.len();
            lines.extend(street.lines.into_iter().map(|line| (place, line)));
            self.add_named(
                street.names,
                HitKind::Street,
                street.at,
                String::new(),
                street.town,
                street.houses,
            );
        }
        for site in sites::merge(self.flat, found) {
            self.add(site);
        }
        self.ground = Ground::new(self.flat, &lines, &self.entries);
    }

    fn add(&mut self, site: Site) {
        let town = self.towns.of(site.at).map(str::to_owned);
        self.add_named(site.names, site.kind, site.at, site.address, town, Vec::new());
    }

    fn add_named(
        &mut self,
        names: Vec<String>,
        kind: HitKind,
        at: LatLon,
        address: String,
        town: Option<String>,
        houses: Vec<House>,
    ) {
        let keys = names.iter().map(|name| self.alphabet.key(name)).collect();
        self.entries.extend(names.into_iter().next().map(|name| Entry {
            name,
            kind,
            at,
            address,
            town,
            keys,
            houses,
        }));
    }
}

/// The houses that a feature is.
fn houses(feature: &Feature, town: Option<&str>, at: LatLon) -> Vec<Piece> {
    let Some((street, numbers)) = feature.street.as_ref().zip(feature.number.as_ref()) else {
        return Vec::new();
    };
    let houses = numbers
        .split([';', ',', '、'])
        .filter_map(|number| House::new(number, at));
    houses
        .map(|house| Piece {
            names: vec![street.clone()],
            town: town.map(str::to_owned),
            points: vec![at],
            house: Some(house),
        })
        .collect()
}

#[cfg(test)]
mod tests;
