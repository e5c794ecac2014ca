//! Orders that go on by themselves.

use domain::order::{ChosenBy, DeclineReason, EscalationLevel, Trouble};

use super::*;

mod patience;
mod together;

/// A hall where the units stand so many metres north of the market, as far as named.
fn standing(norths: &[(u64, f64)]) -> Hall {
    let mut hall = Hall::automatic();
    for (number, north_m) in norths {
        hall.told(unit(*number), UnitTold::Fix(fix(0, *north_m))).unwrap();
    }
    hall.transcript.clear();
    hall
}

fn all_four() -> Hall {
    standing(&[(1, 500.0), (2, 1000.0), (3, 700.0), (4, 3000.0)])
}

fn best_placed(units: u8) -> Ask {
    send_to(Addressee::BestPlaced(units))
}

/// Who is asked or has said yes, by number, in the sequence of asking.
fn asked(hall: &Hall, order: OrderId) -> Vec<u64> {
    let standing = hall
        .order(order)
        .assignments
        .values()
        .filter(|own| own.state.stands());
    let number = |of: UnitId| (1..=4).find(|number| unit(*number) == of).unwrap();
    let mut standing: Vec<_> = standing.map(|own| (own.offered_at, number(own.unit))).collect();
    standing.sort_unstable();
    standing.into_iter().map(|(_, number)| number).collect()
}

fn says_no(hall: &mut Hall, number: u64, order: OrderId) {
    let command = OrderCommand::Decline {
        assignment: hall.assignment(number, order),
        at: hall.now,
        reason: DeclineReason::TooFar,
    };
    hall.told(unit(number), UnitTold::Order { order, command })
        .unwrap();
}

fn second(hall: &Hall) -> i64 {
    (hall.now.as_millis() - at(0).as_millis()) / 1000
}

#[test]
fn the_best_placed_is_asked_at_once_and_the_choice_is_on_record() {
    let mut hall = all_four();
    let order = hall.send(dispatcher(), best_placed(1));
    assert_eq!(asked(&hall, order), [1]);
    let choice = hall
        .order(order)
        .assignments
        .values()
        .next()
        .unwrap()
        .choice
        .clone();
    let choice = choice.unwrap();
    assert_eq!((choice.made_by, choice.candidates), (ChosenBy::Hall, 4));
    assert_eq!(choice.runner_up.unwrap().unit, unit(3));
    let on_phone = crate::orders::seen_by(unit(1), hall.order(order));
    let shown = on_phone.assignments.values().next().unwrap().choice.clone();
    assert_eq!(shown.unwrap().runner_up, None, "no business of the officer's");
    insta::assert_snapshot!(hall.transcript.text());
}

#[test]
fn a_no_leads_to_the_next_at_once_and_silence_within_the_patience() {
    let mut hall = all_four();
    let order = hall.send(dispatcher(), best_placed(1));
    hall.until(4);
    hall.says(1, order, "received", 4).unwrap();
    hall.until(10);
    says_no(&mut hall, 1, order);
    assert_eq!(asked(&hall, order), [3]);
    hall.until(39);
    assert_eq!(asked(&hall, order), [3]);
    hall.until(40);
    assert_eq!(asked(&hall, order), [2]);
    // The clock goes on all the while.
    assert_eq!(hall.order(order).clock.started_at(hall.now), Some(at(4)));
    assert_eq!(
        hall.says(3, order, "accepts", 41),
        Err(ToldRefusal::Order(domain::OrderRefusal::NotStanding))
    );
    hall.says(2, order, "accepts", 41).unwrap();
    hall.until(300);
    assert_eq!(asked(&hall, order), [2]);
    insta::assert_snapshot!(hall.transcript.text());
}

