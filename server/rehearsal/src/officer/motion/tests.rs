//! Journeys on the streets of Liechtenstein.

use super::*;
use crate::ground::tests::LIECHTENSTEIN;

fn at(lat: f64, lon: f64) -> LatLon {
    LatLon::new(lat, lon).unwrap()
}

#[test]
fn a_faster_officer_arrives_sooner() {
    let (from, goal) = (at(47.1410, 9.5209), at(47.1650, 9.5087));
    let start = Timestamp::from_millis(1_000_000);
    let seconds = |pace| {
        let motion = Motion::to(LIECHTENSTEIN.roads(), from, goal, start, pace);
        (0..3600)
            .find(|&second| motion.is_over(start.after(Duration::from_secs(second))))
            .unwrap()
    };
    assert!(seconds(1.3) < seconds(1.0) && seconds(1.0) < seconds(0.8));
}

#[test]
fn a_place_off_the_road_is_reached_on_foot() {
    // In the fields by the Rhine, some way from any road.
    let goal = at(47.1300, 9.5080);
    let start = Timestamp::from_millis(0);
    let motion = Motion::to(LIECHTENSTEIN.roads(), at(47.1410, 9.5209), goal, start, 1.0);
    assert!(
        motion.walk.0.distance_m(goal) > AT_THE_KERB_M,
        "the goal lies off the road"
    );
    let mut second = 0;
    let mut before = motion.at(start);
    while !motion.is_over(start.after(Duration::from_secs(second))) {
        second += 1;
        let now = motion.at(start.after(Duration::from_secs(second)));
        assert!(now.at.distance_m(before.at) < 35.0, "no jump at second {second}");
        before = now;
        assert!(second < 3600);
    }
    assert!(before.at.distance_m(goal) < 1.0 && before.speed_mps <= WALKING_MPS);
    let later = motion.at(start.after(Duration::from_secs(second + 60)));
    assert!(later.speed_mps.abs() < 1e-9 && later.at.distance_m(goal) < 0.01);
}
