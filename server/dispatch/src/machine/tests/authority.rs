//! Who may ask for what: every ask by every role.

use super::*;

/// A hall where town 1 has an incident and orders.
struct Scene {
    hall: Hall,
    incident: IncidentId,
    also: IncidentId,
    /// No town's.
    nobodys: IncidentId,
    to_unit: OrderId,
    to_town: OrderId,
    /// To the town as well, which borrows a unit of town 2 for it.
    lent: OrderId,
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
    Scene {
        hall,
        incident,
        also,
        nobodys,
        to_unit,
        to_town,
        lent,
    }
}

const TABLE: &str = "
ask                       administrator  dispatcher  leader      officer     desk_1      desk_2
add_town                  ok             not_allowed not_allowed not_allowed not_allowed not_allowed
add_unit                  ok             not_allowed not_allowed not_allowed not_allowed not_allowed
set_duty                  ok             not_allowed not_allowed not_allowed not_allowed not_allowed
set_rule                  not_allowed    ok          not_allowed not_allowed not_allowed not_allowed
raise_incident            not_allowed    ok          not_allowed not_allowed ok          ok
find_duplicates           not_allowed    ok          not_allowed not_allowed ok          ok
edit_incident             not_allowed    ok          not_allowed not_allowed ok          no_incident
merge_incident            not_allowed    ok          not_allowed not_allowed ok          no_incident
merge_into_anothers       not_allowed    ok          not_allowed not_allowed no_incident no_incident
merge_anothers            not_allowed    ok          not_allowed not_allowed no_incident no_incident
close_incident            not_allowed    ok          not_allowed not_allowed ok          no_incident
order_to_unit             not_allowed    ok          not_allowed not_allowed ok          no_unit
order_to_team             not_allowed    ok          not_allowed not_allowed ok          no_unit
order_to_mixed_team       not_allowed    ok          not_allowed not_allowed no_unit     no_unit
order_to_town             not_allowed    ok          not_allowed not_allowed ok          no_town
order_on_incident         not_allowed    ok          not_allowed not_allowed no_unit     no_incident
order_to_nobody           not_allowed    no_unit     not_allowed not_allowed no_unit     no_unit
order_to_nowhere          not_allowed    no_town     not_allowed not_allowed no_town     no_town
receive_at_desk           not_allowed    not_allowed not_allowed not_allowed ok          no_order
receive_order_to_unit     not_allowed    not_allowed not_allowed not_allowed no_desk     no_order
pass_on                   not_allowed    not_allowed not_allowed not_allowed ok          no_order
pass_on_order_to_unit     not_allowed    not_allowed not_allowed not_allowed no_desk     no_order
explain                   not_allowed    not_missed  not_allowed not_allowed not_missed  no_order
explain_lent              not_allowed    not_missed  not_allowed not_allowed not_missed  not_allowed
offer                     not_allowed    ok          not_allowed not_allowed ok          no_order
offer_to_next_town        not_allowed    ok          not_allowed not_allowed no_unit     no_order
withdraw                  not_allowed    ok          not_allowed not_allowed ok          no_order
close_order               not_allowed    ok          not_allowed not_allowed ok          no_order
cancel_order              not_allowed    ok          not_allowed not_allowed ok          no_order
receive_lent              not_allowed    not_allowed not_allowed not_allowed ok          no_desk
offer_lent                not_allowed    ok          not_allowed not_allowed no_unit     not_allowed
withdraw_lent             not_allowed    ok          not_allowed not_allowed no_such_assignment ok
confirm_arrival           not_allowed    ok          not_allowed not_allowed ok          no_order
close_lent                not_allowed    ok          not_allowed not_allowed ok          not_allowed
cancel_lent               not_allowed    ok          not_allowed not_allowed ok          not_allowed
close_no_order            not_allowed    no_order    not_allowed not_allowed no_order    no_order
recommend                 ok             ok          ok          not_allowed ok          ok
close_road                not_allowed    ok          not_allowed not_allowed not_allowed not_allowed
open_no_road              not_allowed    no_closure  not_allowed not_allowed not_allowed not_allowed
report                    ok             ok          ok          not_allowed ok          ok
";

