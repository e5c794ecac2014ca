//! How well phones can be reached.

use domain::Reachability;
use domain::reachability::{Doubt, LocationPermission, Permissions, Reach};

use super::*;

fn shown(hall: &Hall, number: u64) -> Option<Reachability> {
    let board = hall.machine.board();
    board.show(&board.units[&unit(number)], hall.now).reachability
}

fn reach(hall: &Hall, number: u64) -> (Reach, Vec<Doubt>) {
    let shown = shown(hall, number).unwrap();
    (shown.state, shown.reasons)
}

#[test]
fn a_phone_that_answers_is_reachable() {
    let mut hall = Hall::new();
    hall.until(600);
    assert_eq!(reach(&hall, 1), (Reach::Reachable, vec![]));
    assert_eq!(shown(&hall, 1).unwrap().since, at(0));
}

#[test]
fn a_phone_that_goes_dead_is_dark_within_three_minutes() {
    let mut hall = Hall::new();
    hall.until(100);
    hall.awake.remove(&unit(1));
    let mut states = Vec::new();
    for second in 101..=280 {
        hall.until(second);
        let state = reach(&hall, 1).0;
        if states.last().is_none_or(|(_, last)| *last != state) {
            states.push((second - 100, state));
        }
    }
    let [
        (_, Reach::Reachable),
        (_, Reach::Doubtful),
        (dark_after, Reach::Dark),
    ] = states[..]
    else {
        panic!("{states:?}");
    };
    assert!(dark_after <= 180, "{states:?}");
    // Nobody is asked who is not there, until the phone is heard again.
    assert_eq!(reach(&hall, 1).1[0], Doubt::Dark);
    hall.awake.insert(unit(1));
    hall.until(400);
    assert_eq!(reach(&hall, 1), (Reach::Reachable, vec![]));
}

/// Unit 1's phone breaks at second `broken`, but is heard until second `until`: the seconds in which it was tested
/// since, and when it turned dark.
fn goes_deaf(hall: &mut Hall, broken: i64, until: i64) -> (Vec<i64>, Option<i64>) {
    hall.until(broken);
    hall.awake.remove(&unit(1));
    let (mut tested, mut dark_at) = (Vec::new(), None);
    for second in broken + 1..=until {
        while let Some(due) = hall.machine.poll_timeout().filter(|due| *due <= at(second)) {
            hall.now = hall.now.max(due);
            let outputs = hall.input("", Input::Timeout);
            let own =
                |output: &&Output| matches!(output, Output::Probe { unit: probed, .. } if *probed == unit(1));
            tested.extend(outputs.iter().filter(own).map(|_| second));
            hall.answer_probes(&outputs);
        }
        hall.now = at(second);
        hall.input("", Input::UnitHeard(unit(1)));
        if reach(hall, 1).0 == Reach::Dark {
            dark_at.get_or_insert(second);
        }
    }
    (tested, dark_at)
}

#[test]
fn a_phone_that_gives_signs_of_life_but_no_answer_is_doubtful() {
    let mut hall = Hall::new();
    goes_deaf(&mut hall, 0, 30);
    assert_eq!(reach(&hall, 1), (Reach::Doubtful, vec![Doubt::NoAnswer]));
}

#[test]
fn a_phone_that_answers_no_test_is_dark_within_three_minutes_whenever_it_breaks_however_often_it_is_heard() {
    for broken in 60..120 {
        let mut hall = Hall::new();
        let (tested, dark_at) = goes_deaf(&mut hall, broken, broken + 180);
        let dark_at = dark_at.unwrap_or_else(|| panic!("not dark, though broken at {broken}"));
        let missed = tested.iter().filter(|second| **second + 20 <= dark_at).count();
        assert!(missed >= 3, "{tested:?}, dark at {dark_at}");
    }
}

#[test]
fn a_deaf_phone_is_tested_on_once_a_minute_so_that_its_next_answer_mends_it() {
    let mut hall = Hall::new();
    let (tested, dark_at) = goes_deaf(&mut hall, 63, 660);
    let dark_at = dark_at.unwrap();
    assert_eq!(reach(&hall, 1), (Reach::Dark, vec![Doubt::Deaf]));
    let board = hall.machine.board();
    assert!(!board.can_be_counted_on(&board.units[&unit(1)], hall.now));
    let since: Vec<i64> = tested.into_iter().filter(|second| *second > dark_at).collect();
    assert!((7..=8).contains(&since.len()), "{since:?}");
    assert!(since.windows(2).all(|two| two[1] - two[0] == 60), "{since:?}");
    hall.awake.insert(unit(1));
    hall.until(730);
    assert_eq!(reach(&hall, 1), (Reach::Reachable, vec![]));
}

#[test]
fn an_answer_that_comes_after_the_next_test_is_an_answer() {
    let mut hall = Hall::new();
    hall.awake.remove(&unit(1));
    let (mut under_way, mut worst) = (Vec::new(), Reach::Reachable);
    for second in 1..=600 {
        while let Some(due) = hall.machine.poll_timeout().filter(|due| *due <= at(second)) {
            hall.now = hall.now.max(due);
            let outputs = hall.input("", Input::Timeout);
            under_way.extend(outputs.iter().filter_map(|output| match output {
                Output::Probe { unit: probed, id } if *probed == unit(1) => Some((second + 25, *id)),
                _ => None,
            }));
            hall.answer_probes(&outputs);
        }
        hall.now = at(second);
        hall.input("", Input::UnitHeard(unit(1)));
        let (unit, condition) = (unit(1), PhoneCondition::default());
        for (_, id) in under_way.extract_if(.., |(arrives, _)| *arrives <= second) {
            hall.input("", Input::UnitProbed { unit, id, condition });
        }
        worst = worst.max(reach(&hall, 1).0);
    }
    assert_eq!(worst, Reach::Doubtful);
}

