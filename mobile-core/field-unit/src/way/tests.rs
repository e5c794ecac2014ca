//! When the hall is asked for a way, as a table, with what becomes of its answers.

use domain::Timestamp;
use protocol::api::{DrawnLine, StreetClass, StreetView, TeamMate};
use uuid::Uuid;

use super::*;

fn scene() -> LatLon {
    LatLon::new(47.0, 9.5).unwrap()
}

fn at(north_m: f64, east_m: f64) -> LatLon {
    LatLon::new(47.0 + north_m / 111_195.0, 9.5 + east_m / 75_834.0).unwrap()
}

/// A route of a kilometre due south to the scene, with a street around it.
fn way() -> WayView {
    let line = |points: &[LatLon]| DrawnLine::through(scene(), points);
    WayView {
        order: domain::OrderId(Uuid::nil()),
        unit: None,
        made_at: Timestamp::from_millis(0),
        fix_at: None,
        scene: scene(),
        route: line(&[at(1000.0, 0.0), scene()]),
        no_way: None,
        eta_s: Some(120),
        metres: Some(1000),
        expected_at: None,
        in_time_pct: None,
        streets: Some(vec![StreetView {
            class: StreetClass::Street,
            name: None,
            lines: vec![line(&[at(1200.0, -200.0), at(-100.0, 200.0)])],
        }]),
        team: Vec::new(),
    }
}

fn mate() -> TeamMate {
    TeamMate {
        unit: domain::UnitId(Uuid::nil()),
        name: "Vaduz 2".to_owned(),
        place: scene(),
        fix_at: Timestamp::from_millis(0),
        accuracy_m: 8.0,
        there: false,
    }
}

const START: u64 = 1_000_000;

fn going(seconds: u64, east_m: f64, accuracy_m: f64) -> Going {
    Going {
        now: PhoneTime::from_millis(START + seconds * 1000),
        position: Some((at(500.0, east_m), accuracy_m)),
        state: AssignmentState::UnderWay,
    }
}

/// What was asked for at the start, answered by `answer` each time.
fn asked(answer: impl FnOnce(&mut SceneWay)) -> SceneWay {
    let mut way = SceneWay::default();
    way.ask(going(0, 0.0, 8.0)).unwrap();
    answer(&mut way);
    way
}

fn is_due(way: &SceneWay, going: Going) -> bool {
    way.clone().ask(going).is_some()
}

#[test]
fn seldom_while_all_goes_as_it_was_told_and_soon_when_not() {
    let known = asked(|way| way.told(self::way()));
    let alone = |seconds| is_due(&known, going(seconds, 0.0, 8.0));
    assert_eq!([14, 119, 120].map(alone), [false, false, true]);
    let off = |seconds, east_m, accuracy_m| is_due(&known, going(seconds, east_m, accuracy_m));
    assert!(off(16, 170.0, 8.0));
    assert!(!off(9, 170.0, 8.0), "it was asked just now");
    assert!(!off(16, 170.0, 40.0), "perhaps the officer is on it");
    assert!(!off(16, 140.0, 8.0));
    let offered = Going {
        state: AssignmentState::Delivered,
        ..going(1, 0.0, 8.0)
    };
    assert!(is_due(&known, offered), "the officer came further");

    let team = asked(|way| {
        way.told(WayView {
            team: vec![mate()],
            ..self::way()
        });
    });
    assert!(!is_due(&team, going(29, 0.0, 8.0)));
    assert!(is_due(&team, going(30, 0.0, 8.0)));

    let lost = asked(|way| {
        way.told(WayView {
            no_way: Some(NoWay::NoPosition),
            route: DrawnLine::default(),
            ..self::way()
        });
    });
    assert!(is_due(&lost, going(16, 0.0, 8.0)));
    let unknown = Going {
        position: None,
        ..going(16, 0.0, 8.0)
    };
    assert!(!is_due(&lost, unknown));
}

#[test]
fn a_hall_without_an_answer_is_asked_after_longer_and_longer_waits() {
    let mut way = SceneWay::default();
    let mut asked_at = Vec::new();
    for second in 0..600 {
        if way.ask(going(second, 0.0, 8.0)).is_some() {
            asked_at.push(second);
            way.failed();
        }
    }
    assert_eq!(asked_at, [0, 4, 12, 28, 60, 124, 244, 364, 484]);
    way.told(self::way());
    assert!(!is_due(&way, going(600, 0.0, 8.0)), "it answered");
}

#[test]
fn streets_are_asked_for_until_they_are_known_and_where_they_are_not() {
    let wanted = |way: &SceneWay, going| way.clone().ask(going).map(|wanted| wanted.streets);
    assert_eq!(wanted(&SceneWay::default(), going(0, 0.0, 8.0)), Some(true));
    let mut known = SceneWay::kept(Some(way()));
    assert_eq!(wanted(&known, going(0, 0.0, 8.0)), Some(false));
    assert_eq!(
        wanted(&known, going(0, 400.0, 8.0)),
        Some(true),
        "the officer left them"
    );

    let bare = WayView {
        streets: None,
        ..way()
    };
    known.ask(going(0, 0.0, 8.0)).unwrap();
    known.told(bare.clone());
    assert_eq!(known.newest(), Some(&way()), "with the streets from before");
    assert_eq!(wanted(&known, going(20, 0.0, 8.0)), None);

    let around = DrawnLine::through(scene(), &[at(1000.0, 0.0), at(500.0, 900.0), scene()]);
    known.told(WayView {
        route: around,
        ..bare.clone()
    });
    assert!(
        known.newest().unwrap().streets.is_some(),
        "some are better than none"
    );
    assert_eq!(
        wanted(&known, going(20, 0.0, 8.0)),
        Some(true),
        "the route leaves them"
    );

    let elsewhere = WayView {
        scene: at(5000.0, 0.0),
        ..bare
    };
    known.told(elsewhere);
    assert_eq!(
        known.newest().unwrap().streets,
        None,
        "those were of another scene"
    );
}

#[test]
fn while_an_answer_is_waited_for_nothing_more_is_asked() {
    let mut way = SceneWay::default();
    let asks = |way: &mut SceneWay, seconds| way.ask(going(seconds, 0.0, 8.0)).is_some();
    let when = (0..40).filter(|second| asks(&mut way, *second));
    assert_eq!(
        when.collect::<Vec<_>>(),
        [0, 16, 32],
        "an answer that does not come is given up"
    );
    way.failed();
    assert!(asks(&mut way, 40));
}

#[test]
fn whoever_is_far_from_any_road_is_not_told_so_every_time() {
    let mut known = asked(|way| way.told(self::way()));
    assert!(known.ask(going(20, 600.0, 8.0)).is_some(), "off the route");
    known.told(way());
    let again = |seconds, east_m| is_due(&known, going(seconds, east_m, 8.0));
    assert!(!again(60, 600.0), "and still there");
    assert!(again(60, 800.0), "and further on");
}
