//! What happens to orders, told as transcripts.

use super::*;

#[test]
fn an_order_to_a_unit_runs_to_its_end() {
    let mut hall = Hall::new();
    hall.until(10);
    let incident = hall.raise(dispatcher());
    let ask = Ask::SendOrder {
        id: None,
        kind: OrderKind::Emergency,
        incident: Some(incident),
        place: None,
        addressee: Addressee::Unit(unit(1)),
        note: "smoke".to_owned(),
    };
    let order = hall.send(dispatcher(), ask);
    hall.until(12);
    hall.says(1, order, "received", 11).unwrap();
    hall.until(20);
    hall.says(1, order, "accepts", 19).unwrap();
    hall.says(1, order, "sets off", 20).unwrap();
    for second in 21..60 {
        hall.until(second);
        let north_m = f64::from((50 - i32::try_from(second).unwrap()).max(0)) * 20.0;
        let speed_mps = Some(if north_m > 0.0 { 20.0 } else { 0.2 });
        let fix = Fix {
            speed_mps,
            ..fix(second, north_m)
        };
        hall.told(unit(1), UnitTold::Fix(fix)).unwrap();
    }
    assert_eq!(hall.met(order, Leg::Arrived), Some(50));
    hall.until(70);
    hall.input("the first picture", Input::VideoStarted(Source::Unit(unit(1))));
    hall.until(90);
    hall.says(1, order, "reports", 88).unwrap();
    assert!(hall.order(order).is_kept(hall.now));
    hall.until(100);
    hall.ask(dispatcher(), Ask::CloseOrder(order)).unwrap();
    let reason = "put out".to_owned();
    hall.ask(dispatcher(), Ask::CloseIncident { incident, reason })
        .unwrap();
    insta::assert_snapshot!(without_moves(&hall));
}

/// The transcript without the many lines of a moving unit.
fn without_moves(hall: &Hall) -> String {
    let mut text = String::new();
    let mut lines = hall.transcript.text().lines().peekable();
    while let Some(line) = lines.next() {
        let moves = line.contains("keep a fix") || line.contains(": moved");
        let only_moves = line.ends_with("tells Fix") && !text.ends_with("tells Fix\n") && {
            let mut ahead = lines.clone().take_while(|line| line.starts_with(' '));
            !ahead.any(|line| line.contains("record"))
        };
        let answer_of_fix = line.ends_with("answer unit-1: taken") && text.ends_with("…\n");
        if moves || only_moves || answer_of_fix {
            if !text.ends_with("…\n") {
                text.push_str("…\n");
            }
        } else {
            text.push_str(line);
            text.push('\n');
        }
    }
    text
}

#[test]
fn an_order_to_a_town_is_given_on_by_its_desk() {
    let mut hall = Hall::new();
    let order = hall.send(dispatcher(), send_to(Addressee::Town(town(1))));
    assert_eq!(hall.order(order).clock.started_at(hall.now), None);
    hall.until(8);
    hall.ask(desk(1), Ask::ReceiveAtDesk(order)).unwrap();
    assert_eq!(hall.order(order).clock.started_at(hall.now), Some(at(8)));
    hall.until(20);
    hall.ask(desk(1), Ask::Offer { order, unit: unit(2) }).unwrap();
    hall.says(2, order, "received", 21).unwrap();
    hall.says(2, order, "accepts", 25).unwrap();
    assert_eq!(hall.order(order).clock.started_at(hall.now), Some(at(8)));
    insta::assert_snapshot!(hall.transcript.text());
}

#[test]
fn a_new_offer_keeps_the_clock_while_it_withdraws_the_former() {
    let mut hall = Hall::new();
    let order = hall.send(dispatcher(), send_to(Addressee::Unit(unit(1))));
    hall.until(5);
    hall.says(1, order, "received", 5).unwrap();
    hall.says(1, order, "accepts", 5).unwrap();
    hall.until(120);
    let offer = Ask::Offer { order, unit: unit(3) };
    hall.ask(dispatcher(), offer.clone()).unwrap();
    // Asking twice asks once.
    hall.ask(dispatcher(), offer).unwrap();
    hall.says(3, order, "received", 121).unwrap();
    let former = hall.order(order).assignments[&hall.assignment(1, order)].clone();
    assert_eq!(former.withdrawn_at, Some(at(120)));
    assert_eq!(hall.order(order).clock.started_at(hall.now), Some(at(5)));
    // What the former did since is kept on record, and counts for nothing.
    hall.until(140);
    hall.says(1, order, "sets off", 130).unwrap();
    hall.says(1, order, "arrived", 135).unwrap();
    assert_eq!(hall.met(order, Leg::Arrived), None);
    assert_eq!(
        hall.says(1, order, "accepts", 139),
        Err(ToldRefusal::Order(domain::OrderRefusal::NotStanding))
    );
    insta::assert_snapshot!(hall.transcript.text());
}

