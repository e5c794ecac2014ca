//! What the gazetteer holds, what it finds.

use domain::LatLon;

use crate::house_number::House;
use crate::names::Key;

/// Something that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// What it is called; a street with its house number for an address.
    pub name: String,
    /// Where that is in words: street and house number, town; empty if unknown.
    pub detail: String,
    /// What it is.
    pub kind: HitKind,
    /// Where it is; of a street, a point in its middle.
    pub at: LatLon,
    /// How what was typed fits.
    pub matched: HowMatched,
}

/// What kind of thing was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HitKind {
    /// A point that was typed as two numbers.
    Coordinates,
    /// A house number.
    Address,
    /// A street, a path, a square.
    Street,
    /// A town, a village, a quarter, a locality.
    Place,
    /// A place of the operator's own list.
    Listed,
    /// A hospital, a clinic, a doctor's practice.
    Hospital,
    /// A school of any kind, a kindergarten, a university.
    School,
    /// A railway station, a tram stop, an airport.
    Station,
    /// A bus stop.
    Stop,
    /// A cemetery.
    Cemetery,
    /// Another public facility: police, post, restaurant, church.
    Amenity,
    /// A shop.
    Shop,
    /// An office, a company, a workshop.
    Office,
    /// A sight, a hotel, a monument.
    Sight,
    /// A park, a playground, a sports ground.
    Leisure,
    /// A building, a housing estate, a works.
    Building,
    /// A mountain, a wood, a water.
    Nature,
}

impl HitKind {
    /// How many metres nearer something else must be to be named first.
    pub(crate) const fn handicap_m(self) -> f64 {
        match self {
            Self::Coordinates | Self::Address | Self::Street | Self::Place | Self::Listed => 0.0,
            Self::Hospital | Self::School | Self::Station | Self::Cemetery => 100.0,
            Self::Amenity | Self::Sight | Self::Leisure | Self::Building => 200.0,
            Self::Stop | Self::Shop | Self::Office | Self::Nature => 400.0,
        }
    }
}

/// How what was typed fits the name, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HowMatched {
    /// It is the whole name, or the coordinates.
    Exact,
    /// The name begins with it.
    Prefix,
    /// Each word of it begins a word of the name, or a Chinese character within the name.
    WordPrefix,
    /// It lies within a word of the name.
    Inside,
    /// It is the beginnings of the pinyin of the name's characters.
    Initials,
    /// It is the beginning of the name but for a slip or two.
    Typo,
}

/// Something that has a name.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) name: String,
    pub(crate) kind: HitKind,
    pub(crate) at: LatLon,
    /// Street and house number, or what the operator wrote.
    pub(crate) address: String,
    pub(crate) town: Option<String>,
    /// The name and what else it is called, ready to be compared.
    pub(crate) keys: Vec<Key>,
    /// The houses of a street.
    pub(crate) houses: Vec<House>,
}

impl Entry {
    /// Where it is in words.
    pub(crate) fn detail(&self) -> String {
        let town = self.town.as_deref().filter(|_| self.kind != HitKind::Place);
        let address = Some(self.address.as_str()).filter(|address| !address.is_empty());
        address.into_iter().chain(town).collect::<Vec<_>>().join(", ")
    }

    pub(crate) fn hit(&self, matched: HowMatched) -> Hit {
        Hit {
            name: self.name.clone(),
            detail: self.detail(),
            kind: self.kind,
            at: self.at,
            matched,
        }
    }

    /// A house of this street.
    pub(crate) fn house_hit(&self, house: &House, matched: HowMatched) -> Hit {
        Hit {
            name: house.address_in(&self.name),
            detail: self.town.clone().unwrap_or_default(),
            kind: HitKind::Address,
            at: house.at,
            matched,
        }
    }
}
