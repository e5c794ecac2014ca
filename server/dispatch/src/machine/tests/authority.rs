//! Who may ask for what: every ask by every role.

use super::*;

use self::table::{TABLE, is_in_the_table, named};

mod table;

/// A hall where town 1 has an incident and orders.
struct Scene {
    hall: Hall,
    incident: IncidentId,
    also: IncidentId,
    /// No town's.
    nobodys: IncidentId,
    /// The district's, to which it sends a unit of town 2.
    districts: IncidentId,
    to_unit: OrderId,
    to_town: OrderId,
    /// To the town as well, which borrows a unit of town 2 for it.
    lent: OrderId,
    /// The town's desk sent it to whom the hall thinks best; the district lends it a unit of town 2.
    best: OrderId,
}

fn scene() -> Scene {
    let mut hall = Hall::new();
    let (incident, also) = (hall.raise(desk(1)), hall.raise(desk(1)));
    let nobodys = hall.raise(dispatcher());
    let to_unit = hall.send(desk(1), send_to(Addressee::Unit(unit(1))));
    let to_town = hall.send(dispatcher(), send_to(Addressee::Town(town(1))));
    let lent = hall.send(dispatcher(), send_to(Addressee::Town(town(1))));
    let (order, unit) = (lent, unit(3));
    hall.ask(dispatcher(), Ask::Offer { order, unit }).unwrap();
    let districts = hall.raise(dispatcher());
    let on_districts = Ask::SendOrder {
        id: None,
        kind: OrderKind::Routine,
        incident: Some(districts),
        place: None,
        addressee: Addressee::Unit(unit),
        note: String::new(),
    };
    hall.send(dispatcher(), on_districts);
    let best = hall.send(desk(1), send_to(Addressee::BestPlaced(1)));
    let order = best;
    hall.ask(dispatcher(), Ask::Offer { order, unit }).unwrap();
    Scene {
        hall,
        incident,
        also,
        nobodys,
        districts,
        to_unit,
        to_town,
        lent,
        best,
    }
}

fn short(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::NotAllowed => "not_allowed",
        Refusal::NoSuchUnit => "no_unit",
        Refusal::NoSuchTown => "no_town",
        Refusal::NoSuchIncident => "no_incident",
        Refusal::NoSuchOrder => "no_order",
        Refusal::NoSuchClosure => "no_closure",
        Refusal::Order(refusal) => refusal.code(),
        Refusal::IdTaken
        | Refusal::NotConnected
        | Refusal::CameraLive
        | Refusal::CameraAsked
        | Refusal::NoPlace
        | Refusal::BadTeam
        | Refusal::BadClosure
        | Refusal::OffDuty
        | Refusal::ShiftOver
        | Refusal::ShiftTooLong
        | Refusal::NoShift
        | Refusal::IncidentClosed
        | Refusal::SosKind
        | Refusal::SosOpen
        | Refusal::NoReason
        | Refusal::SameIncident => "other",
    }
}

#[test]
fn every_ask_by_every_role() {
    let seats = [
        administrator(),
        dispatcher(),
        leader(),
        officer(),
        desk(1),
        desk(2),
    ];
    for line in TABLE.trim().lines().skip(1) {
        let mut cells = line.split_whitespace();
        let name = cells.next().unwrap();
        for (by, expected) in seats.iter().zip(cells) {
            let mut scene = scene();
            let ask = named(name, &scene);
            let hall = &mut scene.hall;
            let before = hall.machine.board().snapshot();
            is_in_the_table(&ask);
            let answer = hall.ask(*by, ask).err().map_or("ok", short);
            assert_eq!(answer, expected, "{name} by {:?}", by.role);
            let unchanged = hall.machine.board().snapshot() == before;
            assert!(unchanged || answer == "ok", "a refusal changes nothing: {name}");
        }
    }
}

