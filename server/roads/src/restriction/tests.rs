//! Tables of relations and the rules they make.

use super::*;

const FROM_VIA_TO: &[(&str, bool, i64)] = &[("from", true, 1), ("via", false, 5), ("to", true, 2)];

fn rules(tags: &[(&str, &str)], members: &[(&str, bool, i64)]) -> Vec<Rule> {
    let members: Vec<_> = members
        .iter()
        .map(|&(role, is_way, id)| (role.to_owned(), is_way, id))
        .collect();
    rules_of(Tags(tags), &members)
}

/// From, to, whether it forbids, and whether it binds cars, e-bikes, feet.
fn told(rules: &[Rule]) -> Vec<(i64, i64, bool, [bool; 3])> {
    let tell = |rule: &Rule| {
        (
            rule.from,
            rule.to,
            rule.kind == Kind::No,
            TravelMode::ALL.map(|mode| *rule.binds.get(mode)),
        )
    };
    rules.iter().map(tell).collect()
}

const WHEELS: [bool; 3] = [true, true, false];
const CARS: [bool; 3] = [true, false, false];
const BICYCLES: [bool; 3] = [false, true, false];

#[test]
fn each_mode_keeps_its_own_word() {
    for (tags, expected) in [
        (&[("restriction", "no_u_turn")][..], vec![(1, 2, true, WHEELS)]),
        (
            &[
                ("restriction:motorcar", "no_u_turn"),
                ("restriction:bicycle", "only_straight_on"),
            ],
            vec![(1, 2, true, CARS), (1, 2, false, BICYCLES)],
        ),
        (
            &[("restriction", "no_left_turn"), ("restriction:bicycle", "none")],
            vec![(1, 2, true, CARS)],
        ),
        (
            &[("restriction", "no_left_turn"), ("except", "bicycle")],
            vec![(1, 2, true, CARS)],
        ),
        (&[("restriction:hgv", "no_left_turn")], vec![]),
        (&[("restriction", "give_way")], vec![]),
    ] {
        assert_eq!(told(&rules(tags, FROM_VIA_TO)), expected, "{tags:?}");
    }
}

#[test]
fn a_rule_for_some_hours_is_left_alone_however_it_is_written() {
    for hours in [
        &[("restriction:conditional", "no_left_turn @ (Mo-Fr 07:00-09:00)")][..],
        &[("restriction", "no_left_turn"), ("day_on", "Sunday")],
        &[
            ("restriction", "no_left_turn"),
            ("hour_on", "07:00"),
            ("hour_off", "09:00"),
        ],
    ] {
        assert_eq!(rules(hours, FROM_VIA_TO), [], "{hours:?}");
    }
}

#[test]
fn roads_entered_from_several_or_left_into_several_have_a_rule_for_each() {
    let many_from = [
        ("from", true, 1),
        ("from", true, 3),
        ("via", false, 5),
        ("to", true, 2),
    ];
    let many_to = [
        ("from", true, 1),
        ("via", false, 5),
        ("to", true, 2),
        ("to", true, 4),
    ];
    let said = |word, members: &[(&str, bool, i64)]| told(&rules(&[("restriction", word)], members));
    assert_eq!(
        said("no_entry", &many_from),
        [(1, 2, true, WHEELS), (3, 2, true, WHEELS)]
    );
    assert_eq!(
        said("no_exit", &many_to),
        [(1, 2, true, WHEELS), (1, 4, true, WHEELS)]
    );
    assert_eq!(said("no_left_turn", &many_from), [], "says nothing certain");
    assert_eq!(said("no_entry", &many_to), []);
    assert_eq!(said("no_exit", &many_from), []);
    assert_eq!(said("no_entry", &many_from[..2]), [], "leads nowhere");
}
