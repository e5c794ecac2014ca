//! What phones may say, what comes of it.

use domain::OrderRefusal;
use domain::order::DeclineReason;

use super::*;

/// An order that unit 1 has accepted.
pub(super) fn taken(hall: &mut Hall) -> OrderId {
    let order = hall.send(dispatcher(), send_to(Addressee::Unit(unit(1))));
    hall.says(1, order, "received", 0).unwrap();
    hall.says(1, order, "accepts", 0).unwrap();
    order
}

#[test]
fn a_unit_off_duty_is_left_in_peace() {
    let mut hall = Hall::new();
    hall.told(unit(1), UnitTold::Fix(fix(0, 300.0))).unwrap();
    hall.told(unit(1), UnitTold::Duty(false)).unwrap();
    assert_eq!(hall.machine.board().units[&unit(1)].fix, None);
    let fix = UnitTold::Fix(fix(1, 300.0));
    assert_eq!(hall.told(unit(1), fix.clone()), Err(ToldRefusal::OffDuty));
    for addressee in [Addressee::Unit(unit(1)), Addressee::Team(vec![unit(2), unit(1)])] {
        assert_eq!(hall.ask(dispatcher(), send_to(addressee)), Err(Refusal::OffDuty));
    }
    let order = hall.send(dispatcher(), send_to(Addressee::Town(town(1))));
    let offer = Ask::Offer { order, unit: unit(1) };
    assert_eq!(hall.ask(desk(1), offer.clone()), Err(Refusal::OffDuty));
    hall.told(unit(1), UnitTold::Duty(true)).unwrap();
    hall.told(unit(1), fix).unwrap();
    hall.ask(desk(1), offer).unwrap();
    insta::assert_snapshot!(hall.transcript.text());
}

#[test]
fn the_last_word_on_duty_stands_though_all_are_sent_again() {
    let mut hall = Hall::new();
    let (on, off) = (hall.new_command(), hall.new_command());
    // The first brings no change, as the unit is on duty; the answers to both are lost.
    hall.told_as(unit(1), on, UnitTold::Duty(true)).unwrap();
    hall.told_as(unit(1), off, UnitTold::Duty(false)).unwrap();
    hall.restart();
    hall.told_as(unit(1), on, UnitTold::Duty(true)).unwrap();
    hall.told_as(unit(1), off, UnitTold::Duty(false)).unwrap();
    assert!(!hall.machine.board().units[&unit(1)].on_duty);
}

#[test]
fn a_phone_that_lost_its_last_word_on_duty_is_told_how_things_stand() {
    let mut hall = Hall::new();
    let (off, on) = (hall.new_command(), hall.new_command());
    hall.told_as(unit(1), off, UnitTold::Duty(false)).unwrap();
    hall.told_as(unit(1), on, UnitTold::Duty(true)).unwrap();
    hall.transcript.clear();
    // Its disk was full, and the app ended: of the second it knows nothing.
    hall.told_as(unit(1), off, UnitTold::Duty(false)).unwrap();
    insta::assert_snapshot!(hall.transcript.text());
}

#[test]
fn a_phone_may_not_speak_of_an_order_of_another_unit() {
    let mut hall = Hall::new();
    let order = taken(&mut hall);
    for word in ["received", "accepts", "sets off", "arrived", "reports"] {
        let command = hall.word(1, order, word, 5);
        for number in [2, 3] {
            let told = UnitTold::Order {
                order,
                command: command.clone(),
            };
            assert_eq!(
                hall.told(unit(number), told),
                Err(ToldRefusal::NotYours),
                "{word}"
            );
        }
        let no_such = UnitTold::Order {
            order: id(1),
            command,
        };
        assert_eq!(hall.told(unit(1), no_such), Err(ToldRefusal::NotYours));
    }
    let other = hall.send(dispatcher(), send_to(Addressee::Unit(unit(2))));
    let command = hall.word(1, order, "arrived", 5);
    let told = UnitTold::Order {
        order: other,
        command,
    };
    assert_eq!(hall.told(unit(1), told), Err(ToldRefusal::NotYours));
    assert_eq!(hall.met(order, Leg::Arrived), None);
}

