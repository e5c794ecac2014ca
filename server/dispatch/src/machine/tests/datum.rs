//! Phones that measure in another datum than they say.

use domain::reachability::Doubt;
use roads::{RoadNetwork, Route};

use super::*;
use crate::Travel;
use crate::datum_watch::Shift;

/// How long is driven, in seconds.
const LASTS_S: i32 = 700;

pub(super) fn roads() -> RoadNetwork {
    let extract = include_bytes!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../yike/data/liechtenstein-2013-08-03.osm.pbf"
    ));
    RoadNetwork::from_pbf(extract).unwrap()
}

/// Drives `route` with a phone that measures in `datum` and does not say so; when that is over.
fn drive(hall: &mut Hall, route: &Route, from: i64, datum: Datum) -> i64 {
    drive_saying(hall, route, from, datum, None)
}

/// The same with a phone that says to measure in `said`.
fn drive_saying(hall: &mut Hall, route: &Route, from: i64, datum: Datum, said: Option<Datum>) -> i64 {
    for second in 0..LASTS_S {
        let now = from + i64::from(second);
        hall.until(now);
        let truth = route.at(f64::from(second));
        let measured = Fix {
            at: datum.from_wgs84_anywhere(truth.at),
            speed_mps: Some(truth.speed_mps),
            datum: said,
            ..fix(now, 0.0)
        };
        hall.told(unit(1), UnitTold::Fix(measured)).unwrap();
    }
    from + i64::from(LASTS_S)
}

#[test]
fn a_phone_in_another_datum_is_found_and_put_right_until_it_is_mended() {
    let roads = roads();
    let [south, north] = [(47.09, 9.52), (47.22, 9.53)].map(|(lat, lon)| LatLon::new(lat, lon).unwrap());
    let [there, back] = [(south, north), (north, south)].map(|(from, to)| roads.route(from, to).unwrap());
    let mut hall = Hall::new();
    hall.machine.set_travel(Travel::Roads(roads));
    let now = drive(&mut hall, &there, 10, Datum::Gcj02);
    let known = &hall.machine.board().units[&unit(1)];
    assert_eq!(known.shift, Some(Shift::MeasuredIn(Datum::Gcj02)));
    let shown = known.fix.as_ref().unwrap().at;
    assert!(
        shown.distance_m(there.at(f64::from(LASTS_S - 1)).at) < 1.0,
        "put right"
    );
    let kept = Board::from(hall.machine.board().snapshot());
    assert_eq!(kept.units[&unit(1)].shift, known.shift, "kept over a restart");
    let shown = hall.machine.board().show(known, hall.now);
    assert!(shown.reachability.unwrap().reasons.contains(&Doubt::WrongDatum));
    drive(&mut hall, &back, now, Datum::Wgs84);
    assert_eq!(hall.machine.board().units[&unit(1)].shift, None, "mended");
}

#[test]
fn what_a_phone_declares_is_never_doubted() {
    let roads = roads();
    let [south, north] = [(47.09, 9.52), (47.22, 9.53)].map(|(lat, lon)| LatLon::new(lat, lon).unwrap());
    let [there, back] = [(south, north), (north, south)].map(|(from, to)| roads.route(from, to).unwrap());
    let mut hall = Hall::new();
    hall.machine.set_travel(Travel::Roads(roads));
    // However the roads look, it says that these are WGS-84.
    let said = Some(Datum::Wgs84);
    let now = drive_saying(&mut hall, &there, 10, Datum::Gcj02, said);
    let known = |hall: &Hall| hall.machine.board().units[&unit(1)].clone();
    assert_eq!(known(&hall).shift, None);
    let measured = Datum::Gcj02.from_wgs84_anywhere(there.at(f64::from(LASTS_S - 1)).at);
    assert!(known(&hall).fix.unwrap().at.distance_m(measured) < 1.0);
    // A shift found while it said nothing is undone no more once it says.
    let now = drive(&mut hall, &back, now, Datum::Gcj02);
    assert!(known(&hall).shift.is_some());
    hall.until(now);
    let declared = Fix {
        datum: said,
        ..fix(now, 0.0)
    };
    hall.told(unit(1), UnitTold::Fix(declared)).unwrap();
    assert!(known(&hall).fix.unwrap().at.distance_m(place(0.0).at) < 0.1);
    assert_eq!(known(&hall).shift, None);
}

#[test]
fn a_phone_that_measures_as_it_says_is_left_in_peace() {
    let roads = roads();
    let [south, north] = [(47.09, 9.52), (47.22, 9.53)].map(|(lat, lon)| LatLon::new(lat, lon).unwrap());
    let there = roads.route(south, north).unwrap();
    let mut hall = Hall::new();
    hall.machine.set_travel(Travel::Roads(roads));
    drive(&mut hall, &there, 10, Datum::Wgs84);
    assert_eq!(hall.machine.board().units[&unit(1)].shift, None);
    let logged = |recorded: &Recorded| matches!(recorded.record, Record::DatumFound { .. });
    assert!(!hall.log.iter().any(logged));
}
