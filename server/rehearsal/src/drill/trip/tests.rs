//! Tests of ways through time.

use super::*;
use crate::plane::displaced;

const NOW: Timestamp = Timestamp::from_millis(1_000_000);

fn home() -> LatLon {
    LatLon::new(47.14, 9.52).unwrap()
}

fn on_foot(metres: f64, last: (f64, f64)) -> Trip {
    let from = displaced(home(), [-metres, 0.0]);
    let how = Travel { pace: &|_| 1.0, last };
    Trip::along(from, None, home(), NOW, &how)
}

fn after(seconds: f64) -> Timestamp {
    NOW.after(Duration::from_secs_f64(seconds))
}

#[test]
fn a_walk_takes_its_time_and_crosses_the_circle_once() {
    let trip = on_foot(140.0, (0.0, 0.0));
    assert!((trip.seconds() - 100.0).abs() < 0.5, "{}", trip.seconds());
    let crossings = trip.crossings(home(), 50.0, NOW);
    assert_eq!(crossings.len(), 1);
    let (at, inward) = crossings[0];
    assert!(inward);
    assert!((trip.at(at).at.distance_m(home()) - 50.0).abs() < 0.2);
    assert!((at.since(NOW).as_secs_f64() - 90.0 / 1.4).abs() < 0.5);
    assert_eq!(
        trip.crossings(home(), 50.0, after(90.0)),
        Vec::new(),
        "past is past"
    );
}

#[test]
fn who_passes_by_goes_in_and_out() {
    let from = displaced(home(), [-300.0, 20.0]);
    let to = displaced(home(), [300.0, 20.0]);
    let how = Travel {
        pace: &|_| 1.0,
        last: (0.0, 0.0),
    };
    let trip = Trip::along(from, None, to, NOW, &how);
    let inward: Vec<_> = trip
        .crossings(home(), 50.0, NOW)
        .into_iter()
        .map(|(_, inward)| inward)
        .collect();
    assert_eq!(inward, [true, false]);
}

#[test]
fn the_last_metres_take_longer_and_the_rest_does_not() {
    let (quick, slow) = (on_foot(280.0, (0.0, 0.0)), on_foot(280.0, (60.0, 100.0)));
    assert!((slow.seconds() - quick.seconds() - 60.0).abs() < 1e-6);
    assert!((slow.metres() - quick.metres()).abs() < 0.01);
    let early = after(120.0);
    assert!(quick.at(early).at.distance_m(slow.at(early).at) < 0.1);
    assert!(slow.at(slow.ends()).at.distance_m(home()) < 0.1);
    assert!(slow.at(slow.ends().before(Duration::from_secs(1))).speed_mps < 1.0);
}
