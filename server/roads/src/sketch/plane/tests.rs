//! Tests of lines in the plane.

use super::*;

fn frame(half: f64) -> Frame {
    Frame::around(&[LatLon::new(47.0, 9.5).unwrap()], |_| half).unwrap()
}

#[test]
fn a_line_is_cut_where_it_leaves_and_begun_anew_where_it_returns() {
    let frame = frame(10.0);
    let table: &[(&[Point], &[&[Point]])] = &[
        (&[[-5.0, 0.0], [5.0, 0.0]], &[&[[-5.0, 0.0], [5.0, 0.0]]]),
        (&[[-20.0, 0.0], [20.0, 0.0]], &[&[[-10.0, 0.0], [10.0, 0.0]]]),
        (
            &[[0.0, 0.0], [0.0, 20.0], [5.0, 20.0], [5.0, 0.0]],
            &[&[[0.0, 0.0], [0.0, 10.0]], &[[5.0, 10.0], [5.0, 0.0]]],
        ),
        (
            &[[0.0, 0.0], [4.0, 0.0], [4.0, 4.0]],
            &[&[[0.0, 0.0], [4.0, 0.0], [4.0, 4.0]]],
        ),
        (&[[20.0, -5.0], [20.0, 5.0]], &[]),
        (&[[-20.0, 15.0], [15.0, 20.0]], &[]),
    ];
    for (line, parts) in table {
        assert_eq!(&frame.clip(line), parts, "{line:?}");
    }
}

#[test]
fn points_come_back_from_the_plane() {
    let frame = frame(1_000.0);
    for (lat, lon) in [(47.0, 9.5), (47.01, 9.49), (46.99, 9.52)] {
        let at = LatLon::new(lat, lon).unwrap();
        let back = frame.plane.unproject(frame.plane.project(at)).unwrap();
        assert!(at.distance_m(back) < 1e-6);
    }
    let (from, to) = frame.corners();
    assert!((from.distance_m(to) - 2_000.0 * 2_f64.sqrt()).abs() < 5.0);
}

#[test]
fn the_least_distance_is_that_of_two_lines_anywhere() {
    let road: &[Point] = &[[0.0, 0.0], [100.0, 0.0]];
    let table: &[(&[Point], f64)] = &[
        (&[[50.0, -10.0], [50.0, 10.0]], 0.0),
        (&[[50.0, 3.0]], 3.0),
        (&[[103.0, 4.0]], 5.0),
        (&[[0.0, 7.0], [100.0, 9.0]], 7.0),
        (&[[130.0, 40.0], [200.0, 40.0]], 50.0),
    ];
    for (other, metres) in table {
        assert!((between(road, other) - metres).abs() < 1e-9, "{other:?}");
        assert!((between(other, road) - metres).abs() < 1e-9, "{other:?}");
    }
    assert!(between(&[], road).is_infinite());
}
