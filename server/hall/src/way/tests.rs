//! Tests of what a phone is told to draw.

use std::sync::LazyLock;

use domain::{OrderId, TownId, UnitId, UnitState};
use protocol::api::{PositionView, TeamMate, UnitView};
use uuid::Uuid;

use super::*;

const NOW: Timestamp = Timestamp::from_millis(1_795_421_700_000);

static LIECHTENSTEIN: LazyLock<RoadNetwork> = LazyLock::new(|| {
    let bytes = include_bytes!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../yike/data/liechtenstein-2013-08-03.osm.pbf"
    ));
    RoadNetwork::from_pbf(bytes).unwrap()
});

fn at(lat: f64, lon: f64) -> LatLon {
    LatLon::new(lat, lon).unwrap()
}

/// Vaduz, Schaan, and the two ends of the country.
fn vaduz() -> LatLon {
    at(47.1410, 9.5209)
}
fn schaan() -> LatLon {
    at(47.1650, 9.5087)
}

fn going(from: Option<LatLon>, scene: LatLon) -> Going {
    let position = |at| PositionView {
        at,
        accuracy_m: 8.0,
        speed_mps: None,
        heading_deg: None,
        battery_pct: None,
        activity: None,
        mock: false,
        taken_at: NOW,
    };
    Going {
        order: OrderId(Uuid::from_u128(9)),
        scene,
        unit: Some(UnitView {
            id: UnitId(Uuid::from_u128(1)),
            name: "Vaduz 1".to_owned(),
            town: TownId(Uuid::from_u128(1)),
            mode: TravelMode::Car,
            state: UnitState::Busy,
            live: false,
            position: from.map(position),
            heard_at: None,
            reachability: None,
            shift_ends_at: None,
            camera_request: None,
        }),
        is_there: false,
        team: Vec::new(),
        arrival: None,
    }
}

fn draw(going: Going) -> WayView {
    drawn(going, Some(&LIECHTENSTEIN), true, NOW)
}

#[test]
fn a_way_is_as_long_as_the_roads_say_and_leads_to_the_scene() {
    let route = LIECHTENSTEIN.route(vaduz(), schaan()).unwrap();
    let way = draw(going(Some(vaduz()), schaan()));
    assert_eq!(
        (way.eta_s, way.metres),
        (Some(whole(route.seconds)), Some(whole(route.metres)))
    );
    assert_eq!((way.no_way, way.fix_at, way.made_at), (None, Some(NOW), NOW));
    let line = way.route.points(way.scene);
    assert!(line.first().unwrap().distance_m(route.line[0]) < 1.5);
    assert!(line.last().unwrap().distance_m(route.goal()) < 1.5);
    assert!(
        line.len() < route.line.len(),
        "bends that nobody sees are not told"
    );
    let walk = draw(Going {
        unit: going(Some(vaduz()), schaan()).unit.map(|unit| UnitView {
            mode: TravelMode::Foot,
            ..unit
        }),
        ..going(Some(vaduz()), schaan())
    });
    assert!(
        walk.eta_s > way.eta_s.map(|car| 3 * car),
        "on foot it takes longer"
    );
}

#[test]
fn whatever_the_way_it_fits_into_sixty_kilobytes() {
    let mate = |number| TeamMate {
        unit: UnitId(Uuid::from_u128(number)),
        name: "巡逻一队第七单兵 (Schaan)".to_owned(),
        place: vaduz(),
        fix_at: NOW,
        accuracy_m: 12.345_678,
        there: false,
    };
    let (balzers, ruggell) = (at(47.0690, 9.5030), at(47.2440, 9.5270));
    for (from, to) in [
        (vaduz(), schaan()),
        (vaduz(), at(47.1393, 9.5223)),
        (balzers, ruggell),
        (ruggell, vaduz()),
    ] {
        let team = (0..19).map(mate).collect();
        let way = draw(Going {
            team,
            ..going(Some(from), to)
        });
        let bytes = serde_json::to_vec(&way).unwrap().len();
        let streets = way.streets.unwrap();
        let parts: usize = streets
            .iter()
            .flat_map(|street| &street.lines)
            .map(|line| line.points(to).len() - 1)
            .sum();
        assert!((8_000..=60_000).contains(&bytes), "{bytes} bytes");
        assert!((200..=2_000).contains(&parts), "{parts} parts");
    }
}

#[test]
fn a_street_is_named_once_whatever_it_is_cut_into() {
    let streets = draw(going(Some(vaduz()), schaan())).streets.unwrap();
    let mut kinds: Vec<_> = streets
        .iter()
        .map(|street| (street.class, &street.name))
        .collect();
    kinds.sort();
    let all = kinds.len();
    kinds.dedup();
    assert_eq!(kinds.len(), all);
    assert!(
        streets
            .iter()
            .any(|street| street.class == StreetClass::Main && street.name.as_deref() == Some("Landstrasse"))
    );
}

#[test]
fn why_there_is_no_way_is_said_and_what_is_around_the_scene_is_drawn_all_the_same() {
    let nobody = Going {
        unit: None,
        ..going(None, schaan())
    };
    let there = Going {
        is_there: true,
        ..going(Some(schaan()), schaan())
    };
    let far = going(Some(at(46.5, 9.5)), schaan());
    for (going, why) in [
        (nobody, NoWay::NobodyGoes),
        (there, NoWay::There),
        (going(None, schaan()), NoWay::NoPosition),
        (far, NoWay::NoRoads),
    ] {
        let way = draw(going);
        assert_eq!(way.no_way, Some(why));
        assert!(way.route.is_empty() && way.eta_s.is_none() && way.metres.is_none());
        assert!(!way.streets.unwrap().is_empty(), "{why:?}");
    }
    let without = drawn(going(Some(vaduz()), schaan()), None, true, NOW);
    assert_eq!(
        (without.no_way, without.streets),
        (Some(NoWay::NoRoads), Some(Vec::new()))
    );
    assert_eq!(
        drawn(going(Some(vaduz()), schaan()), Some(&LIECHTENSTEIN), false, NOW).streets,
        None
    );
}

#[tokio::test]
async fn who_comes_when_all_turns_are_taken_is_told_so() {
    let ways = Ways::default();
    let turns = Arc::clone(&ways.turns).acquire_many_owned(2).await.unwrap();
    let busy = ways.of(going(None, schaan()), None, true).await;
    assert!(matches!(busy, Err(WayFault::Busy)), "{busy:?}");
    drop(turns);
    let way = ways.of(going(None, schaan()), None, false).await.unwrap();
    assert_eq!(way.no_way, Some(NoWay::NoPosition));
}