#[test]
fn a_leg_learnt_late_corrects_the_breach_on_record() {
    let mut hall = Hall::new();
    let order = hall.send(dispatcher(), send_to(Addressee::Unit(unit(1))));
    hall.until(5);
    hall.says(1, order, "received", 5).unwrap();
    hall.says(1, order, "accepts", 6).unwrap();
    hall.says(1, order, "reports", 30).unwrap();
    hall.transcript.clear();
    hall.awake.remove(&unit(1));
    hall.until(904);
    assert!(
        Leg::ALL
            .iter()
            .all(|&leg| hall.order(order).legs.breach(leg).is_none())
    );
    hall.until(965);
    let breach = |hall: &Hall, leg| hall.order(order).legs.breach(leg).cloned();
    assert_eq!(breach(&hall, Leg::Arrived).unwrap().declared_at, at(905));
    assert_eq!(breach(&hall, Leg::Reported), None);
    // The phone is back on the net, with what happened meanwhile.
    hall.input("unit-1 connects", Input::UnitConnected(unit(1)));
    hall.says(1, order, "arrived", 860).unwrap();
    hall.input("the first picture", Input::VideoStarted(Source::Unit(unit(1))));
    assert_eq!(breach(&hall, Leg::Arrived).unwrap().corrected_at, Some(at(965)));
    assert_eq!(breach(&hall, Leg::OnVideo).unwrap().corrected_at, None);
    insta::assert_snapshot!(hall.transcript.text());
}

#[test]
fn a_team_is_asked_together() {
    let mut hall = Hall::new();
    let team = Addressee::Team(vec![unit(1), unit(3)]);
    let order = hall.send(dispatcher(), send_to(team));
    for number in [1, 3] {
        hall.says(number, order, "received", 2).unwrap();
        hall.says(number, order, "accepts", 3).unwrap();
    }
    let taken = hall
        .order(order)
        .assignments
        .values()
        .filter(|a| a.state.is_taken());
    assert_eq!(taken.count(), 2);
    insta::assert_snapshot!(hall.transcript.text());
}

#[test]
fn a_team_of_nobody_or_of_the_same_unit_twice_is_refused() {
    let mut hall = Hall::new();
    for team in [vec![], vec![unit(1), unit(1)]] {
        let answer = hall.ask(dispatcher(), send_to(Addressee::Team(team)));
        assert_eq!(answer, Err(Refusal::BadTeam));
    }
    assert!(hall.machine.board().orders.is_empty());
}

#[test]
fn an_order_needs_a_place_or_an_open_incident() {
    let mut hall = Hall::new();
    let nowhere = |incident| Ask::SendOrder {
        id: None,
        kind: OrderKind::Routine,
        incident,
        place: None,
        addressee: Addressee::Unit(unit(1)),
        note: String::new(),
    };
    assert_eq!(hall.ask(dispatcher(), nowhere(None)), Err(Refusal::NoPlace));
    assert_eq!(
        hall.ask(dispatcher(), nowhere(Some(id(9)))),
        Err(Refusal::NoSuchIncident)
    );
    let incident = hall.raise(dispatcher());
    let reason = "false alarm".to_owned();
    let close = Ask::CloseIncident { incident, reason };
    hall.ask(dispatcher(), close.clone()).unwrap();
    assert_eq!(
        hall.ask(dispatcher(), nowhere(Some(incident))),
        Err(Refusal::IncidentClosed)
    );
    assert_eq!(hall.ask(dispatcher(), close), Err(Refusal::IncidentClosed));
}

#[test]
fn a_unit_that_is_live_already_is_on_video_once_it_takes_the_order() {
    for word in ["accepts", "sets off"] {
        let mut hall = Hall::new();
        hall.input("the first picture", Input::VideoStarted(Source::Unit(unit(1))));
        let order = hall.send(dispatcher(), send_to(Addressee::Unit(unit(1))));
        hall.until(9);
        assert_eq!(hall.met(order, Leg::OnVideo), None);
        hall.says(1, order, word, 9).unwrap();
        assert_eq!(hall.met(order, Leg::OnVideo), Some(9), "{word}");
    }
}

#[test]
fn a_picture_means_nothing_before_the_order_is_taken_or_from_another() {
    let mut hall = Hall::new();
    let order = hall.send(dispatcher(), send_to(Addressee::Unit(unit(1))));
    for source in [
        Source::Unit(unit(1)),
        Source::Unit(unit(2)),
        Source::Desk(town(1)),
    ] {
        hall.input("the first picture", Input::VideoStarted(source));
        hall.input("it ends", Input::VideoStopped(source));
    }
    hall.says(1, order, "accepts", 0).unwrap();
    assert_eq!(hall.met(order, Leg::OnVideo), None);
    assert!(!hall.machine.board().units[&unit(1)].live);
}

#[test]
fn the_next_towns_desk_is_shown_the_incident_with_the_order() {
    let mut hall = Hall::new();
    let incident = hall.raise(desk(1));
    let ask = Ask::SendOrder {
        id: None,
        kind: OrderKind::Emergency,
        incident: Some(incident),
        place: None,
        addressee: Addressee::Unit(unit(1)),
        note: String::new(),
    };
    let order = hall.send(desk(1), ask);
    // The shadow's screen of town 2 must hold both now.
    hall.ask(dispatcher(), Ask::Offer { order, unit: unit(3) })
        .unwrap();
    let ask = Ask::CloseIncident {
        incident,
        reason: "done".to_owned(),
    };
    // Shown is not given: it stays the other town's.
    assert_eq!(hall.ask(desk(2), ask), Err(Refusal::NotAllowed));
}
