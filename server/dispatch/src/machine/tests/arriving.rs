//! Who has arrived: by what phones measure, by what people say.

use domain::OrderRefusal;

use super::phones::taken;
use super::*;

fn arrived(hall: &Hall, order: OrderId) -> Option<ByHand> {
    let legs = &hall.machine.board().orders[&order].legs;
    legs.get(Leg::Arrived)?.by_hand
}

#[test]
fn a_dispatcher_says_so_on_an_officers_behalf() {
    let mut hall = Hall::new();
    let order = taken(&mut hall);
    let assignment = hall.assignment(1, order);
    hall.ask(dispatcher(), Ask::ConfirmArrival { order, assignment })
        .unwrap();
    let by = Some(dispatcher().person);
    assert_eq!(arrived(&hall, order), Some(ByHand { by }));
    // What the phone finds afterwards stands beside it.
    hall.until(70);
    for second in 60..70 {
        hall.told(unit(1), UnitTold::Fix(fix(second, 5.0))).unwrap();
    }
    assert_eq!(arrived(&hall, order), Some(ByHand { by }));
    let legs = &hall.machine.board().orders[&order].legs;
    assert!(legs.detected().is_some());
}

/// The unit stays at the place for ten seconds from `second` on.
fn comes(hall: &mut Hall, number: u64, second: i64) {
    hall.until(second + 10);
    for second in second..second + 10 {
        hall.told(unit(number), UnitTold::Fix(fix(second, 5.0))).unwrap();
    }
}

#[test]
fn who_comes_second_is_known_to_be_there() {
    let mut hall = Hall::new();
    for number in [1, 3] {
        hall.told(unit(number), UnitTold::Fix(fix(0, 2000.0))).unwrap();
    }
    let order = hall.send(dispatcher(), send_to(Addressee::Team(vec![unit(1), unit(3)])));
    for number in [1, 3] {
        hall.says(number, order, "accepts", 0).unwrap();
    }
    let free_in_s = |hall: &Hall| {
        let engaged = hall.machine.engagements(hall.now, OrderKind::Emergency, None);
        [1, 3].map(|number| engaged[&unit(number)].free_in_s)
    };
    comes(&mut hall, 1, 60);
    let [first_s, coming_s] = free_in_s(&hall);
    comes(&mut hall, 3, 90);
    assert_eq!(hall.met(order, Leg::Arrived), Some(60), "the first leads");
    let came = |number| hall.order(order).arrival_of(unit(number)).unwrap().met_at;
    assert_eq!([came(1), came(3)], [at(60), at(90)]);
    // There is no way before it any more, only what there is to do.
    let [_, there_s] = free_in_s(&hall);
    assert!(coming_s - there_s > 60.0, "{coming_s} s, {there_s} s");
    assert!((there_s - first_s).abs() < 1.0, "{there_s} s, {first_s} s");
    // Its way is over, wherever it goes from there.
    let way = |hall: &Hall| format!("{:?}", hall.machine.foresight.trips[&(order, unit(3))]);
    let over = way(&hall);
    hall.told(unit(3), UnitTold::Fix(fix(100, 600.0))).unwrap();
    assert_eq!(way(&hall), over);
}

#[test]
fn nobody_arrives_by_word_whose_part_is_over() {
    let mut hall = Hall::new();
    let order = taken(&mut hall);
    let assignment = hall.assignment(1, order);
    hall.ask(dispatcher(), Ask::Withdraw { order, assignment })
        .unwrap();
    let answer = hall.ask(dispatcher(), Ask::ConfirmArrival { order, assignment });
    assert_eq!(answer, Err(OrderRefusal::NotStanding.into()));
    hall.ask(dispatcher(), Ask::CloseOrder(order)).unwrap();
    let answer = hall.ask(dispatcher(), Ask::ConfirmArrival { order, assignment });
    assert_eq!(answer, Err(OrderRefusal::Ended.into()));
}

#[test]
fn the_radius_of_a_stay_is_the_one_the_hall_is_set_up_with() {
    for (arrival_radius_m, there) in [(50.0, true), (20.0, false)] {
        let mut hall = Hall::set_up(Settings {
            arrival_radius_m,
            automatic: false,
            ..Settings::default()
        });
        let order = taken(&mut hall);
        hall.until(60);
        for second in 0..60 {
            hall.told(unit(1), UnitTold::Fix(fix(second, 32.0))).unwrap();
        }
        let legs = &hall.machine.board().orders[&order].legs;
        assert_eq!(legs.get(Leg::Arrived).is_some(), there, "{arrival_radius_m} m");
    }
}
