//! Every ask, with what each role gets for it.

use super::*;

/// What each gets for each ask.
pub(super) const TABLE: &str = "
ask                       administrator  dispatcher  leader      officer     desk_1      desk_2
add_town                  ok             not_allowed not_allowed not_allowed not_allowed not_allowed
add_unit                  ok             not_allowed not_allowed not_allowed not_allowed not_allowed
set_duty                  ok             not_allowed not_allowed not_allowed not_allowed not_allowed
ask_for_camera            not_allowed    ok          not_allowed not_allowed ok          no_unit
ask_for_no_camera         not_allowed    no_unit     not_allowed not_allowed no_unit     no_unit
withdraw_camera_request   not_allowed    ok          not_allowed not_allowed ok          no_unit
set_rule                  not_allowed    ok          not_allowed not_allowed not_allowed not_allowed
raise_incident            not_allowed    ok          not_allowed not_allowed ok          ok
find_duplicates           not_allowed    ok          not_allowed not_allowed ok          ok
edit_incident             not_allowed    ok          not_allowed not_allowed ok          no_incident
merge_incident            not_allowed    ok          not_allowed not_allowed ok          no_incident
merge_into_anothers       not_allowed    ok          not_allowed not_allowed no_incident no_incident
merge_anothers            not_allowed    ok          not_allowed not_allowed no_incident no_incident
close_incident            not_allowed    ok          not_allowed not_allowed ok          no_incident
edit_districts            not_allowed    ok          not_allowed not_allowed no_incident not_allowed
merge_districts           not_allowed    ok          not_allowed not_allowed no_incident not_allowed
merge_into_districts      not_allowed    ok          not_allowed not_allowed no_incident no_incident
close_districts           not_allowed    ok          not_allowed not_allowed no_incident not_allowed
order_to_unit             not_allowed    ok          not_allowed not_allowed ok          no_unit
order_to_team             not_allowed    ok          not_allowed not_allowed ok          no_unit
order_to_mixed_team       not_allowed    ok          not_allowed not_allowed no_unit     no_unit
order_to_town             not_allowed    ok          not_allowed not_allowed ok          no_town
order_to_best             not_allowed    ok          not_allowed not_allowed ok          ok
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
set_units                 not_allowed    ok          not_allowed not_allowed ok          no_order
set_units_of_next_town    not_allowed    ok          not_allowed not_allowed no_unit     no_order
set_units_lent            not_allowed    ok          not_allowed not_allowed no_unit     not_allowed
withdraw                  not_allowed    ok          not_allowed not_allowed ok          no_order
close_order               not_allowed    ok          not_allowed not_allowed ok          no_order
cancel_order              not_allowed    ok          not_allowed not_allowed ok          no_order
receive_lent              not_allowed    not_allowed not_allowed not_allowed ok          no_desk
offer_lent                not_allowed    ok          not_allowed not_allowed no_unit     not_allowed
withdraw_lent             not_allowed    ok          not_allowed not_allowed no_such_assignment ok
confirm_arrival           not_allowed    ok          not_allowed not_allowed ok          no_order
close_lent                not_allowed    ok          not_allowed not_allowed ok          not_allowed
cancel_lent               not_allowed    ok          not_allowed not_allowed ok          not_allowed
close_best                not_allowed    ok          not_allowed not_allowed ok          not_allowed
write_message             not_allowed    ok          not_allowed not_allowed ok          no_order
write_message_lent        not_allowed    ok          not_allowed not_allowed ok          not_allowed
write_on_no_order         not_allowed    no_order    not_allowed not_allowed no_order    no_order
read_messages             not_allowed    ok          not_allowed not_allowed ok          no_order
read_messages_lent        not_allowed    ok          not_allowed not_allowed ok          not_allowed
close_no_order            not_allowed    no_order    not_allowed not_allowed no_order    no_order
recommend                 ok             ok          ok          not_allowed ok          ok
close_road                not_allowed    ok          not_allowed not_allowed not_allowed not_allowed
open_no_road              not_allowed    no_closure  not_allowed not_allowed not_allowed not_allowed
map_without               ok             ok          ok          not_allowed not_allowed not_allowed
report                    ok             ok          ok          not_allowed ok          ok
";

