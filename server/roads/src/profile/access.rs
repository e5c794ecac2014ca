//! Who may use a way at all.
//!
//! Access is read as far as it closes a way outright; rules for some hours or some vehicles are not.

use domain::TravelMode;

use super::Tags;
use crate::class::RoadClass;

const CLOSED: &[&str] = &["no", "private", "agricultural", "forestry", "military"];
const OPEN: &[&str] = &["yes", "designated", "permissive", "official"];

/// Whether `mode` may use a way of these tags.
pub(super) fn may_use(tags: Tags<'_>, class: RoadClass, mode: TravelMode) -> bool {
    match permission(tags, mode) {
        Some(word) if CLOSED.contains(&word) => false,
        // A way for feet that says nothing of cars but `access=yes` is still no road for cars.
        _ => by_default(tags, class, mode) || (class != RoadClass::Steps && says_so_itself(tags, mode)),
    }
}

/// The most specific word on whether `mode` may pass.
pub(super) fn permission(tags: Tags<'_>, mode: TravelMode) -> Option<&str> {
    keys(mode).iter().find_map(|key| tags.get(key))
}

/// Whether the word that counts is one that closes.
pub(super) fn is_closed(word: &str) -> bool {
    CLOSED.contains(&word)
}

const fn keys(mode: TravelMode) -> &'static [&'static str] {
    match mode {
        TravelMode::Car => &["motorcar", "motor_vehicle", "vehicle", "access"],
        TravelMode::EBike => &["bicycle", "vehicle", "access"],
        TravelMode::Foot => &["foot", "access"],
    }
}

fn says_so_itself(tags: Tags<'_>, mode: TravelMode) -> bool {
    keys(mode)
        .iter()
        .filter(|key| **key != "access" && **key != "vehicle")
        .any(|key| tags.is(key, OPEN))
}

fn by_default(tags: Tags<'_>, class: RoadClass, mode: TravelMode) -> bool {
    let for_cars_alone = class == RoadClass::Motorway || tags.is("motorroad", &["yes"]);
    match mode {
        TravelMode::Car => !matches!(class, RoadClass::Track | RoadClass::Path | RoadClass::Steps),
        TravelMode::EBike => {
            !for_cars_alone && class != RoadClass::Steps && !tags.is("bicycle", &["use_sidepath"])
        }
        TravelMode::Foot => {
            let pavement = ["sidewalk", "sidewalk:both", "sidewalk:left", "sidewalk:right"]
                .iter()
                .any(|key| tags.is(key, &["both", "left", "right", "yes", "separate"]));
            !for_cars_alone && (class != RoadClass::Trunk || pavement)
        }
    }
}