#[test]
fn a_phone_may_not_say_what_only_the_hall_may() {
    let mut hall = Hall::new();
    let order = taken(&mut hall);
    let (assignment, by) = (hall.assignment(1, order), id(0xd9));
    let on_video = OrderCommand::MeetLeg {
        leg: Leg::OnVideo,
        assignment,
        at: at(0),
        error_ms: 0,
        by_hand: None,
    };
    let reported = OrderCommand::MeetLeg {
        leg: Leg::Reported,
        assignment,
        at: at(0),
        error_ms: 0,
        by_hand: None,
    };
    let commands = [
        OrderCommand::Offer {
            choice: None,
            assignment: id(0xa9),
            unit: unit(1),
            by,
        },
        OrderCommand::Withdraw { assignment, by },
        OrderCommand::Receive {
            receiver: Receiver::Desk(by),
            at: at(0),
        },
        on_video,
        reported,
        OrderCommand::DeclareBreach { leg: Leg::Arrived },
        OrderCommand::Close { by },
        OrderCommand::Cancel {
            by,
            reason: String::new(),
        },
        OrderCommand::Expire,
    ];
    let before = hall.order(order).clone();
    for command in commands {
        let answer = hall.told(unit(1), UnitTold::Order { order, command });
        assert_eq!(answer, Err(ToldRefusal::NotAPhonesWord));
    }
    assert_eq!(hall.order(order), &before);
}

#[test]
fn a_stranger_among_phones_is_refused() {
    let mut hall = Hall::new();
    for told in [UnitTold::Duty(true), UnitTold::Fix(fix(0, 0.0))] {
        assert_eq!(hall.told(unit(9), told), Err(ToldRefusal::NoSuchUnit));
    }
    assert!(hall.input("", Input::UnitConnected(unit(9))).is_empty());
    assert!(hall.input("", Input::UnitHeard(unit(9))).is_empty());
    assert!(
        hall.input("", Input::VideoStarted(Source::Unit(unit(9))))
            .is_empty()
    );
    assert!(
        hall.input("", Input::VideoStopped(Source::Unit(unit(9))))
            .is_empty()
    );
}

#[test]
fn the_same_entry_twice_counts_once_over_a_restart_too() {
    let mut hall = Hall::new();
    let order = hall.send(dispatcher(), send_to(Addressee::Unit(unit(1))));
    let words = ["received", "accepts", "sets off", "arrived", "reports", "reports"];
    let entries: Vec<_> = (0..)
        .zip(words)
        .map(|(second, word)| (hall.new_command(), hall.word(1, order, word, second)))
        .collect();
    let deliver = |hall: &mut Hall| {
        for (id, command) in entries.clone() {
            hall.told_as(unit(1), id, UnitTold::Order { order, command })
                .unwrap();
        }
        (hall.order(order).clone(), hall.log.len())
    };
    let once = deliver(&mut hall);
    assert_eq!(once.0.reports.len(), 2);
    assert_eq!(deliver(&mut hall), once);
    hall.restart();
    assert_eq!(deliver(&mut hall), once);
    hall.ask(dispatcher(), Ask::CloseOrder(order)).unwrap();
    let (closed, _) = deliver(&mut hall);
    assert_eq!(closed.reports, once.0.reports);
}

