//! What comes again: requests whose answer was lost, things that are there, a machine started anew.

use super::*;

#[test]
fn what_is_asked_twice_under_one_id_counts_once() {
    let mut hall = Hall::new();
    let raise = |of: u64| Ask::RaiseIncident {
        id: Some(id(of)),
        kind: IncidentKind::Fire,
        place: place(0.0),
        caller: None,
        note: String::new(),
    };
    let send = |of: u64| Ask::SendOrder {
        id: Some(id(of)),
        kind: OrderKind::Emergency,
        incident: None,
        place: Some(place(0.0)),
        addressee: Addressee::Unit(unit(1)),
        note: String::new(),
    };
    for ask in [raise(0xe1), send(0xe2)] {
        let first = hall.ask(dispatcher(), ask.clone()).unwrap();
        let entries = hall.log.len();
        assert_eq!(hall.ask(dispatcher(), ask.clone()), Ok(first));
        assert_eq!(hall.log.len(), entries, "asked twice, recorded once");
        assert_eq!(hall.ask(desk(1), ask), Err(Refusal::IdTaken));
    }
    assert_eq!(hall.machine.board().orders.keys().next(), Some(&id(0xe2)));
}

#[test]
fn a_town_or_unit_that_is_there_is_not_put_there_again() {
    let mut hall = Hall::new();
    hall.input("the first picture", Input::VideoStarted(Source::Unit(unit(1))));
    let (name, town) = ("Another".to_owned(), town(1));
    let add = Ask::AddTown(Town {
        id: town,
        name: name.clone(),
    });
    assert_eq!(hall.ask(administrator(), add), Err(Refusal::IdTaken));
    let id = unit(1);
    let add = Ask::AddUnit(Unit {
        id,
        name,
        town,
        mode: domain::TravelMode::Car,
    });
    assert_eq!(hall.ask(administrator(), add), Err(Refusal::IdTaken));
    assert!(hall.machine.board().units[&unit(1)].live, "the unit is as it was");
}

#[test]
fn a_machine_that_takes_over_knows_who_was_there() {
    let mut hall = Hall::new();
    let picture = Input::VideoStarted(Source::Unit(unit(1)));
    let order = hall.send(dispatcher(), send_to(Addressee::Unit(unit(1))));
    hall.says(1, order, "accepts", 0).unwrap();
    let lost = hall.log.len();
    hall.input("the first picture", picture.clone());
    assert_eq!(hall.met(order, Leg::OnVideo), Some(0));

    let kept = hall.log[..lost].to_vec();
    let mut machine = Dispatch::restore(8, Snapshot::default(), kept, []);
    machine.take_over(hall.now, hall.machine.board());
    let known = &machine.board().units[&unit(1)];
    assert!(known.live && known.heard_at.is_some());
    assert_eq!(machine.board().orders[&order].legs.get(Leg::OnVideo), None);
    machine.handle_input(hall.now, picture);
    assert!(
        std::iter::from_fn(|| machine.poll_output()).any(|output| matches!(output, Output::Record(_))),
        "the leg is recorded anew"
    );
}
