//! How fast each mode gets along a way, between crossings.

use domain::TravelMode;

use super::Tags;
use crate::class::RoadClass;

/// What share of the limit a car keeps on average.
const OF_THE_LIMIT: f32 = 0.9;
/// The assisted speed of an e-bike on a clear road.
const E_BIKE_KMH: f32 = 22.0;
/// Pushing a bicycle, or riding it among people on foot.
const PUSHING_KMH: f32 = 5.0;
const WALKING_KMH: f32 = 5.0;

/// The average speed of `mode`, above zero.
pub(super) fn average_kmh(tags: Tags<'_>, class: RoadClass, link: bool, mode: TravelMode) -> f32 {
    match mode {
        TravelMode::Car => car_kmh(tags, class, link),
        TravelMode::EBike => e_bike_kmh(tags, class),
        TravelMode::Foot => foot_kmh(tags, class),
    }
}

fn car_kmh(tags: Tags<'_>, class: RoadClass, link: bool) -> f32 {
    let by_class = match (class, link) {
        (RoadClass::Motorway, false) => 100.0,
        (RoadClass::Trunk, false) => 80.0,
        (RoadClass::Motorway, true) | (RoadClass::Primary, false) => 58.0,
        (RoadClass::Trunk, true) | (RoadClass::Secondary, false) => 50.0,
        (RoadClass::Primary, true) | (RoadClass::Tertiary, false) => 42.0,
        (RoadClass::Secondary, true) | (RoadClass::Unclassified, _) => 36.0,
        (RoadClass::Tertiary, true) => 32.0,
        (RoadClass::Residential, _) => 30.0,
        (RoadClass::Service, _) => 15.0,
        (RoadClass::Living, _) => 10.0,
        (RoadClass::Track | RoadClass::Path | RoadClass::Steps, _) => 8.0,
    };
    match tags.get("maxspeed").and_then(limit_kmh) {
        Some(limit) => f32::min(by_class, OF_THE_LIMIT * limit),
        None => by_class,
    }
}

fn e_bike_kmh(tags: Tags<'_>, class: RoadClass) -> f32 {
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
