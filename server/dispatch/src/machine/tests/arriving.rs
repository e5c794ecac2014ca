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
