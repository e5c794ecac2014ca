//! Tests of guessing without roads.

use super::*;
use crate::drawing::point;

#[test]
fn a_guess_grows_with_distance_and_says_what_it_is() {
    let crow = CrowFlies::around(point(0.0, 0.0), 2_000.0);
    assert!((700..950).contains(&crow.cells().len()), "{}", crow.cells().len());
    let near = CrowFlies::seconds(TravelMode::Car, point(0.0, 0.0), point(500.0, 0.0));
    let far = CrowFlies::seconds(TravelMode::Car, point(0.0, 0.0), point(1_000.0, 0.0));
    assert!(
        (far / near - 2.0).abs() < 0.01 && (100.0..250.0).contains(&far),
        "{far} s"
    );
    assert!(CrowFlies::seconds(TravelMode::Foot, point(0.0, 0.0), point(500.0, 0.0)) > 4.0 * near);
    let units =
        [(-1_900.0, Duration::ZERO), (1_900.0, Duration::from_mins(1))].map(|(east, free_in)| Origin {
            at: point(east, 0.0),
            mode: TravelMode::Car,
            free_in,
        });
    let cover = crow.cover(&units, Duration::from_mins(15));
    assert!(cover.is_guess());
    let cell = crow
        .cells()
        .iter()
        .position(|&cell| Some(cell) == cell_of(point(0.0, 0.0)))
        .unwrap();
    let (first, second) = (cover.first(cell).unwrap(), cover.second(cell).unwrap());
    assert_eq!((first.0, second.0), (0, 1));
    assert!(
        (f64::from(second.1 - first.1) - 60.0).abs() < 25.0,
        "{first:?} {second:?}"
    );
}

#[test]
fn reach_ends_at_the_limit() {
    let crow = CrowFlies::default();
    let reach = crow.reach_to(TravelMode::EBike, point(0.0, 0.0), Duration::from_mins(5));
    let limit_m = 300.0 * mps(TravelMode::EBike) / DETOUR;
    assert!(reach.seconds_from(point(limit_m - 5.0, 0.0)).is_some());
    assert_eq!(reach.seconds_from(point(limit_m + 5.0, 0.0)), None);
    assert!(reach.cells().all(|(_, seconds)| seconds <= 300.0) && reach.cells().count() > 100);
    let rings = reach.outline();
    assert_eq!(rings.len(), 1, "one ring without holes");
    let radii: Vec<f64> = rings[0].iter().map(|at| at.distance_m(point(0.0, 0.0))).collect();
    assert!(
        radii
            .iter()
            .all(|&radius| (0.6 * limit_m..1.3 * limit_m).contains(&radius)),
        "{radii:?} {limit_m}"
    );
    let endless = crow.reach_to(TravelMode::Car, point(0.0, 0.0), Duration::MAX);
    assert!(endless.cells().count() > 10_000);
}
