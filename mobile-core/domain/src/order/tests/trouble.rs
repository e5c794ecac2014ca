//! An order in trouble: passed on, moved, escalated, missed with a reason.

use super::*;

pub(super) fn explain(leg: Leg) -> OrderCommand {
    OrderCommand::ExplainBreach {
        leg,
        by: dispatcher(),
        reason: LateReason::Traffic,
        note: "market day".to_owned(),
    }
}

pub(super) fn move_place(metres: i64) -> OrderCommand {
    let north = f64::from(i32::try_from(metres).unwrap()) / 111_195.0;
    OrderCommand::MovePlace {
        to: LatLon::new(47.141 + north, 9.521).unwrap().rounded(),
    }
}

pub(super) fn escalate(level: EscalationLevel) -> OrderCommand {
    OrderCommand::Escalate {
        level,
        because: Trouble::NoTaker,
    }
}

#[test]
fn a_missed_leg_is_explained_and_a_kept_one_is_not() {
    let mut order = sent(to_unit());
    tell(&mut order, at(1), offer(1, unit(1))).unwrap();
    assert_eq!(
        tell(&mut order, at(900), explain(Leg::Arrived)),
        Err(OrderRefusal::NotMissed)
    );
    tell(
        &mut order,
        at(1000),
        OrderCommand::DeclareBreach { leg: Leg::Arrived },
    )
    .unwrap();
    tell(&mut order, at(1100), explain(Leg::Arrived)).unwrap();
    assert_eq!(
        tell(&mut order, at(1200), explain(Leg::Arrived)),
        Err(OrderRefusal::AlreadySo)
    );
    let explained = order
        .legs
        .breach(Leg::Arrived)
        .unwrap()
        .explained
        .clone()
        .unwrap();
    assert_eq!((explained.at, explained.reason), (at(1100), LateReason::Traffic));
    // Known better after the end, it is said anew.
    tell(&mut order, at(1300), close()).unwrap();
    let better = OrderCommand::ExplainBreach {
        leg: Leg::Arrived,
        by: dispatcher(),
        reason: LateReason::PhoneDark,
        note: String::new(),
    };
    tell(&mut order, at(1400), better).unwrap();
    let explained = order.legs.breach(Leg::Arrived).unwrap().explained.clone();
    assert_eq!(explained.unwrap().reason, LateReason::PhoneDark);
}

#[test]
fn a_breach_from_before_reasons_were_asked_for_is_read() {
    let breach: Breach =
        serde_json::from_str(r#"{"declared_at":"2026-11-23T08:15:00.250Z","corrected_at":null}"#).unwrap();
    assert_eq!(breach.explained, None);
}

#[test]
fn a_town_hands_its_order_up_once() {
    let pass_on = OrderCommand::PassOn { by: dispatcher() };
    let mut order = sent(to_unit());
    assert_eq!(
        tell(&mut order, at(1), pass_on.clone()),
        Err(OrderRefusal::NoDesk)
    );
    let mut order = sent(to_town());
    assert_eq!(order.desk_due_at(), Some(at(60)));
    tell(&mut order, at(1), pass_on.clone()).unwrap();
    assert_eq!(order.desk_due_at(), None);
    assert_eq!(tell(&mut order, at(2), pass_on), Err(OrderRefusal::AlreadySo));
    assert_eq!(order.passed_on.map(|passed| passed.at), Some(at(1)));
}

#[test]
fn a_desk_that_has_picked_is_not_waited_for() {
    let mut order = sent(to_town());
    tell(&mut order, at(1), offer(1, unit(1))).unwrap();
    tell(&mut order, at(2), decline(1, at(2))).unwrap();
    assert_eq!(order.desk_due_at(), None);
    assert_eq!(order.lacks(), 1);
}

#[test]
fn an_order_lacks_those_who_said_no_until_all_is_done() {
    let mut order = sent(to_team());
    assert_eq!(order.lacks(), 3);
    for number in 1..=3 {
        tell(&mut order, at(1), offer(number, unit(number))).unwrap();
    }
    assert_eq!((order.lacks(), order.is_taken()), (0, false));
    tell(&mut order, at(5), accept(1, at(5))).unwrap();
    tell(&mut order, at(5), decline(2, at(5))).unwrap();
    tell(&mut order, at(5), withdraw(3)).unwrap();
    assert_eq!((order.lacks(), order.is_taken()), (2, true));
    for leg in [Leg::Arrived, Leg::OnVideo] {
        tell(&mut order, at(60), meet(leg, 1, at(60))).unwrap();
    }
    tell(&mut order, at(61), report(1, at(61))).unwrap();
    assert_eq!(order.lacks(), 0);
}

#[test]
fn the_first_of_a_team_to_arrive_leads_however_late_that_is_learnt() {
    let mut order = sent(to_team());
    for number in 1..=2 {
        tell(&mut order, at(1), offer(number, unit(number))).unwrap();
    }
    assert_eq!(order.lead(), None);
    tell(&mut order, at(100), meet(Leg::Arrived, 2, at(100))).unwrap();
    assert_eq!(order.lead(), Some(unit(2)));
    tell(&mut order, at(120), meet(Leg::Arrived, 1, at(90))).unwrap();
    assert_eq!(order.lead(), Some(unit(1)));
    let mut alone = sent(to_unit());
    tell(&mut alone, at(1), offer(1, unit(1))).unwrap();
    tell(&mut alone, at(100), meet(Leg::Arrived, 1, at(100))).unwrap();
    assert_eq!(alone.lead(), None);
}

#[test]
fn each_level_is_told_once() {
    let mut order = sent(to_unit());
    tell(&mut order, at(1), escalate(EscalationLevel::District)).unwrap();
    tell(&mut order, at(2), escalate(EscalationLevel::Leader)).unwrap();
    assert_eq!(
        tell(&mut order, at(3), escalate(EscalationLevel::District)),
        Err(OrderRefusal::AlreadySo)
    );
    assert_eq!(order.escalations.len(), 2);
}

#[test]
fn the_leader_is_told_of_a_breach_though_they_know_that_it_threatened() {
    let mut order = sent(to_unit());
    let escalate = |level, because| OrderCommand::Escalate { level, because };
    let breached = escalate(EscalationLevel::Leader, Trouble::Breached);
    let half_gone = escalate(EscalationLevel::Leader, Trouble::HalfGone);
    tell(&mut order, at(1), half_gone.clone()).unwrap();
    tell(&mut order, at(2), breached.clone()).unwrap();
    for again in [breached, half_gone] {
        assert_eq!(tell(&mut order, at(3), again), Err(OrderRefusal::AlreadySo));
    }
    // Whoever sees the whole board sees the breach there.
    for (because, told) in [
        (Trouble::NoTaker, Ok(())),
        (Trouble::Breached, Err(OrderRefusal::AlreadySo)),
    ] {
        let district = escalate(EscalationLevel::District, because);
        assert_eq!(tell(&mut order, at(4), district).map(|_| ()), told);
    }
}

#[test]
fn the_place_moves_while_the_order_is_open() {
    let mut order = sent(to_unit());
    let name = order.place.name.clone();
    tell(&mut order, at(1), move_place(200)).unwrap();
    assert_eq!(
        tell(&mut order, at(2), move_place(200)),
        Err(OrderRefusal::AlreadySo)
    );
    assert_eq!(order.place.name, name);
    tell(&mut order, at(3), close()).unwrap();
    assert_eq!(tell(&mut order, at(4), move_place(300)), Err(OrderRefusal::Ended));
}
