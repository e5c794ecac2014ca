//! Which way a way may be used.

use domain::TravelMode;

use super::Tags;
use crate::class::RoadClass;

/// Whether `mode` may go as the way is drawn, with whether it may go against that.
pub(super) fn directions(tags: Tags<'_>, class: RoadClass, mode: TravelMode) -> (bool, bool) {
    match mode {
        TravelMode::Car => one_way(
            tags,
            &["oneway:motorcar", "oneway:motor_vehicle", "oneway:vehicle"],
        )
        .unwrap_or_else(|| general(tags, class)),
        TravelMode::EBike => one_way(tags, &["oneway:bicycle", "oneway:vehicle"]).unwrap_or_else(|| {
            if has_contraflow(tags) {
                (true, true)
            } else {
                general(tags, class)
            }
        }),
        TravelMode::Foot => one_way(tags, &["oneway:foot", "foot:oneway"]).unwrap_or((true, true)),
    }
}

/// Whether the way is a roundabout.
pub(super) fn is_roundabout(tags: Tags<'_>) -> bool {
    tags.is("junction", &["roundabout", "circular"])
}

fn general(tags: Tags<'_>, class: RoadClass) -> (bool, bool) {
    one_way(tags, &["oneway"]).unwrap_or_else(|| {
        let implied = is_roundabout(tags) || class == RoadClass::Motorway;
        (true, !implied)
    })
}

/// What the first of `keys` that says anything says.
fn one_way(tags: Tags<'_>, keys: &[&str]) -> Option<(bool, bool)> {
    keys.iter().find_map(|key| match tags.get(key)? {
        "yes" | "true" | "1" => Some((true, false)),
        "-1" | "reverse" => Some((false, true)),
        "no" | "false" | "0" => Some((true, true)),
        // Which way is open depends on the hour, which nobody here knows.
        "reversible" => Some((false, false)),
        _ => None,
    })
}

/// Whether bicycles may go against a street that is one-way for cars.
fn has_contraflow(tags: Tags<'_>) -> bool {
    let lanes = ["cycleway", "cycleway:left", "cycleway:right", "cycleway:both"];
    lanes
        .iter()
        .any(|key| tags.get(key).is_some_and(|value| value.starts_with("opposite")))
        || ["cycleway:left:oneway", "cycleway:right:oneway"]
            .iter()
            .any(|key| tags.is(key, &["no", "-1"]))
}
