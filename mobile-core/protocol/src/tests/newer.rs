//! An order as a newer hall writes it.

use domain::OrderId;
use domain::order::{Addressee, AssignmentState, DeclineReason, Message, OrderKind, OrderStatus};
use serde_json::{Value, from_value, json, to_value};

use super::samples::{at, id, incident_view, unit_order, waiting_order};
use crate::api::{OrderState, OrderView};
use crate::to_unit::UnitOrder;
use crate::{ToUnit, ToViewer, Told};

/// `order` as it is read after `change` in both its forms.
fn read(order: &UnitOrder, change: impl Fn(&mut Value)) -> UnitOrder {
    let mut written = to_value(order).unwrap();
    change(&mut written["view"]);
    change(&mut written["order"]);
    let message = json!({"type": "orders", "orders": [written]});
    let ToUnit::Orders { mut orders } = from_value(message).unwrap() else {
        panic!("no orders");
    };
    orders.pop().expect("the order is there")
}

fn waiting() -> UnitOrder {
    let order = waiting_order();
    UnitOrder {
        view: OrderView::new(&order, at(1)),
        order,
    }
}

#[test]
fn an_order_of_a_kind_or_to_somebody_nobody_knows_is_an_emergency_to_a_team() {
    let order = read(&waiting(), |order| {
        order["kind"] = json!("from_the_future");
        order["addressee"] = json!({"from_the_future": 7});
    });
    assert_eq!(
        (order.order.kind, order.view.kind),
        (OrderKind::Emergency, OrderKind::Emergency)
    );
    assert_eq!(order.order.addressee, Addressee::Team(Vec::new()));
    assert_eq!(
        order.order.clock,
        waiting().order.clock,
        "the limit is the hall's"
    );
}

#[test]
fn a_status_nobody_knows_is_an_end_if_it_has_a_moment() {
    let paused = read(&waiting(), |order| {
        order["status"] = match &order["status"] {
            Value::String(_) => json!("from_the_future"),
            _ => json!({"status": "from_the_future"}),
        };
    });
    assert_eq!(
        (paused.order.status, paused.view.status),
        (OrderStatus::Open, OrderState::Open)
    );
    let ended = read(&waiting(), |order| {
        order["status"] = match &order["status"] {
            Value::String(_) => json!("from_the_future"),
            _ => json!({"status": "from_the_future", "at": at(70)}),
        };
        order["ended_at"] = json!(at(70));
    });
    assert_eq!(
        (ended.order.status, ended.view.status),
        (OrderStatus::Expired { at: at(70) }, OrderState::Expired)
    );
}

#[test]
fn a_state_nobody_knows_is_judged_by_what_happened() {
    let order = read(&unit_order(), |order| {
        let assignments: Vec<&mut Value> = match &mut order["assignments"] {
            Value::Array(list) => list.iter_mut().collect(),
            Value::Object(by_id) => by_id.values_mut().collect(),
            other => panic!("{other}"),
        };
        for assignment in assignments {
            assignment["state"] = json!("from_the_future");
            if !assignment["declined_because"].is_null() {
                assignment["declined_because"] = json!("from_the_future");
            }
        }
    });
    let [first, second] = [id(0xa1), id(0xa2)].map(|id| &order.order.assignments[&id]);
    assert_eq!(first.state, AssignmentState::Withdrawn);
    assert_eq!(second.state, AssignmentState::Declined);
    assert_eq!(second.declined_because, Some(DeclineReason::Other));
    let states = |assignment: &domain::order::Assignment| assignment.state;
    assert_eq!(
        order.view.assignments.iter().map(states).collect::<Vec<_>>(),
        [AssignmentState::Withdrawn, AssignmentState::Declined]
    );
}

#[test]
fn what_cannot_be_read_does_not_spoil_the_rest_of_a_list() {
    let message = json!({"type": "orders", "orders": [{"view": 7}, unit_order()]});
    let ToUnit::Orders { orders } = from_value(message).unwrap() else {
        panic!("no orders");
    };
    assert_eq!(orders, [unit_order()]);
    let mut other = to_value(incident_view()).unwrap();
    other["kind"] = json!("from_the_future");
    let mut board = super::sockets::to_viewer()
        .into_iter()
        .map(|(_, message)| to_value(message).unwrap())
        .find(|message| message["type"] == "board")
        .unwrap();
    board["incidents"] = json!([other, incident_view()]);
    let ToViewer::Board { incidents, .. } = from_value(board).unwrap() else {
        panic!("no board");
    };
    assert_eq!(incidents, [incident_view()]);
}

#[test]
fn a_message_nobody_can_read_is_passed_over_and_the_others_are_read() {
    let known = unit_order();
    let order = read(&known, |order| {
        let messages = order["messages"].as_array_mut().unwrap();
        let mut strange = messages[0].clone();
        strange["from"] = json!({"party": "from_the_future"});
        messages.insert(1, strange);
    });
    assert_eq!(order.order.messages, known.order.messages);
    assert_eq!(order.view.messages, known.view.messages);
    assert_eq!(order.view.messages.len(), 2);
}

#[test]
fn a_checklist_is_read_whatever_else_is_on_it() {
    let known = unit_order();
    let order = read(&known, |order| {
        let items = order["checklist"].as_array_mut().unwrap();
        let ticks = items[0]["ticks"].as_array_mut().unwrap();
        ticks.push(json!({"from_the_future": true}));
        items.insert(1, json!({"id": "drawn", "drawing": "from_the_future"}));
    });
    assert_eq!(order.order.checklist, known.order.checklist);
    assert_eq!(order.view.checklist, known.view.checklist);
    assert_eq!(order.view.checklist.len(), 2);
}

#[test]
fn words_are_read_whatever_goes_with_them() {
    let known = unit_order();
    let read = read(&known, |order| {
        for message in order["messages"].as_array_mut().unwrap() {
            message["attachment"] = json!({"sha256": "ab", "media_type": "from/the-future", "bytes": 7});
        }
    });
    let bare = known.order.messages.iter().map(|message| Message {
        attachment: None,
        ..message.clone()
    });
    let bare: Vec<_> = bare.collect();
    assert_eq!((&read.order.messages, &read.view.messages), (&bare, &bare));

    let mut told = json!({"told": "message", "order": id::<OrderId>(0), "assignment": id::<OrderId>(0xa1),
        "text": "look", "attachment": {"sha256": "ab", "media_type": "from/the-future", "bytes": 7}});
    let attachment = |told: &Value| match from_value(told.clone()).unwrap() {
        Told::Message { text, attachment, .. } if text == "look" => attachment,
        other => panic!("{other:?}"),
    };
    assert_eq!(attachment(&told), None);
    told["attachment"]["media_type"] = json!("audio/ogg");
    assert!(attachment(&told).is_some());
}
