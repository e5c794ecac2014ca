//! How fast each mode gets along a way, between crossings.
//!
//! For cars the figures lie between those that OSRM and Valhalla publish, which differ from each
//! other: the times that come of them are about as close to either (`tests/roads-oracle`).

use domain::TravelMode;

use super::{Tags, direction};
use crate::class::RoadClass;

/// What share of the limit a car keeps on average.
const OF_THE_LIMIT: f32 = 0.88;
/// No car is faster on average, whatever a tag says.
const MOST_KMH: f32 = 115.0;
/// What share of a road's speed a car keeps on the links to it.
const OF_A_LINK: f32 = 0.63;
/// What share of a road's speed a car keeps in a roundabout on it: OSRM assumes all of it, Valhalla half.
const IN_A_ROUNDABOUT: f32 = 0.75;
/// The assisted speed of an e-bike on a clear road.
const E_BIKE_KMH: f32 = 22.0;
/// Pushing a bicycle, or riding it among people on foot.
const PUSHING_KMH: f32 = 5.0;
const WALKING_KMH: f32 = 5.0;
const A_METRE_A_SECOND_KMH: f32 = 3.6;

/// The average speed of `mode`, above zero.
pub(super) fn average_kmh(tags: Tags<'_>, class: RoadClass, link: bool, mode: TravelMode) -> f32 {
    if class == RoadClass::Ferry {
        return A_METRE_A_SECOND_KMH;
    }
    match mode {
        TravelMode::Car => car_kmh(tags, class, link),
        TravelMode::EBike => e_bike_kmh(tags, class),
        TravelMode::Foot => foot_kmh(tags, class),
    }
}

fn car_kmh(tags: Tags<'_>, class: RoadClass, link: bool) -> f32 {
    let by_class = match class {
        RoadClass::Motorway => 96.0,
        RoadClass::Trunk => 83.0,
        RoadClass::Primary => 61.0,
        RoadClass::Secondary => 51.0,
        RoadClass::Tertiary => 42.0,
        RoadClass::Unclassified => 31.0,
        RoadClass::Residential => 28.0,
        RoadClass::Service => service_kmh(tags),
        RoadClass::Living => 15.0,
        RoadClass::Track | RoadClass::Path | RoadClass::Steps | RoadClass::Ferry => 8.0,
    };
    let usual = if link {
        OF_A_LINK * by_class
    } else if direction::is_roundabout(tags) {
        IN_A_ROUNDABOUT * by_class
    } else {
        by_class
    };
    // A limit is put up where the class alone misleads: it counts both ways.
    let limit = tags.get("maxspeed").and_then(limit_kmh);
    let clear = limit.map_or(usual, |limit| f32::min(OF_THE_LIMIT * limit, MOST_KMH));
    match tags.get("surface").and_then(surface_kmh) {
        Some(most) => f32::min(clear, most),
        None => clear,
    }
}

/// What a car does on a service road of the kind that the tags tell.
fn service_kmh(tags: Tags<'_>) -> f32 {
    match tags.get("service") {
        Some("driveway" | "drive-through" | "emergency_access") => 12.0,
        Some("parking_aisle") => 14.0,
        _ => 18.0,
    }
}

/// What a car does at most on a surface; none where it is as good as asphalt, or unknown.
fn surface_kmh(surface: &str) -> Option<f32> {
    Some(match surface {
        "compacted" | "fine_gravel" => 80.0,
        "paving_stones" | "bricks" | "metal" => 60.0,
        "sett" | "gravel" | "unpaved" | "ground" | "dirt" | "pebblestone" | "grass" | "wood" => 40.0,
        "cobblestone" | "clay" => 30.0,
        "earth" | "stone" | "sand" => 20.0,
        "mud" => 10.0,
        _ => return None,
    })
}

fn e_bike_kmh(tags: Tags<'_>, class: RoadClass) -> f32 {
    if tags.is("bicycle", &["dismount"]) {
        return PUSHING_KMH;
    }
    let welcome = tags.is("bicycle", &["yes", "designated", "permissive", "official"]);
    match class {
        RoadClass::Path => match tags.get("highway") {
            Some("cycleway") => 20.0,
            Some("path" | "bridleway") => 12.0,
            _ if welcome => 14.0,
            _ => PUSHING_KMH,
        },
        RoadClass::Track => 13.0,
        RoadClass::Steps => 2.0,
        RoadClass::Living | RoadClass::Service => 15.0,
        _ => E_BIKE_KMH,
    }
}

fn foot_kmh(_tags: Tags<'_>, class: RoadClass) -> f32 {
    match class {
        RoadClass::Steps => 2.5,
        RoadClass::Track => 4.5,
        _ => WALKING_KMH,
    }
}

/// `maxspeed` in km/h; words such as `DE:urban` or `none` say nothing here.
fn limit_kmh(maxspeed: &str) -> Option<f32> {
    let (number, factor) = match maxspeed.strip_suffix("mph") {
        Some(miles) => (miles, 1.609_344),
        None => (maxspeed, 1.0),
    };
    let limit = number.trim().parse::<f32>().ok()? * factor;
    (5.0..=300.0).contains(&limit).then_some(limit)
}
