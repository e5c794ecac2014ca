//! Tests of walking along a route by time.

use super::*;
use crate::drawing::point;

fn bend() -> Route {
    let mut route = Route::start(point(0.0, 0.0));
    route.follow(&[point(50.0, 0.0), point(100.0, 0.0)], 10.0);
    route.follow(&[point(100.0, 0.0)], 0.0);
    route.follow(&[point(100.0, 200.0)], 10.0);
    route.arrive();
    route
}

#[test]
fn each_leg_is_driven_at_its_own_speed() {
    let route = bend();
    assert!(
        (route.metres - 300.0).abs() < 0.5 && (route.seconds - 20.0).abs() < 0.1,
        "{route:?}"
    );
    for (seconds, east, north, heading, speed) in [
        (-5.0, 0.0, 0.0, 90.0, 0.0),
        (0.0, 0.0, 0.0, 90.0, 10.0),
        (5.0, 50.0, 0.0, 90.0, 10.0),
        (15.0, 100.0, 100.0, 0.0, 20.0),
        (99.0, 100.0, 200.0, 0.0, 0.0),
    ] {
        let moment = route.at(seconds);
        assert!(
            moment.at.distance_m(point(east, north)) < 0.5,
            "{seconds} s: {moment:?}"
        );
        let turn = (moment.heading_deg - heading + 180.0).rem_euclid(360.0) - 180.0;
        assert!(turn.abs() < 0.1, "{seconds} s: {moment:?}");
        assert!((moment.speed_mps - speed).abs() < 0.01, "{seconds} s: {moment:?}");
    }
}

#[test]
fn a_route_to_where_one_is_stands_still() {
    let route = Route::start(point(3.0, 4.0));
    let moment = Moment {
        at: point(3.0, 4.0),
        heading_deg: 0.0,
        speed_mps: 0.0,
    };
    assert_eq!((route.at(0.0), route.at(9.0)), (moment, moment));
    assert_eq!(route.goal(), point(3.0, 4.0));
}