#[test]
fn a_battery_that_only_its_positions_tell_of_is_low_by_the_same_rule() {
    let mut hall = Hall::new();
    for (left, doubts) in [(16, vec![]), (15, vec![Doubt::BatteryLow])] {
        let measured = Fix {
            battery_pct: Some(left),
            ..fix(i64::from(20 - left), 0.0)
        };
        hall.until(i64::from(20 - left));
        hall.told(unit(1), UnitTold::Fix(measured)).unwrap();
        assert_eq!(reach(&hall, 1).1, doubts, "{left}");
    }
}

#[test]
fn what_a_phone_says_of_itself_shows() {
    let mut hall = Hall::new();
    hall.condition = PhoneCondition {
        permissions: Some(Permissions {
            location: LocationPermission::WhileInUse,
            notifications: false,
            battery_exempt: true,
        }),
        battery_pct: Some(12),
        fix_age_s: Some(2),
    };
    hall.until(100);
    let reasons = vec![
        Doubt::LocationWhileInUse,
        Doubt::NotificationsOff,
        Doubt::BatteryLow,
    ];
    assert_eq!(reach(&hall, 1), (Reach::Doubtful, reasons));
}

#[test]
fn an_old_fix_is_a_doubt_until_the_next() {
    let mut hall = Hall::new();
    hall.told(unit(1), UnitTold::Fix(fix(0, 300.0))).unwrap();
    hall.until(59);
    assert_eq!(reach(&hall, 1).1, []);
    hall.until(61);
    assert_eq!(reach(&hall, 1), (Reach::Doubtful, vec![Doubt::StaleFix]));
    hall.told(unit(1), UnitTold::Fix(fix(61, 300.0))).unwrap();
    assert_eq!(reach(&hall, 1).1, []);
}

#[test]
fn a_phone_nobody_has_heard_from_is_dark() {
    let mut hall = Hall::new();
    hall.restart();
    assert_eq!(reach(&hall, 1), (Reach::Dark, vec![Doubt::NeverConnected]));
}

#[test]
fn what_is_known_of_a_phone_nobody_has_heard_from_is_told_beside() {
    let mut hall = Hall::new();
    hall.until(10);
    let low = Fix {
        battery_pct: Some(12),
        ..fix(10, 0.0)
    };
    hall.restart_with([(unit(1), low)]);
    let dark_with = |doubts: &[Doubt]| {
        let all = [&[Doubt::NeverConnected], doubts].concat();
        (Reach::Dark, all)
    };
    hall.deadlines(at(20));
    assert_eq!(reach(&hall, 1), dark_with(&[Doubt::BatteryLow]));
    assert_eq!(reach(&hall, 2), dark_with(&[]));
    // Viewers are told when the fix grows old, though nobody is heard.
    let mut told = Vec::new();
    while let Some(due) = hall.machine.poll_timeout().filter(|due| *due <= at(200)) {
        hall.now = due;
        told.extend(hall.input("", Input::Timeout));
    }
    let grown_old = told.iter().filter_map(|output| match output {
        Output::Show(Change::Unit { unit: shown, .. }) => shown.reachability.clone(),
        _ => None,
    });
    let grown_old: Vec<_> = grown_old.map(|shown| shown.reasons).collect();
    assert_eq!(grown_old, [dark_with(&[Doubt::StaleFix, Doubt::BatteryLow]).1]);
}

#[test]
fn off_duty_nobody_is_probed_nor_judged() {
    let mut hall = Hall::new();
    hall.until(100);
    hall.told(unit(1), UnitTold::Duty(false)).unwrap();
    assert_eq!(shown(&hall, 1), None);
    let mut probed = BTreeSet::new();
    while hall.now < at(400) {
        let due = hall.machine.poll_timeout().unwrap();
        hall.now = hall.now.max(due);
        for output in hall.input("", Input::Timeout) {
            if let Output::Probe { unit, .. } = output {
                probed.insert(unit);
            }
        }
        for number in 1..=4 {
            hall.input("", Input::UnitHeard(unit(number)));
        }
    }
    assert_eq!(probed, BTreeSet::from([2, 3, 4].map(unit)));
    // An answer that was under way says nothing of who went off duty.
    let condition = PhoneCondition::default();
    hall.input(
        "",
        Input::UnitProbed {
            unit: unit(1),
            id: 1,
            condition,
        },
    );
    assert_eq!(shown(&hall, 1), None);
}

#[test]
fn each_phone_is_probed_once_a_minute() {
    let mut hall = Hall::new();
    let mut times = Vec::new();
    while hall.now < at(600) {
        let due = hall.machine.poll_timeout().unwrap();
        hall.now = hall.now.max(due);
        let outputs = hall.input("", Input::Timeout);
        let own =
            |output: &Output| matches!(output, Output::Probe { unit: probed, .. } if *probed == unit(1));
        times.extend(outputs.iter().filter(|output| own(output)).map(|_| hall.now));
        hall.answer_probes(&outputs);
    }
    assert!((9..=11).contains(&times.len()), "{times:?}");
    assert!(
        times
            .windows(2)
            .all(|two| two[1].since(two[0]) == std::time::Duration::from_mins(1))
    );
}
