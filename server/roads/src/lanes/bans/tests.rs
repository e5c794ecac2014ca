//! Tests of rules over several ways.

use domain::TravelMode;

use crate::drawing::{Drawing, ONE_WAY, STREET, point};
use crate::lanes::tests::{NO_LEFT, metres};

/// A street of five ways, with two side streets, and a way around its last one.
///
/// ```text
///             7     8     9
///             6     7    ╱ ╲      way 6: 3 7   way 7: 4 8   way 8: 5 9 6
/// 1 ─1─ 2 ─2─ 3 ─3─ 4 ─4─ 5 ─5─ 6
/// ```
fn street_with_sides() -> Drawing {
    let mut drawing = Drawing::default();
    for (id, east) in (1..=6).zip([0.0, 100.0, 200.0, 300.0, 400.0, 500.0]) {
        drawing = drawing.node(id, east, 0.0);
    }
    drawing = drawing
        .node(7, 200.0, 300.0)
        .node(8, 300.0, 300.0)
        .node(9, 450.0, 100.0);
    for end in 2..=6 {
        drawing = drawing.way(&[end - 1, end], STREET);
    }
    drawing
        .way(&[3, 7], STREET)
        .way(&[4, 8], STREET)
        .way(&[5, 9, 6], STREET)
}

#[test]
fn rules_over_ways_that_overlap_are_all_kept() {
    let rules = [(1, 2, 6), (2, 3, 7), (3, 4, 5)];
    let goals = [(200.0, 50.0), (300.0, 50.0), (450.0, 0.0)];
    let times = |order: &[usize]| {
        let drawing = order.iter().fold(street_with_sides(), |drawing, &rule| {
            let (from, via, to) = rules[rule];
            drawing.rule(NO_LEFT, from, ("ways", &[via]), to)
        });
        let network = drawing.network();
        goals.map(|goal| metres(&network, TravelMode::Car, (50.0, 0.0), goal))
    };
    let open = times(&[]);
    assert_eq!(open, [200.0, 300.0, 400.0]);
    for order in [[0, 1], [0, 2], [1, 2]] {
        let [first, second] = order;
        let found = times(&order);
        assert_eq!(found, times(&[second, first]), "{order:?}");
        for (rule, (found, open)) in found.iter().zip(open).enumerate() {
            assert_eq!(*found > open, order.contains(&rule), "{order:?}: {rule}");
        }
    }
    let all = times(&[0, 1, 2]);
    assert!(all.iter().zip(open).all(|(found, open)| *found > open), "{all:?}");
    assert_eq!(all[2], 624.0, "around the last way");
    for order in [[0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        assert_eq!(times(&order), all, "{order:?}");
    }
}

#[test]
fn a_street_that_a_rule_lets_nobody_leave_freely_is_still_one() {
    let network = Drawing::default()
        .node(1, 0.0, 0.0)
        .node(2, 100.0, 0.0)
        .node(3, 200.0, 0.0)
        .node(4, 100.0, 200.0)
        .node(5, 200.0, 100.0)
        .way(&[1, 2], ONE_WAY)
        .way(&[2, 3], ONE_WAY)
        .way(&[3, 4], ONE_WAY)
        .way(&[3, 5], ONE_WAY)
        .way(&[5, 4], ONE_WAY)
        .way(&[4, 1], ONE_WAY)
        .rule(NO_LEFT, 1, ("ways", &[2]), 3)
        .network();
    let snap = network.nearest_road(point(150.0, 0.0)).unwrap();
    assert!(snap.metres < 1.0, "nobody enters way 2 but by the rule: {snap:?}");
    assert_eq!(
        metres(&network, TravelMode::Car, (50.0, 0.0), (150.0, 0.0)),
        100.0
    );
    assert_eq!(
        metres(&network, TravelMode::Car, (150.0, 0.0), (50.0, 0.0)),
        547.0,
        "who sets out there has not come from way 1"
    );
}
