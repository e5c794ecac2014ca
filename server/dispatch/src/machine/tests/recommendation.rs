//! Who a desk is advised to send.

use super::*;

fn advised(hall: &mut Hall, by: Seat, order: Option<OrderId>, most: usize) -> crate::Recommendation {
    let (at, kind) = (place(0.0).at, OrderKind::Emergency);
    let ask = Ask::Recommend {
        at,
        kind,
        order,
        most,
    };
    match hall.ask(by, ask) {
        Ok(Answered::Recommended(advice)) => advice,
        other => panic!("{other:?}"),
    }
}

fn units(advice: &crate::Recommendation) -> Vec<UnitId> {
    advice.candidates.iter().map(|candidate| candidate.unit).collect()
}

/// Four units in a row to the north; the fix of the first is a minute old, the third's is the nearest fresh one.
fn scene() -> Hall {
    let mut hall = Hall::new();
    for (number, second, north_m) in [(1, 0, 800.0), (2, 130, 3000.0), (3, 130, 700.0), (4, 130, 200.0)] {
        hall.until(second);
        hall.told(unit(number), UnitTold::Fix(fix(second, north_m)))
            .unwrap();
    }
    hall
}

#[test]
fn the_soonest_come_first_and_an_old_fix_counts_against_a_unit() {
    let mut hall = scene();
    let advice = advised(&mut hall, dispatcher(), None, 9);
    assert_eq!(units(&advice), [unit(4), unit(3), unit(1), unit(2)]);
    assert_eq!(advice.nearest, Some(unit(4)));
    let old = advice
        .candidates
        .iter()
        .find(|known| known.unit == unit(1))
        .unwrap();
    assert!(old.stale && old.fix_age_s == 130 && old.guessed);
    assert!(advice.candidates.iter().all(|known| known.margin_s.is_some()));
}

/// Lets a minute and a half pass in which the phone of unit 4, the nearest, is heard but answers no test.
fn unanswered(hall: &mut Hall, until: i64) {
    hall.awake.remove(&unit(4));
    for second in 131..=until {
        hall.until(second);
        hall.input("", Input::UnitHeard(unit(4)));
    }
    for (number, north_m) in [(1, 800.0), (2, 3000.0), (3, 700.0), (4, 200.0)] {
        hall.told(unit(number), UnitTold::Fix(fix(until, north_m)))
            .unwrap();
    }
}

#[test]
fn a_doubtful_phone_loses_ranks_and_a_dark_one_all_of_them() {
    use domain::reachability::Doubt;

    let mut hall = scene();
    unanswered(&mut hall, 250);
    let advice = advised(&mut hall, dispatcher(), None, 9);
    assert_eq!(units(&advice), [unit(3), unit(1), unit(4), unit(2)]);
    let doubted = &advice.candidates[2];
    assert_eq!(
        (doubted.reachable, &doubted.doubts[..]),
        (true, &[Doubt::NoAnswer][..])
    );
    unanswered(&mut hall, 400);
    let advice = advised(&mut hall, dispatcher(), None, 9);
    assert_eq!(units(&advice), [unit(3), unit(1), unit(2), unit(4)]);
    let dark = &advice.candidates[3];
    assert_eq!((dark.reachable, &dark.doubts[..]), (false, &[Doubt::Deaf][..]));
}

#[test]
fn a_doubtful_phone_is_asked_all_the_same_if_it_is_by_far_the_nearest() {
    let mut hall = Hall::automatic();
    for (number, north_m) in [(1, 9000.0), (4, 200.0)] {
        hall.told(unit(number), UnitTold::Fix(fix(0, north_m))).unwrap();
    }
    hall.awake.remove(&unit(4));
    for second in 1..=110 {
        hall.until(second);
        hall.input("", Input::UnitHeard(unit(4)));
    }
    for (number, north_m) in [(1, 9000.0), (4, 200.0)] {
        hall.told(unit(number), UnitTold::Fix(fix(110, north_m))).unwrap();
    }
    let order = hall.send(dispatcher(), send_to(Addressee::BestPlaced(1)));
    assert!(hall.order(order).assignment_of(unit(4)).is_some());
}

#[test]
fn a_desk_is_advised_of_its_own_units() {
    let advice = advised(&mut scene(), desk(1), None, 9);
    assert_eq!(units(&advice), [unit(1), unit(2)]);
}

#[test]
fn the_list_is_short_but_holds_what_either_rule_would_do() {
    let advice = advised(&mut scene(), dispatcher(), None, 1);
    assert!(advice.candidates.len() <= 2);
    for pick in [advice.nearest, advice.cover] {
        assert!(units(&advice).contains(&pick.unwrap()));
    }
}

#[test]
fn who_is_asked_already_is_left_out() {
    let mut hall = scene();
    let order = hall.send(dispatcher(), send_to(Addressee::Unit(unit(4))));
    let advice = advised(&mut hall, dispatcher(), Some(order), 9);
    assert!(!units(&advice).contains(&unit(4)));
}

#[test]
fn nobody_on_duty_is_nobody_advised() {
    let mut hall = Hall::new();
    let advice = advised(&mut hall, dispatcher(), None, 9);
    assert_eq!(
        (advice.nearest, advice.cover, advice.candidates.len()),
        (None, None, 0)
    );
}

#[test]
fn an_order_that_nobody_has_received_has_its_limit() {
    let mut hall = scene();
    let order = hall.send(dispatcher(), send_to(Addressee::Unit(unit(4))));
    hall.until(140);
    let advice = advised(&mut hall, dispatcher(), Some(order), 9);
    for known in &advice.candidates {
        // Nobody has it for ten seconds: the clock will have run from the sending.
        assert!((known.margin_s.unwrap() - (890.0 - known.eta_s)).abs() < 1e-6);
        assert!(known.on_time < 1.0);
    }
}

#[test]
fn an_order_says_itself_where_to_and_of_what_kind() {
    let mut hall = scene();
    let far = Ask::SendOrder {
        id: None,
        kind: OrderKind::Routine,
        incident: None,
        place: Some(place(3000.0)),
        addressee: Addressee::Unit(unit(4)),
        note: String::new(),
    };
    let order = hall.send(dispatcher(), far);
    let advice = advised(&mut hall, dispatcher(), Some(order), 9);
    assert_eq!(advice.nearest, Some(unit(2)));
    assert!(advice.candidates[0].margin_s.unwrap() > 900.0);
}

#[test]
fn a_desk_is_not_advised_on_an_order_that_is_not_for_its_eyes() {
    let mut hall = scene();
    let order = hall.send(dispatcher(), send_to(Addressee::Unit(unit(4))));
    let (at, kind) = (place(0.0).at, OrderKind::Emergency);
    let ask = |order| Ask::Recommend {
        at,
        kind,
        order: Some(order),
        most: 9,
    };
    assert_eq!(hall.ask(desk(1), ask(order)), Err(Refusal::NoSuchOrder));
    assert_eq!(hall.ask(leader(), ask(id(0xbad))), Err(Refusal::NoSuchOrder));
    assert!(hall.ask(desk(2), ask(order)).is_ok());
    assert!(hall.ask(leader(), ask(order)).is_ok());
}
