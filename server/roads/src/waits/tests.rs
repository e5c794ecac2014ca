//! Tests of whom signals and gates keep waiting.

use domain::TravelMode;

use crate::drawing::{Drawing, STREET, Words, point};

/// A street of 300 m with a node of these tags in its middle, whether the street is cut there or not: the seconds
/// along it, and back.
fn seconds(tags: Words<'_>, is_cut: bool, mode: TravelMode) -> [f64; 2] {
    let drawing = Drawing::default()
        .node(1, 0.0, 0.0)
        .node_with(2, 150.0, 0.0, tags)
        .node(3, 300.0, 0.0);
    let network = if is_cut {
        drawing.way(&[1, 2], STREET).way(&[2, 3], STREET).network()
    } else {
        drawing.way(&[1, 2, 3], STREET).network()
    };
    let (west, east) = (point(0.0, 0.0), point(300.0, 0.0));
    [(west, east), (east, west)].map(|(from, to)| network.route_by(mode, from, to).unwrap().seconds)
}

/// By how many seconds a node of these tags delays a car that goes along the street, and back.
fn delays(tags: Words<'_>) -> [f64; 2] {
    let [cut, whole] = [true, false].map(|is_cut| {
        let free = seconds(&[], is_cut, TravelMode::Car);
        let held_up = seconds(tags, is_cut, TravelMode::Car);
        [0, 1].map(|way| (held_up[way] - free[way]).round())
    });
    assert_eq!(cut, whole, "{tags:?}");
    cut
}

#[test]
fn signals_stop_those_whom_they_face() {
    let facing = |direction| {
        delays(&[
            ("highway", "traffic_signals"),
            ("traffic_signals:direction", direction),
        ])
    };
    assert_eq!(delays(&[("highway", "traffic_signals")]), [2.0, 2.0]);
    assert_eq!(
        delays(&[("highway", "crossing"), ("crossing", "traffic_signals")]),
        [2.0, 2.0]
    );
    assert_eq!(facing("both"), [2.0, 2.0]);
    assert_eq!(facing("forward"), [2.0, 0.0]);
    assert_eq!(facing("backward"), [0.0, 2.0]);
}

#[test]
fn a_gate_has_to_be_opened_unless_it_says_who_may_pass() {
    assert_eq!(delays(&[("barrier", "gate")]), [40.0, 40.0]);
    assert_eq!(delays(&[("barrier", "lift_gate")]), [40.0, 40.0]);
    assert_eq!(delays(&[("barrier", "gate"), ("access", "yes")]), [0.0, 0.0]);
    assert_eq!(delays(&[("barrier", "toll_booth")]), [0.0, 0.0]);
    let on_foot = |tags| seconds(tags, false, TravelMode::Foot)[0];
    assert!(on_foot(&[("barrier", "gate")]) - on_foot(&[]) < 10.0);
}
