//! Tests on the demo's real district.

use super::*;

const PBF: &[u8] = include_bytes!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../yike/data/liechtenstein-2013-08-03.osm.pbf"
));

const VADUZ: (f64, f64) = (47.14, 9.52);

fn liechtenstein() -> Gazetteer {
    Gazetteer::from_pbf(PBF).unwrap()
}

#[test]
fn all_kinds_of_names_are_read() {
    let gazetteer = liechtenstein();
    let count = |kind| {
        gazetteer
            .entries
            .iter()
            .filter(|entry| entry.kind == kind)
            .count()
    };
    // From 1,213 ways with a name.
    assert_eq!(
        [
            count(HitKind::Street),
            count(HitKind::School),
            count(HitKind::Place)
        ],
        [839, 19, 19]
    );
    assert!(count(HitKind::Stop) > 100 && count(HitKind::Hospital) > 0 && count(HitKind::Station) > 3);
    let houses: usize = gazetteer.entries.iter().map(|entry| entry.houses.len()).sum();
    assert!((150..200).contains(&houses), "{houses} of 196, some mapped twice");
}

#[test]
fn its_streets_sites_and_houses_are_found() {
    let gazetteer = liechtenstein();
    let focus = Some(point(VADUZ.0, VADUZ.1));
    for (text, name, detail, kind) in [
        ("Landstrasse", "Landstrasse", "Vaduz", HitKind::Street),
        ("lanstrasse", "Landstrasse", "Vaduz", HitKind::Street),
        ("triesen landstr", "Landstrasse", "Triesen", HitKind::Street),
        ("staedtle", "Städtle", "Vaduz", HitKind::Street),
        ("Landstrasse 19", "Landstrasse 19", "Schaan", HitKind::Address),
        ("staedtle 43", "Städtle 43", "Vaduz", HitKind::Address),
        ("vaduz", "Vaduz", "", HitKind::Place),
        (
            "landesspital",
            "Liechtensteinisches Landesspital",
            "Heiligkreuz 25, Vaduz",
            HitKind::Hospital,
        ),
        (
            "gymnasium sport",
            "Gymnasium Sportplatz",
            "Schaan",
            HitKind::Leisure,
        ),
    ] {
        let hit = gazetteer.search(text, focus, 10).into_iter().next().unwrap();
        assert_eq!(
            (hit.name.as_str(), hit.detail.as_str(), hit.kind),
            (name, detail, kind),
            "{text}"
        );
    }
    let balzers = Some(point(47.066, 9.503));
    assert_eq!(
        found(&gazetteer, "Landstrasse", balzers)[0],
        "Landstrasse (Balzers)"
    );
    let hit = &gazetteer.search("9.521 47.141", focus, 10)[0];
    assert_eq!((hit.at, hit.kind), (point(47.141, 9.521), HitKind::Coordinates));
}

#[test]
fn a_click_in_the_high_street_is_named() {
    let near = liechtenstein().nearest_address(point(47.1393, 9.5226)).unwrap();
    assert_eq!(
        (near.name.as_str(), near.town.as_deref()),
        ("Städtle", Some("Vaduz"))
    );
}

#[test]
fn a_broken_extract_is_an_error() {
    assert_eq!(Gazetteer::from_pbf(&[]).unwrap_err(), ExtractError::Empty);
    assert!(Gazetteer::from_pbf(&PBF[..1000]).is_err());
}