#[test]
fn an_offer_that_is_answered_nowhere_goes_round_and_rests_with_the_last() {
    let mut hall = all_four();
    let order = hall.send(dispatcher(), send_to(Addressee::Unit(unit(4))));
    let mut seen = Vec::new();
    for now in 0..=100 {
        hall.until(now);
        let asked = asked(&hall, order)[0];
        if seen.last().is_none_or(|(_, last)| *last != asked) {
            seen.push((now, asked));
        }
    }
    assert_eq!(seen, [(0, 4), (30, 1), (60, 3), (90, 2)]);
    // Whoever said nothing longest ago is asked again two minutes after, since nobody else is left.
    hall.until(149);
    assert_eq!(asked(&hall, order), [2]);
    hall.until(150);
    assert_eq!(asked(&hall, order), [4]);
}

#[test]
fn whoever_said_no_is_asked_again_only_after_five_minutes_and_for_want_of_others() {
    let mut hall = standing(&[(1, 500.0)]);
    let order = hall.send(dispatcher(), best_placed(1));
    hall.until(10);
    says_no(&mut hall, 1, order);
    assert_eq!((asked(&hall, order), hall.order(order).lacks()), (vec![], 1));
    hall.until(309);
    assert_eq!(asked(&hall, order), [0_u64; 0]);
    hall.until(310);
    assert_eq!(asked(&hall, order), [1]);
}

#[test]
fn a_dark_phone_is_waited_for_fifteen_seconds() {
    let mut hall = all_four();
    // It has answered its test of second 2.
    hall.until(3);
    hall.awake.remove(&unit(1));
    hall.until(58);
    let order = hall.send(dispatcher(), best_placed(1));
    assert_eq!(asked(&hall, order), [1], "it was heard 55 seconds ago");
    hall.until(72);
    assert_eq!(asked(&hall, order), [1]);
    hall.until(73);
    assert_eq!(asked(&hall, order), [3]);
    // One that is known to be dark is asked last of all.
    let second_order = hall.send(dispatcher(), best_placed(2));
    assert_eq!(asked(&hall, second_order), [2, 4]);
}

#[test]
fn a_waiting_order_is_offered_once_somebody_is_there() {
    let mut hall = Hall::automatic();
    let order = hall.send(dispatcher(), best_placed(1));
    assert_eq!((asked(&hall, order), hall.order(order).lacks()), (vec![], 1));
    hall.until(20);
    hall.told(unit(2), UnitTold::Fix(fix(20, 400.0))).unwrap();
    assert_eq!(asked(&hall, order), [2]);
    hall.says(2, order, "accepts", 20).unwrap();
    // The next waits for the same unit until it is free.
    let next = hall.send(dispatcher(), best_placed(1));
    assert_eq!(asked(&hall, next), [0_u64; 0]);
    hall.until(30);
    hall.ask(dispatcher(), Ask::CloseOrder(order)).unwrap();
    assert_eq!(asked(&hall, next), [2]);
}

#[test]
fn a_unit_that_is_withdrawn_or_goes_off_duty_is_replaced() {
    let mut hall = all_four();
    let order = hall.send(dispatcher(), best_placed(1));
    hall.says(1, order, "accepts", 0).unwrap();
    hall.told(unit(1), UnitTold::Duty(false)).unwrap();
    assert_eq!(asked(&hall, order), [3]);
    hall.says(3, order, "accepts", 0).unwrap();
    let assignment = hall.assignment(3, order);
    hall.ask(dispatcher(), Ask::Withdraw { order, assignment })
        .unwrap();
    assert_eq!(asked(&hall, order), [2]);
    insta::assert_snapshot!(hall.transcript.text());
}

#[test]
fn a_unit_whose_work_is_done_may_go_off_duty() {
    let mut hall = all_four();
    let order = hall.send(dispatcher(), best_placed(1));
    hall.says(1, order, "accepts", 0).unwrap();
    hall.until(60);
    hall.says(1, order, "arrived", 60).unwrap();
    hall.input("the first picture", Input::VideoStarted(Source::Unit(unit(1))));
    hall.says(1, order, "reports", 60).unwrap();
    hall.told(unit(1), UnitTold::Duty(false)).unwrap();
    assert_eq!(asked(&hall, order), [1]);
}

