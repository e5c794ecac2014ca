//! Liechtenstein's towns.

use std::sync::LazyLock;

use super::*;
use crate::ground::tests::LIECHTENSTEIN_PBF;

static LIECHTENSTEIN: LazyLock<District> = LazyLock::new(|| District::from_pbf(LIECHTENSTEIN_PBF).unwrap());

fn name_at(lat: f64, lon: f64) -> Option<&'static str> {
    let town = LIECHTENSTEIN.town_of(LatLon::new(lat, lon).unwrap())?;
    Some(&LIECHTENSTEIN.towns()[town].name)
}

#[test]
fn there_are_eleven_towns_with_their_reserve() {
    let names: Vec<_> = LIECHTENSTEIN
        .towns()
        .iter()
        .map(|town| town.name.as_str())
        .collect();
    assert_eq!(
        names,
        [
            "Balzers",
            "Eschen",
            "Gamprin",
            "Mauren",
            "Planken",
            "Ruggell",
            "Schaan",
            "Schellenberg",
            "Triesen",
            "Triesenberg",
            "Vaduz",
            RESERVE
        ]
    );
    assert_eq!(LIECHTENSTEIN.reserve(), 11);
}

#[test]
fn known_places_lie_in_their_towns() {
    for (place, lat, lon, town) in [
        ("Vaduz, government", 47.1410, 9.5209, Some("Vaduz")),
        ("Schaan, station", 47.1687, 9.5087, Some("Schaan")),
        ("Balzers, Gutenberg castle", 47.0659, 9.5008, Some("Balzers")),
        ("Ruggell, church", 47.2383, 9.5266, Some("Ruggell")),
        (
            "Malbun, an alp of Triesenberg",
            47.1020,
            9.6100,
            Some("Triesenberg"),
        ),
        ("Buchs, across the Rhine", 47.1660, 9.4780, None),
        ("Feldkirch, in Austria", 47.2377, 9.5980, None),
    ] {
        assert_eq!(name_at(lat, lon), town, "{place}");
    }
}

#[test]
fn neighbours_that_are_cut_off_are_named() {
    for neighbour in ["Feldkirch", "Buchs (SG)", "Sargans"] {
        assert!(
            LIECHTENSTEIN.cut_off().iter().any(|name| name == neighbour),
            "{neighbour}"
        );
    }
}

#[test]
fn the_towns_cover_the_country() {
    use geo::Area;
    let degrees: f64 = LIECHTENSTEIN
        .towns()
        .iter()
        .filter_map(|town| town.ground.as_ref())
        .map(Area::unsigned_area)
        .sum();
    let square_km = degrees * 111.195 * 111.195 * 47.15_f64.to_radians().cos();
    assert!((155.0..165.0).contains(&square_km), "{square_km} km²");
    let centre = LIECHTENSTEIN.centre();
    assert!(
        centre.distance_m(LatLon::new(47.16, 9.55).unwrap()) < 5_000.0,
        "{centre:?}"
    );
}

#[test]
fn without_towns_there_is_no_district() {
    assert_eq!(
        District::from_pbf(&[]).unwrap_err(),
        DistrictError::Extract(ExtractError::Empty)
    );
}