#[test]
fn a_desk_takes_back_its_own_units_only() {
    let mut hall = Hall::new();
    let team = Addressee::Team(vec![unit(1), unit(3)]);
    let order = hall.send(dispatcher(), send_to(team));
    let assignment = hall.assignment(3, order);
    let withdraw = Ask::Withdraw { order, assignment };
    let no_such = Refusal::Order(domain::OrderRefusal::NoSuchAssignment);
    assert_eq!(hall.ask(desk(1), withdraw.clone()), Err(no_such));
    let (order, assignment) = (order, id(1));
    let unknown = Ask::Withdraw { order, assignment };
    assert_eq!(hall.ask(desk(1), unknown), Err(no_such));
    assert!(hall.ask(desk(2), withdraw).is_ok());
}

#[test]
fn the_desk_of_another_town_does_not_receive_for_the_one_asked() {
    let mut hall = Hall::new();
    let order = hall.send(dispatcher(), send_to(Addressee::Town(town(1))));
    // The district sends a neighbour's nearer unit, so its desk sees the order.
    hall.ask(dispatcher(), Ask::Offer { order, unit: unit(3) })
        .unwrap();
    let answer = hall.ask(desk(2), Ask::ReceiveAtDesk(order));
    assert_eq!(answer, Err(Refusal::Order(domain::OrderRefusal::NoDesk)));
    assert_eq!(hall.order(order).clock.first_receipt, None);
    assert!(hall.ask(desk(1), Ask::ReceiveAtDesk(order)).is_ok());
    assert!(hall.ask(desk(1), Ask::ReceiveAtDesk(order)).is_ok());
}

#[test]
fn a_desk_whose_unit_said_no_has_nothing_to_do_with_the_order() {
    let mut hall = Hall::new();
    let order = hall.send(dispatcher(), send_to(Addressee::Town(town(1))));
    hall.ask(dispatcher(), Ask::Offer { order, unit: unit(3) })
        .unwrap();
    let assignment = hall.assignment(3, order);
    let no = OrderCommand::Decline {
        assignment,
        at: at(0),
        reason: domain::order::DeclineReason::Other,
    };
    // The shadow's screen of town 2 must not hold the order from now on.
    hall.told(unit(3), UnitTold::Order { order, command: no })
        .unwrap();
    let answer = hall.ask(desk(2), Ask::Withdraw { order, assignment });
    assert_eq!(answer, Err(Refusal::NoSuchOrder));
}

#[test]
fn a_desk_leaves_an_order_of_its_unit_and_anothers_to_the_hall() {
    let mut hall = Hall::new();
    let team = Addressee::Team(vec![unit(1), unit(3)]);
    let order = hall.send(dispatcher(), send_to(team));
    for number in 1..=2 {
        assert_eq!(
            hall.ask(desk(number), Ask::CloseOrder(order)),
            Err(Refusal::NotAllowed)
        );
    }
    assert!(hall.ask(dispatcher(), Ask::CloseOrder(order)).is_ok());
}

#[test]
fn a_desk_that_leaves_the_choice_to_the_hall_gets_a_unit_of_its_own_town() {
    let mut hall = Hall::automatic();
    for (number, north_m) in [(1, 3000.0), (2, 2000.0), (3, 100.0), (4, 200.0)] {
        hall.told(unit(number), UnitTold::Fix(fix(0, north_m))).unwrap();
    }
    let order = hall.send(desk(1), send_to(Addressee::BestPlaced(1)));
    assert_eq!(crate::orders::units_of(hall.order(order)), [unit(2)].into());
    for number in [2, 1] {
        let no = OrderCommand::Decline {
            assignment: hall.assignment(number, order),
            at: hall.now,
            reason: domain::order::DeclineReason::Other,
        };
        hall.told(unit(number), UnitTold::Order { order, command: no })
            .unwrap();
    }
    assert_eq!(crate::orders::units_of(hall.order(order)), BTreeSet::new());
    // It is the desk's order for all that.
    assert_eq!(
        hall.machine.board().towns_of_order(hall.order(order)),
        [town(1)].into()
    );
    assert!(hall.ask(desk(1), Ask::CloseOrder(order)).is_ok());
    let order = hall.send(dispatcher(), send_to(Addressee::BestPlaced(1)));
    assert_eq!(crate::orders::units_of(hall.order(order)), [unit(3)].into());
}
