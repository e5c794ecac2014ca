//! Places, found by what somebody types or where somebody clicks.

use domain::LatLon;
use serde::{Deserialize, Serialize};

/// `GET /api/gazetteer`: the places that fit, best first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlacesFound {
    /// Where the names come from.
    pub source: GazetteerSource,
    /// The places.
    pub places: Vec<FoundPlace>,
}

/// `GET /api/gazetteer/nearest`: what a point is called.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NearestAddress {
    /// Where the names come from.
    pub source: GazetteerSource,
    /// The house within 60 m, else the street within 1 km; null if there is neither.
    pub address: Option<AddressView>,
}

/// Where the hall has its names from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum GazetteerSource {
    /// It has none: only coordinates are understood.
    None,
    /// From OpenStreetMap, from the operator's list, or from both.
    District,
}

/// A place that was found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FoundPlace {
    /// What it is called; a street with its house number for an address.
    pub name: String,
    /// Where that is in words: street and house number, town; empty if unknown.
    pub detail: String,
    /// What it is.
    pub kind: FoundKind,
    /// Where it is, in WGS-84.
    #[serde(flatten)]
    pub at: LatLon,
    /// How what was typed fits.
    pub matched: FoundBy,
}

/// What kind of place was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FoundKind {
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

/// How what was typed fits a name, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FoundBy {
    /// It is the whole name.
    Exact,
    /// The name begins with it.
    Prefix,
    /// Words of the name begin with it.
    WordPrefix,
    /// It lies within a word of the name; or it is a street whose house number is not known.
    Inside,
    /// It is the beginnings of the pinyin of the name's characters.
    Initials,
    /// It is the beginning of the name but for a slip or two: let the person see that.
    Typo,
}

/// What a point is called.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AddressView {
    /// The street with the house number, as people write it.
    pub name: String,
    /// The street.
    pub street: String,
    /// The house number, if a house is near.
    pub number: Option<String>,
    /// The town, if known.
    pub town: Option<String>,
    /// How far away the house or the street is, in metres.
    pub away_m: f64,
}
