//! Who may use a way at all.
//!
//! Access is read as far as it opens a way or closes it outright; rules for some hours or some vehicles are not.

use domain::TravelMode;

use super::Tags;
use crate::class::RoadClass;

const CLOSED: &[&str] = &["no", "private", "agricultural", "forestry", "military"];
const OPEN: &[&str] = &["yes", "designated", "permissive", "official"];

/// Whether `mode` may use a way of these tags.
pub(super) fn may_use(tags: Tags<'_>, class: RoadClass, mode: TravelMode) -> bool {
    match permission(tags, mode) {
        Some(word) if is_closed(word) => false,
        // A track is left to fields and woods by custom alone: a word about all alike opens it.
        Some(word) if class == RoadClass::Track && OPEN.contains(&word) => true,
        // A way for feet that says nothing of cars but `access=yes` is still no road for cars.
        _ => by_default(tags, class, mode) || (class != RoadClass::Steps && says_so_itself(tags, mode)),
    }
}

/// The most specific word on whether `mode` may pass.
pub(super) fn permission(tags: Tags<'_>, mode: TravelMode) -> Option<&str> {
    keys(mode).iter().find_map(|key| tags.get(key))
}

/// Whether the word that counts is one that closes; of several, `no;destination`, all must.
pub(super) fn is_closed(word: &str) -> bool {
    word.split(';').all(|word| CLOSED.contains(&word.trim()))
}

/// Whether the most specific word on one direction, `forward` or `backward`, opens or closes it to `mode`.
pub(super) fn toward(tags: Tags<'_>, mode: TravelMode, direction: &str) -> Option<bool> {
    let of = |key: &str| {
        let is_it = |name: &str| {
            let rest = name.strip_prefix(key).and_then(|rest| rest.strip_prefix(':'));
            rest == Some(direction)
        };
        tags.0.iter().find(|(name, _)| is_it(name))
    };
    let (name, word) = keys(mode).iter().find_map(|key| of(key))?;
    if is_closed(word) {
        return Some(false);
    }
    // A word about all alike does not make a road for cars of a way for feet.
    let is_its_own = !name.starts_with("access") && !name.starts_with("vehicle");
    (is_its_own && OPEN.contains(word)).then_some(true)
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
        // Whether a boat takes wheels, it has to say.
        TravelMode::Car | TravelMode::EBike if class == RoadClass::Ferry => false,
        TravelMode::Car => !matches!(class, RoadClass::Track | RoadClass::Path | RoadClass::Steps),
        TravelMode::EBike => {
            !for_cars_alone && class != RoadClass::Steps && !tags.is("bicycle", &["use_sidepath"])
        }
        TravelMode::Foot => !for_cars_alone && !tags.is("foot", &["use_sidepath"]),
    }
}
