//! How long an offer may go unanswered.

use super::*;

#[test]
fn silence_leads_to_the_next_within_45_seconds_whatever_the_kind() {
    for kind in OrderKind::ALL {
        let mut hall = all_four();
        let order = match best_placed(1) {
            Ask::SendOrder {
                incident,
                place,
                addressee,
                note,
                ..
            } => Ask::SendOrder {
                id: None,
                kind,
                incident,
                place,
                addressee,
                note,
            },
            other => other,
        };
        let order = hall.send(dispatcher(), order);
        assert_eq!(asked(&hall, order), [1]);
        hall.until(45);
        assert_eq!(asked(&hall, order), [3], "{kind:?}");
    }
}

/// Lets time pass while the phone of unit 1 is heard every second but answers no test.
fn deaf_until(hall: &mut Hall, second: i64) {
    hall.awake.remove(&unit(1));
    while hall.now < at(second) {
        hall.until(self::second(hall) + 1);
        hall.input("", Input::UnitHeard(unit(1)));
    }
}

/// The second from which the phone of unit 1 is known to be deaf.
fn deaf_from(hall: &Hall) -> i64 {
    let from = hall.machine.board().units[&unit(1)].deaf_from().unwrap();
    (from.as_millis() - at(0).as_millis()) / 1000
}

#[test]
fn a_phone_that_turns_out_to_be_deaf_is_passed_over_unless_it_has_the_offer() {
    for has_it in [false, true] {
        let mut hall = all_four();
        deaf_until(&mut hall, 100);
        let deaf = deaf_from(&hall);
        let sent = deaf - 10;
        deaf_until(&mut hall, sent);
        let order = hall.send(dispatcher(), send_to(Addressee::Unit(unit(1))));
        assert_eq!(asked(&hall, order), [1]);
        if has_it {
            hall.says(1, order, "received", sent).unwrap();
        }
        deaf_until(&mut hall, sent + 14);
        assert_eq!(asked(&hall, order), [1]);
        deaf_until(&mut hall, sent + 16);
        assert_eq!(asked(&hall, order), [if has_it { 1 } else { 3 }]);
        deaf_until(&mut hall, sent + 31);
        assert_eq!(asked(&hall, order), [3]);
        // The clock goes on, and a yes that comes after all is too late.
        let known = hall.order(order);
        assert_eq!(known.clock.sent_at, at(sent));
        assert_eq!(
            hall.says(1, order, "accepts", sent + 31),
            Err(ToldRefusal::Order(domain::OrderRefusal::NotStanding))
        );
    }
}
