//! What a thing of OpenStreetMap is to somebody who looks for it.

use crate::entry::HitKind;

/// Which tag makes which kind; the first that fits decides.
const KINDS: &[(&str, &[&str], HitKind)] = &[
    (
        "amenity",
        &["hospital", "clinic", "doctors", "nursing_home"],
        HitKind::Hospital,
    ),
    ("healthcare", ANY, HitKind::Hospital),
    (
        "amenity",
        &["school", "kindergarten", "college", "university", "music_school"],
        HitKind::School,
    ),
    ("amenity", &["grave_yard"], HitKind::Cemetery),
    ("landuse", &["cemetery"], HitKind::Cemetery),
    (
        "railway",
        &["station", "halt", "tram_stop", "subway_entrance"],
        HitKind::Station,
    ),
    ("public_transport", &["station"], HitKind::Station),
    (
        "aeroway",
        &["aerodrome", "heliport", "helipad", "terminal"],
        HitKind::Station,
    ),
    ("amenity", &["bus_station", "ferry_terminal"], HitKind::Station),
    ("highway", &["bus_stop"], HitKind::Stop),
    ("public_transport", &["platform", "stop_position"], HitKind::Stop),
    ("amenity", ANY, HitKind::Amenity),
    ("emergency", ANY, HitKind::Amenity),
    ("shop", ANY, HitKind::Shop),
    ("office", ANY, HitKind::Office),
    ("craft", ANY, HitKind::Office),
    ("club", ANY, HitKind::Office),
    ("tourism", ANY, HitKind::Sight),
    ("historic", ANY, HitKind::Sight),
    ("leisure", ANY, HitKind::Leisure),
    (
        "place",
        &[
            "city",
            "borough",
            "suburb",
            "quarter",
            "neighbourhood",
            "city_block",
            "town",
            "village",
            "hamlet",
            "isolated_dwelling",
            "farm",
            "locality",
            "island",
            "islet",
        ],
        HitKind::Place,
    ),
    ("place", &["square"], HitKind::Street),
    ("building", ANY, HitKind::Building),
    ("man_made", ANY, HitKind::Building),
    (
        "landuse",
        &[
            "residential",
            "industrial",
            "commercial",
            "retail",
            "military",
            "construction",
        ],
        HitKind::Building,
    ),
    ("natural", ANY, HitKind::Nature),
    ("waterway", ANY, HitKind::Nature),
    ("landuse", &["forest", "reservoir"], HitKind::Nature),
];

const ANY: &[&str] = &[];

/// Ways with this `highway` are no street.
const NO_STREETS: &[&str] = &[
    "bus_stop",
    "platform",
    "proposed",
    "construction",
    "rest_area",
    "services",
    "raceway",
];

/// Places that a town's name is taken from.
const TOWNS: &[&str] = &["city", "borough", "suburb", "town", "village"];

/// The tags of one thing.
pub(crate) type Tags<'a> = Vec<(&'a str, &'a str)>;

/// The value of `key`, if it says anything.
pub(crate) fn value<'a>(tags: &Tags<'a>, key: &str) -> Option<&'a str> {
    tags.iter()
        .find(|(known, _)| *known == key)
        .map(|&(_, value)| value.trim())
        .filter(|value| !value.is_empty())
}

/// What a thing is; none if nobody would look for it.
pub(crate) fn kind(tags: &Tags<'_>) -> Option<HitKind> {
    let fits = |&&(key, values, _): &&(&str, &[&str], HitKind)| {
        value(tags, key).is_some_and(|value| value != "no" && (values.is_empty() || values.contains(&value)))
    };
    KINDS.iter().find(fits).map(|&(_, _, kind)| kind)
}

/// Whether a way is a street, whatever else it is.
pub(crate) fn is_street(tags: &Tags<'_>) -> bool {
    value(tags, "highway").is_some_and(|class| !NO_STREETS.contains(&class))
}

/// Whether a place gives its name to what is around.
pub(crate) fn is_town(tags: &Tags<'_>) -> bool {
    value(tags, "place").is_some_and(|class| TOWNS.contains(&class))
}

/// What a thing is called, the usual name first; empty if it has none.
///
/// A street without a name is called by its number.
pub(crate) fn names(tags: &Tags<'_>) -> Vec<String> {
    const NAMES: &[&str] = &[
        "name",
        "name:zh",
        "name:zh-Hans",
        "name:en",
        "official_name",
        "short_name",
        "loc_name",
        "alt_name",
        "old_name",
        "ref",
    ];
    let mut names: Vec<String> = Vec::new();
    // Only a street is known by its number: a shop's or a bus stop's says nothing to anybody.
    let known = NAMES.iter().filter(|&&key| key != "ref" || is_street(tags));
    for written in known.filter_map(|key| value(tags, key)) {
        for name in written.split(';').map(str::trim) {
            if !name.is_empty() && !names.iter().any(|known| known == name) {
                names.push(name.to_owned());
            }
        }
    }
    names
}

#[cfg(test)]
mod tests;
