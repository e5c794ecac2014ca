//! What the units of an order see to, and what of it they have done.

use domain::order::{ChecklistItem, ItemChecked, OrderStatus};

use super::*;
use crate::Checklists;

fn item(id: &str) -> ChecklistItem {
    ChecklistItem {
        id: id.to_owned(),
        zh: format!("项目 {id}"),
        en: format!("item {id}"),
    }
}

fn lists() -> Checklists {
    let mut lists = Checklists::default();
    lists.set(IncidentKind::Fire, vec![item("people_back"), item("gas_off")]);
    lists.set(IncidentKind::Sos, vec![item("own_safety")]);
    lists.set(IncidentKind::Other, vec![item("what_happened")]);
    lists
}

fn hall(automatic: bool) -> Hall {
    Hall::set_up(Settings {
        automatic,
        checklists: lists(),
        ..Settings::default()
    })
}

/// Asks for an order of `kind` for an incident, to a team of units 1, 2.
fn send(kind: OrderKind, incident: Option<IncidentId>) -> Ask {
    Ask::SendOrder {
        id: None,
        kind,
        incident,
        place: Some(place(0.0)),
        addressee: Addressee::Team(vec![unit(1), unit(2)]),
        note: String::new(),
    }
}

impl Hall {
    /// The identities of what an order is to see to.
    fn list(&self, order: OrderId) -> Vec<&str> {
        let items = self.order(order).checklist.iter();
        items.map(|item| item.item.id.as_str()).collect()
    }

    /// A unit's phone ticks an item under the number that its entry has.
    fn ticks(
        &mut self,
        of: u64,
        order: OrderId,
        number: u64,
        item: &str,
        done: bool,
    ) -> Result<(), ToldRefusal> {
        let checked = ItemChecked {
            id: id(0xf000 + number),
            assignment: self.assignment(of, order),
            item: item.to_owned(),
            done,
            name: String::new(),
            at: self.now,
            error_ms: 20,
        };
        let command = OrderCommand::CheckItem(checked);
        self.told_as(unit(of), id(0xf000 + number), UnitTold::Order { order, command })
    }
}

#[test]
fn an_order_has_the_list_of_its_incidents_kind_and_what_has_no_scene_has_none() {
    let mut hall = hall(false);
    let fire = hall.raise(dispatcher());
    let table = [
        (OrderKind::Emergency, Some(fire), vec!["people_back", "gas_off"]),
        (OrderKind::Routine, Some(fire), vec!["people_back", "gas_off"]),
        (OrderKind::Standby, Some(fire), vec![]),
        (OrderKind::Emergency, None, vec!["what_happened"]),
        (OrderKind::Routine, None, vec![]),
        (OrderKind::Standby, None, vec![]),
    ];
    for (kind, incident, expected) in table {
        let order = hall.send(dispatcher(), send(kind, incident));
        assert_eq!(hall.list(order), expected, "{kind:?} for {incident:?}");
    }
}

#[test]
fn a_list_that_changes_counts_for_what_is_sent_from_then_on() {
    let mut hall = hall(false);
    let before = hall.send(dispatcher(), send(OrderKind::Emergency, None));
    let mut other = lists();
    other.set(IncidentKind::Other, vec![item("photo_of_whole")]);
    hall.machine.set_checklists(other);
    let after = hall.send(dispatcher(), send(OrderKind::Emergency, None));
    assert_eq!(hall.list(before), ["what_happened"]);
    assert_eq!(hall.list(after), ["photo_of_whole"]);
}

#[test]
fn help_for_an_officer_in_danger_has_its_own_list() {
    let mut hall = hall(true);
    for number in [1, 2] {
        hall.told(unit(number), UnitTold::Fix(fix(0, 0.0))).unwrap();
    }
    hall.told(
        unit(1),
        UnitTold::Sos {
            at: Some(place(0.0).at),
        },
    )
    .unwrap();
    let help = hall.machine.board().open_orders().next().unwrap().id;
    assert_eq!(hall.list(help), ["own_safety"]);
}

#[test]
fn a_tick_goes_to_every_unit_that_has_the_order_with_the_name_of_who_made_it() {
    let mut hall = hall(false);
    let fire = hall.raise(dispatcher());
    let order = hall.send(dispatcher(), send(OrderKind::Emergency, Some(fire)));
    hall.ticks(1, order, 1, "gas_off", true).unwrap();
    hall.until(5);
    let checked = ItemChecked {
        id: id(0xf002),
        assignment: hall.assignment(2, order),
        item: "gas_off".to_owned(),
        done: false,
        // No phone says what it is called.
        name: "somebody else".to_owned(),
        at: hall.now,
        error_ms: 20,
    };
    let (command, told) = (id(0xf002), OrderCommand::CheckItem(checked));
    let told = UnitTold::Order { order, command: told };
    let outputs = hall.input(
        "",
        Input::UnitTold {
            unit: unit(2),
            command,
            told,
        },
    );
    assert!(matches!(outputs[0], Output::Record(_)));
    let sent = outputs.iter().filter_map(|output| match output {
        Output::SendOrder { unit, order } => Some((*unit, order.item("gas_off").unwrap().ticks.clone())),
        _ => None,
    });
    let sent: Vec<_> = sent.collect();
    assert_eq!(
        sent.iter().map(|(to, _)| *to).collect::<Vec<_>>(),
        [unit(1), unit(2)]
    );
    for (_, ticks) in &sent {
        let [last] = ticks.as_slice() else {
            panic!("a phone has the tick that counts: {ticks:?}");
        };
        assert_eq!(
            (last.done, last.unit, last.name.as_str()),
            (false, unit(2), "Unit 2")
        );
    }
    // The hall keeps both.
    let kept = hall.order(order).item("gas_off").unwrap();
    let names: Vec<_> = kept.ticks.iter().map(|tick| tick.name.as_str()).collect();
    assert_eq!(names, ["Unit 1", "Unit 2"]);
    let states = outputs
        .iter()
        .filter(|output| matches!(output, Output::Show(Change::Unit { .. })));
    assert_eq!(states.count(), 0, "nobody's state changes by a tick");
}

#[test]
fn a_tick_sent_again_counts_once_and_one_of_no_item_is_refused_for_good() {
    let mut hall = hall(false);
    let order = hall.send(dispatcher(), send(OrderKind::Emergency, None));
    for _ in 0..2 {
        hall.ticks(1, order, 1, "what_happened", true).unwrap();
    }
    assert_eq!(hall.order(order).item("what_happened").unwrap().ticks.len(), 1);
    let refused = hall.ticks(1, order, 2, "gas_off", true).unwrap_err();
    assert_eq!(refused.code(), "no_such_item");
    let told = OrderCommand::CheckItem(ItemChecked {
        id: id(0xf003),
        assignment: hall.assignment(2, order),
        item: "what_happened".to_owned(),
        done: false,
        name: String::new(),
        at: hall.now,
        error_ms: 20,
    });
    let another = hall.told(unit(1), UnitTold::Order { order, command: told });
    assert_eq!(another.unwrap_err().code(), "not_yours");
}

#[test]
fn what_was_ticked_before_the_end_is_kept_though_the_hall_learns_it_after() {
    let mut hall = hall(false);
    let order = hall.send(dispatcher(), send(OrderKind::Emergency, None));
    hall.until(60);
    hall.ask(dispatcher(), Ask::CloseOrder(order)).unwrap();
    hall.ticks(1, order, 1, "what_happened", true).unwrap();
    assert!(matches!(hall.order(order).status, OrderStatus::Closed { .. }));
    assert!(hall.order(order).item("what_happened").unwrap().is_done());
}
