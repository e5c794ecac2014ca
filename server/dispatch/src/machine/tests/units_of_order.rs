//! Units of an order, set as a whole.

use super::*;

fn set(hall: &mut Hall, order: OrderId, units: &[UnitId]) -> Result<Answered, Refusal> {
    let units = units.to_vec();
    hall.ask(dispatcher(), Ask::SetUnits { order, units })
}

fn standing(hall: &Hall, order: OrderId) -> Vec<UnitId> {
    crate::orders::units_of(&hall.machine.board().orders[&order])
        .into_iter()
        .collect()
}

#[test]
fn a_second_unit_goes_beside_the_first_and_can_be_taken_back() {
    let mut hall = Hall::new();
    let order = hall.send(dispatcher(), send_to(Addressee::Unit(unit(1))));
    let first = hall.assignment(1, order);
    set(&mut hall, order, &[unit(1), unit(2)]).unwrap();
    assert_eq!(standing(&hall, order), [unit(1), unit(2)]);
    assert_eq!(hall.assignment(1, order), first, "the first is not disturbed");
    assert_eq!(hall.machine.board().orders[&order].lacks(), 0);

    set(&mut hall, order, &[unit(1)]).unwrap();
    assert_eq!(standing(&hall, order), [unit(1)]);
    assert_eq!(hall.assignment(1, order), first);
    // And nobody is sought in the second's stead.
    assert_eq!(hall.machine.board().orders[&order].lacks(), 0);
}

#[test]
fn another_unit_of_a_team_takes_the_place_of_one_and_the_clock_goes_on() {
    let mut hall = Hall::new();
    let order = hall.send(dispatcher(), send_to(Addressee::Team(vec![unit(1), unit(2)])));
    let (clock, second) = (
        hall.machine.board().orders[&order].clock,
        hall.assignment(2, order),
    );
    set(&mut hall, order, &[unit(2), unit(3)]).unwrap();
    assert_eq!(standing(&hall, order), [unit(2), unit(3)]);
    assert_eq!(hall.assignment(2, order), second);
    assert_eq!(hall.machine.board().orders[&order].clock, clock);
    set(&mut hall, order, &[unit(1), unit(2)]).unwrap();
    assert_eq!(standing(&hall, order), [unit(1), unit(2)], "as it was before");
}

#[test]
fn what_cannot_be_done_as_a_whole_is_not_done_at_all() {
    let mut hall = Hall::new();
    let order = hall.send(dispatcher(), send_to(Addressee::Unit(unit(1))));
    hall.ask(
        administrator(),
        Ask::SetDuty {
            unit: unit(3),
            on_duty: false,
            until: None,
        },
    )
    .unwrap();
    for (units, refusal) in [
        (vec![unit(2), unit(3)], Refusal::OffDuty),
        (vec![unit(2), unit(2)], Refusal::BadTeam),
        (vec![unit(2), unit(9)], Refusal::NoSuchUnit),
    ] {
        assert_eq!(set(&mut hall, order, &units), Err(refusal));
        assert_eq!(standing(&hall, order), [unit(1)]);
    }
    hall.ask(dispatcher(), Ask::CloseOrder(order)).unwrap();
    let ended = Refusal::Order(domain::OrderRefusal::Ended);
    assert_eq!(set(&mut hall, order, &[unit(2)]), Err(ended));
}