/// The ask of that name in the scene.
#[expect(clippy::too_many_lines, reason = "a table of asks")]
pub(super) fn named(name: &str, scene: &Scene) -> Ask {
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
        "set_duty" => Ask::SetDuty {
            unit: unit(1),
            on_duty: false,
            until: None,
        },
        "ask_for_camera" => ask_for_camera(1),
        "ask_for_no_camera" => ask_for_camera(9),
        "withdraw_camera_request" => Ask::WithdrawCameraRequest(unit(1)),
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
        "edit_incident" => edit(incident),
        "edit_districts" => edit(scene.districts),
        "merge_districts" => merge(scene.districts, incident),
        "merge_into_districts" => merge(incident, scene.districts),
        "close_districts" => Ask::CloseIncident {
            incident: scene.districts,
            reason,
        },
        "merge_incident" => merge(incident, scene.also),
        "merge_into_anothers" => merge(incident, scene.nobodys),
        "merge_anothers" => merge(scene.nobodys, incident),
        "close_incident" => Ask::CloseIncident { incident, reason },
        "order_to_unit" => send_to(Addressee::Unit(unit(2))),
        "order_to_team" => send_to(Addressee::Team(vec![unit(1), unit(2)])),
        "order_to_mixed_team" => send_to(Addressee::Team(vec![unit(1), unit(3)])),
        "order_to_town" => send_to(Addressee::Town(town(1))),
        "order_to_best" => send_to(Addressee::BestPlaced(1)),
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
        "set_units" => Ask::SetUnits {
            order: to_town,
            units: vec![unit(1), unit(2)],
        },
        "set_units_of_next_town" => Ask::SetUnits {
            order: to_town,
            units: vec![unit(3)],
        },
        "set_units_lent" => Ask::SetUnits {
            order: lent,
            units: vec![unit(4)],
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
        "close_best" => Ask::CloseOrder(scene.best),
        "write_message" => write(to_unit),
        "write_message_lent" => write(lent),
        "write_on_no_order" => write(id(1)),
        "read_messages" => read(to_unit),
        "read_messages_lent" => read(lent),
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
        "map_without" => Ask::MapWithout(unit(1)),
        "report" => Ask::Report {
            from: at(0),
            to: at(3600),
        },
        other => panic!("no ask {other}"),
    }
}

fn edit(incident: IncidentId) -> Ask {
    Ask::EditIncident {
        incident,
        edit: domain::IncidentEdit {
            kind: Some(IncidentKind::Flooding),
            ..domain::IncidentEdit::default()
        },
    }
}

fn write(order: OrderId) -> Ask {
    let text = "back door".to_owned();
    Ask::WriteMessage {
        order,
        id: id(0xe1),
        text,
        attachment: None,
    }
}

fn read(order: OrderId) -> Ask {
    let messages = vec![id(0xe1)];
    Ask::ReadMessages { order, messages }
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
pub(super) fn is_in_the_table(ask: &Ask) {
    use Ask::{
        AddTown, AddUnit, AskForCamera, CancelOrder, CloseIncident, CloseOrder, CloseRoad, ConfirmArrival,
        EditIncident, ExplainBreach, FindDuplicates, MapWithout, MergeIncident, Offer, OpenRoad, PassOn,
        RaiseIncident, ReadMessages, ReceiveAtDesk, Recommend, Report, SendOrder, SetDuty, SetRule, SetUnits,
        Withdraw, WithdrawCameraRequest, WriteMessage,
    };
    let (AddTown(_)
    | AddUnit(_)
    | SetDuty { .. }
    | AskForCamera { .. }
    | WithdrawCameraRequest(_)
    | SetRule(_)
    | RaiseIncident { .. }
    | EditIncident { .. }
    | MergeIncident { .. }
    | FindDuplicates { .. }
    | CloseIncident { .. }
    | SendOrder { .. }
    | ReceiveAtDesk(_)
    | Offer { .. }
    | SetUnits { .. }
    | PassOn(_)
    | ExplainBreach { .. }
    | Withdraw { .. }
    | ConfirmArrival { .. }
    | WriteMessage { .. }
    | ReadMessages { .. }
    | CloseOrder(_)
    | CancelOrder { .. }
    | Recommend { .. }
    | CloseRoad { .. }
    | OpenRoad(_)
    | MapWithout(_)
    | Report { .. }) = ask;
}