#[test]
fn saying_no_leaves_the_order_to_be_offered_anew() {
    let mut hall = Hall::new();
    let order = hall.send(dispatcher(), send_to(Addressee::Unit(unit(1))));
    let decline = |hall: &Hall| UnitTold::Order {
        order,
        command: OrderCommand::Decline {
            assignment: hall.assignment(1, order),
            at: at(3),
            reason: DeclineReason::Engaged,
        },
    };
    hall.until(4);
    let told = decline(&hall);
    hall.told(unit(1), told).unwrap();
    assert_eq!(
        hall.says(1, order, "accepts", 4),
        Err(ToldRefusal::Order(OrderRefusal::NotStanding))
    );
    hall.ask(dispatcher(), Ask::Offer { order, unit: unit(1) })
        .unwrap();
    hall.says(1, order, "accepts", 5).unwrap();
    let told = decline(&hall);
    assert_eq!(
        hall.told(unit(1), told),
        Err(ToldRefusal::Order(OrderRefusal::Taken))
    );
    insta::assert_snapshot!(hall.transcript.text());
}

#[test]
fn a_unit_that_is_out_of_an_order_hears_no_more_of_it() {
    let mut hall = Hall::new();
    let order = taken(&mut hall);
    let offer = Ask::Offer { order, unit: unit(2) };
    let request = 1;
    let by = dispatcher();
    let sent = hall.input(
        "offered anew",
        Input::Asked {
            request,
            by,
            ask: offer,
        },
    );
    let to_former = |outputs: &[Output]| {
        outputs
            .iter()
            .filter(|output| matches!(output, Output::SendOrder { unit: to, .. } if *to == unit(1)))
            .count()
    };
    assert_eq!(to_former(&sent), 1, "it is told that it is out");
    let report = hall.word(2, order, "reports", 0);
    let told = UnitTold::Order {
        order,
        command: report,
    };
    let (unit, command) = (unit(2), hall.new_command());
    let sent = hall.input("a report", Input::UnitTold { unit, command, told });
    assert_eq!(to_former(&sent), 0, "what others report is none of its business");
}

#[test]
fn a_fix_that_makes_no_sense_is_refused() {
    let mut hall = Hall::new();
    let bad = Fix {
        accuracy_m: -1.0,
        ..fix(0, 0.0)
    };
    let answer = hall.told(unit(1), UnitTold::Fix(bad));
    assert_eq!(answer.unwrap_err().code(), "bad_fix");
    assert_eq!(hall.machine.board().units[&unit(1)].fix, None);
}

#[test]
fn a_late_fix_is_kept_without_moving_the_unit_back() {
    let mut hall = Hall::new();
    hall.until(30);
    hall.told(unit(1), UnitTold::Fix(fix(30, 300.0))).unwrap();
    hall.told(unit(1), UnitTold::Fix(fix(10, 900.0))).unwrap();
    let known = hall.machine.board().units[&unit(1)].fix.clone();
    assert_eq!(known, Some(fix(30, 300.0)));
    insta::assert_snapshot!(hall.transcript.text());
}

#[test]
fn a_fix_from_the_future_blinds_nobody() {
    let mut hall = Hall::new();
    let order = taken(&mut hall);
    hall.told(unit(1), UnitTold::Fix(fix(86_400, 9000.0))).unwrap();
    assert_eq!(hall.machine.board().units[&unit(1)].fix, None);
    for second in 1..20 {
        hall.until(second);
        hall.told(unit(1), UnitTold::Fix(fix(second, 5.0))).unwrap();
    }
    assert_eq!(hall.met(order, Leg::Arrived), Some(1));
}

#[test]
fn a_fix_from_the_future_that_the_trail_kept_does_not_hold_the_unit() {
    let mut hall = Hall::new();
    let snapshot = hall.machine.board().snapshot();
    hall.machine = Dispatch::restore(8, snapshot, [], [(unit(1), fix(86_400, 9000.0))]);
    hall.shadow = Shadow::new(hall.machine.board(), hall.now);
    hall.told(unit(1), UnitTold::Fix(fix(0, 5.0))).unwrap();
    assert_eq!(hall.machine.board().units[&unit(1)].fix, Some(fix(0, 5.0)));
}