#[expect(clippy::too_many_lines, reason = "a table of asks")]
fn named(name: &str, scene: &Scene) -> Ask {
    let (hall, lent) = (&scene.hall, scene.lent);
    let (incident, to_unit, to_town) = (scene.incident, scene.to_unit, scene.to_town);
    let reason = "done".to_owned();
    let merge = |incident, into| Ask::MergeIncident { incident, into };
    match name {
        "add_town" => Ask::AddTown(Town {
            id: town(3),
            name: "Town 3".to_owned(),
        }),
        "add_unit" => Ask::AddUnit(Unit {
            id: unit(5),
            name: "Unit 5".to_owned(),
            town: town(1),
            mode: domain::TravelMode::Car,
        }),
        "set_duty" => Ask::SetDuty(unit(1), false),
        "set_rule" => Ask::SetRule(domain::order::DispatchRule::Cover),
        "raise_incident" => Ask::RaiseIncident {
            id: None,
            kind: IncidentKind::Flooding,
            place: place(0.0),
            caller: None,
            note: String::new(),
        },
        "find_duplicates" => Ask::FindDuplicates {
            kind: IncidentKind::Flooding,
            at: place(0.0).at,
            caller: None,
        },
        "edit_incident" => Ask::EditIncident {
            incident,
            edit: domain::IncidentEdit {
                kind: Some(IncidentKind::Flooding),
                ..domain::IncidentEdit::default()
            },
        },
        "merge_incident" => merge(incident, scene.also),
        "merge_into_anothers" => merge(incident, scene.nobodys),
        "merge_anothers" => merge(scene.nobodys, incident),
        "close_incident" => Ask::CloseIncident { incident, reason },
        "order_to_unit" => send_to(Addressee::Unit(unit(2))),
        "order_to_team" => send_to(Addressee::Team(vec![unit(1), unit(2)])),
        "order_to_mixed_team" => send_to(Addressee::Team(vec![unit(1), unit(3)])),
        "order_to_town" => send_to(Addressee::Town(town(1))),
        // To a unit of town 2, so that its desk would need no more than the incident.
        "order_on_incident" => Ask::SendOrder {
            id: None,
            kind: OrderKind::Routine,
            incident: Some(incident),
            place: None,
            addressee: Addressee::Unit(unit(3)),
            note: String::new(),
        },
        "order_to_nobody" => send_to(Addressee::Unit(unit(9))),
        "order_to_nowhere" => send_to(Addressee::Town(town(9))),
        "receive_at_desk" => Ask::ReceiveAtDesk(to_town),
        "receive_order_to_unit" => Ask::ReceiveAtDesk(to_unit),
        "pass_on" => Ask::PassOn(to_town),
        "pass_on_order_to_unit" => Ask::PassOn(to_unit),
        "explain" => explain(to_unit),
        "explain_lent" => explain(lent),
        "offer" => Ask::Offer {
            order: to_town,
            unit: unit(2),
        },
        "offer_to_next_town" => Ask::Offer {
            order: to_town,
            unit: unit(3),
        },
        "withdraw" => Ask::Withdraw {
            order: to_unit,
            assignment: hall.assignment(1, to_unit),
        },
        "close_order" => Ask::CloseOrder(to_unit),
        "cancel_order" => Ask::CancelOrder {
            order: to_town,
            reason,
        },
        "receive_lent" => Ask::ReceiveAtDesk(lent),
        "offer_lent" => Ask::Offer {
            order: lent,
            unit: unit(4),
        },
        "withdraw_lent" => Ask::Withdraw {
            order: lent,
            assignment: hall.assignment(3, lent),
        },
        "confirm_arrival" => Ask::ConfirmArrival {
            order: to_unit,
            assignment: hall.assignment(1, to_unit),
        },
        "close_lent" => Ask::CloseOrder(lent),
        "cancel_lent" => Ask::CancelOrder { order: lent, reason },
        "close_no_order" => Ask::CloseOrder(id(1)),
        "recommend" => Ask::Recommend {
            at: place(0.0).at,
            kind: OrderKind::Emergency,
            order: None,
            most: 3,
        },
        "close_road" => Ask::CloseRoad {
            at: place(0.0).at,
            radius_m: 0.0,
            note: String::new(),
        },
        "open_no_road" => Ask::OpenRoad(id(1)),
        "report" => Ask::Report {
            from: at(0),
            to: at(3600),
        },
        other => panic!("no ask {other}"),
    }
}

fn explain(order: OrderId) -> Ask {
    Ask::ExplainBreach {
        order,
        leg: Leg::Arrived,
        reason: domain::order::LateReason::Traffic,
        note: String::new(),
    }
}

/// Fails to compile once there is an ask that the table leaves out.
fn is_in_the_table(ask: &Ask) {
    use Ask::{
        AddTown, AddUnit, CancelOrder, CloseIncident, CloseOrder, CloseRoad, ConfirmArrival, EditIncident,
        ExplainBreach, FindDuplicates, MergeIncident, Offer, OpenRoad, PassOn, RaiseIncident, ReceiveAtDesk,
        Recommend, Report, SendOrder, SetDuty, SetRule, Withdraw,
    };
    let (AddTown(_)
    | AddUnit(_)
    | SetDuty(..)
    | SetRule(_)
    | RaiseIncident { .. }
    | EditIncident { .. }
    | MergeIncident { .. }
    | FindDuplicates { .. }
    | CloseIncident { .. }
    | SendOrder { .. }
    | ReceiveAtDesk(_)
    | Offer { .. }
    | PassOn(_)
    | ExplainBreach { .. }
    | Withdraw { .. }
    | ConfirmArrival { .. }
    | CloseOrder(_)
    | CancelOrder { .. }
    | Recommend { .. }
    | CloseRoad { .. }
    | OpenRoad(_)
    | Report { .. }) = ask;
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
        | Refusal::NoPlace
        | Refusal::BadTeam
        | Refusal::BadClosure
        | Refusal::OffDuty
        | Refusal::IncidentClosed
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