#[test]
fn a_team_is_filled_up_with_the_best_placed() {
    let mut hall = all_four();
    let order = hall.send(dispatcher(), send_to(Addressee::Team(vec![unit(2), unit(4)])));
    hall.until(2);
    hall.says(2, order, "accepts", 2).unwrap();
    says_no(&mut hall, 4, order);
    assert_eq!(asked(&hall, order), [2, 1]);
    hall.until(32);
    assert_eq!(asked(&hall, order), [2, 3]);
    hall.says(3, order, "accepts", 32).unwrap();
    assert_eq!(
        hall.says(1, order, "accepts", 33),
        Err(ToldRefusal::Order(domain::OrderRefusal::NotStanding))
    );
    hall.until(100);
    hall.says(3, order, "arrived", 90).unwrap();
    assert_eq!(hall.order(order).lead(), Some(unit(3)));
}

#[test]
fn a_towns_desk_has_its_minute_then_the_hall_picks_from_the_town() {
    let mut hall = all_four();
    let order = hall.send(dispatcher(), send_to(Addressee::Town(town(2))));
    hall.until(20);
    hall.ask(desk(2), Ask::ReceiveAtDesk(order)).unwrap();
    hall.until(59);
    assert_eq!(asked(&hall, order), [0_u64; 0]);
    hall.until(60);
    assert_eq!(asked(&hall, order), [3], "unit 1 is nearer, but of the next town");
    let told: Vec<_> = hall
        .order(order)
        .escalations
        .iter()
        .map(|told| (told.level, told.because))
        .collect();
    assert_eq!(told, [(EscalationLevel::District, Trouble::DeskSilent)]);
    assert_eq!(
        hall.order(order).passed_on.map(|passed| passed.by),
        Some(PersonId::HALL)
    );
    says_no(&mut hall, 3, order);
    assert_eq!(asked(&hall, order), [4]);
    says_no(&mut hall, 4, order);
    assert_eq!(asked(&hall, order), [1]);
    insta::assert_snapshot!(hall.transcript.text());
}

#[test]
fn a_desks_pick_that_says_no_is_followed_by_the_town_then_by_the_district() {
    let mut hall = all_four();
    let order = hall.send(dispatcher(), send_to(Addressee::Town(town(1))));
    hall.until(5);
    hall.ask(desk(1), Ask::Offer { order, unit: unit(2) }).unwrap();
    says_no(&mut hall, 2, order);
    assert_eq!(
        (asked(&hall, order), hall.order(order).passed_on),
        (vec![1], None)
    );
    hall.until(35);
    assert_eq!(asked(&hall, order), [3]);
    assert_eq!(hall.order(order).passed_on.map(|passed| passed.at), Some(at(35)));
}

#[test]
fn a_desk_hands_its_order_up() {
    let mut hall = all_four();
    let order = hall.send(dispatcher(), send_to(Addressee::Town(town(2))));
    hall.until(5);
    hall.ask(desk(2), Ask::PassOn(order)).unwrap();
    assert_eq!(asked(&hall, order), [3]);
    let passed = hall.order(order).passed_on.unwrap();
    assert_eq!((passed.at, passed.by), (at(5), desk(2).person));
    hall.until(100);
    assert_eq!(hall.order(order).escalations, []);
}

#[test]
fn phones_have_ten_seconds_to_come_back_after_a_start() {
    let mut hall = all_four();
    let order = hall.send(dispatcher(), best_placed(1));
    hall.says(1, order, "received", 1).unwrap();
    hall.until(25);
    hall.restart();
    hall.now = at(40);
    hall.input("unit-2 connects", Input::UnitConnected(unit(2)));
    hall.deadlines(at(45));
    assert_eq!(asked(&hall, order), [1]);
    hall.input("unit-1 connects", Input::UnitConnected(unit(1)));
    hall.says(1, order, "accepts", 26).unwrap();
    hall.deadlines(at(100));
    assert_eq!(asked(&hall, order), [1]);
}
