//! What facts do to stamps, breaches, clock.

use super::*;

pub(super) fn taken() -> Order {
    let mut order = sent(to_unit());
    for command in [offer(1, unit(1)), receive(1, at(5)), accept(1, at(10))] {
        tell(&mut order, at(10), command).unwrap();
    }
    order
}

pub(super) fn met(order: &Order, leg: Leg) -> Option<i64> {
    let stamp = order.legs.get(leg)?;
    Some((stamp.met_at.as_millis() - at(0).as_millis()) / 1000)
}

#[test]
fn the_three_legs_are_stamped_in_any_sequence() {
    let mut order = taken();
    tell(&mut order, at(100), report(1, at(90))).unwrap();
    tell(&mut order, at(110), meet(Leg::OnVideo, 1, at(110))).unwrap();
    assert!(!order.legs.all_met());
    tell(&mut order, at(120), meet(Leg::Arrived, 1, at(60))).unwrap();
    assert!(order.legs.all_met() && order.is_kept(at(120)));
    let stamps = Leg::ALL.map(|leg| met(&order, leg).unwrap());
    assert_eq!(stamps, [60, 110, 90]);
    assert_eq!(order.legs.get(Leg::Arrived).unwrap().learnt_at, at(120));
}

#[test]
fn a_fact_from_before_sending_or_from_the_future_is_brought_between() {
    let mut order = taken();
    tell(&mut order, at(100), meet(Leg::Arrived, 1, at(-500))).unwrap();
    tell(&mut order, at(100), meet(Leg::OnVideo, 1, at(5000))).unwrap();
    assert_eq!(met(&order, Leg::Arrived), Some(0));
    assert_eq!(met(&order, Leg::OnVideo), Some(100));
}

#[test]
fn each_report_is_kept_while_the_first_meets_the_leg() {
    let mut order = taken();
    for second in [50, 40, 60] {
        tell(&mut order, at(100), report(1, at(second))).unwrap();
    }
    assert_eq!(order.reports.len(), 3);
    assert_eq!(order.legs.get(Leg::Reported).unwrap().error_ms, 20);
    let again = tell(&mut order, at(200), report(1, at(50)));
    assert_eq!(again, Err(OrderRefusal::AlreadySo));
    assert_eq!(met(&order, Leg::Reported), Some(40));
}

#[test]
fn a_leg_learnt_late_corrects_the_breach_if_it_was_met_in_time() {
    // Received at second 5, so due at second 905: (met at, corrected)
    for (second, corrected) in [(904, true), (905, true), (906, false)] {
        let mut order = taken();
        let breach = OrderCommand::DeclareBreach { leg: Leg::Arrived };
        tell(&mut order, at(905), breach).unwrap();
        tell(&mut order, at(7000), meet(Leg::Arrived, 1, at(second))).unwrap();
        let breach = order.legs.breach(Leg::Arrived).unwrap();
        assert_eq!(breach.declared_at, at(905));
        assert_eq!(
            breach.corrected_at,
            corrected.then_some(at(7000)),
            "met at {second}"
        );
        assert_eq!(order.legs.get(Leg::Arrived).unwrap().met_at, at(second));
    }
}

#[test]
fn a_leg_met_late_is_a_breach_even_if_the_hall_learnt_of_it_before_it_looked() {
    let mut order = taken();
    tell(&mut order, at(950), meet(Leg::Arrived, 1, at(940))).unwrap();
    tell(&mut order, at(950), meet(Leg::OnVideo, 1, at(900))).unwrap();
    let answers = Leg::ALL.map(|leg| tell(&mut order, at(951), OrderCommand::DeclareBreach { leg }).is_ok());
    assert_eq!(answers, [true, false, true]);
    assert_eq!(order.legs.breach(Leg::Arrived).unwrap().corrected_at, None);
}

#[test]
fn a_receipt_learnt_late_moves_the_limit_and_with_it_the_breaches() {
    let mut order = sent(to_unit());
    tell(&mut order, at(0), offer(1, unit(1))).unwrap();
    // Nobody is known to have it, so the clock runs from sending.
    tell(
        &mut order,
        at(900),
        OrderCommand::DeclareBreach { leg: Leg::Arrived },
    )
    .unwrap();
    tell(&mut order, at(950), meet(Leg::Arrived, 1, at(905))).unwrap();
    assert_eq!(order.legs.breach(Leg::Arrived).unwrap().corrected_at, None);
    tell(&mut order, at(960), receive(1, at(10))).unwrap();
    assert_eq!(order.clock.due_at(at(960)), Some(at(910)));
    assert_eq!(
        order.legs.breach(Leg::Arrived).unwrap().corrected_at,
        Some(at(960))
    );
}

#[test]
fn a_correction_goes_when_an_earlier_receipt_moves_the_limit_before_the_leg() {
    let mut order = sent(to_team());
    tell(&mut order, at(0), offer(1, unit(1))).unwrap();
    tell(&mut order, at(0), offer(2, unit(2))).unwrap();
    tell(&mut order, at(50), receive(1, at(50))).unwrap();
    let breach = OrderCommand::DeclareBreach { leg: Leg::Arrived };
    tell(&mut order, at(950), breach).unwrap();
    tell(&mut order, at(960), meet(Leg::Arrived, 1, at(945))).unwrap();
    let corrected = |order: &Order| order.legs.breach(Leg::Arrived).unwrap().corrected_at;
    assert_eq!(corrected(&order), Some(at(960)));
    // The other phone had it first, so the limit was up at second 910.
    tell(&mut order, at(970), receive(2, at(10))).unwrap();
    assert_eq!(corrected(&order), None);
}

#[test]
fn a_new_offer_keeps_the_clock_while_it_withdraws_the_former() {
    let mut order = taken();
    tell(&mut order, at(300), offer(2, unit(2))).unwrap();
    tell(&mut order, at(310), receive(2, at(310))).unwrap();
    assert_eq!(order.clock.started_at(at(310)), Some(at(5)));
    assert_eq!(order.assignment_of(unit(1)), None);
    assert_eq!(order.assignments[&assignment(1)].withdrawn_at, Some(at(300)));
    assert_eq!(order.assignment_of(unit(2)).unwrap().id, assignment(2));
}

#[test]
fn a_team_keeps_its_other_members_when_one_more_is_asked() {
    let mut order = sent(to_team());
    for number in 1..=3 {
        tell(&mut order, at(0), offer(number, unit(number))).unwrap();
        tell(&mut order, at(5), accept(number, at(5))).unwrap();
    }
    assert!((1..=3).all(|number| order.assignment_of(unit(number)).unwrap().state.is_taken()));
}

#[test]
fn a_desk_starts_the_clock_of_an_order_to_its_town() {
    let mut order = sent(to_town());
    tell(&mut order, at(7), receive_at_desk(at(7))).unwrap();
    assert_eq!(order.clock.started_at(at(8)), Some(at(7)));
    assert_eq!(
        tell(&mut order, at(9), receive_at_desk(at(9))),
        Err(OrderRefusal::AlreadySo)
    );
}

#[test]
fn the_earliest_receipt_of_a_phone_counts_whichever_is_learnt_first() {
    for receipts in [[20, 30], [30, 20]] {
        let mut order = sent(to_team());
        tell(&mut order, at(0), offer(1, unit(1))).unwrap();
        tell(&mut order, at(0), offer(2, unit(2))).unwrap();
        tell(&mut order, at(10), receive(2, at(10))).unwrap();
        for second in receipts {
            let _ = tell(&mut order, at(40), receive(1, at(second)));
        }
        assert_eq!(order.assignments[&assignment(1)].delivered.unwrap().at, at(20));
        assert_eq!(order.clock.first_receipt, Some(at(10)));
    }
}

#[test]
fn setting_off_learnt_after_the_order_was_taken_back_is_noted_without_taking_it_on_again() {
    let mut order = taken();
    tell(&mut order, at(100), withdraw(1)).unwrap();
    tell(&mut order, at(200), set_off(1, at(50))).unwrap();
    let known = &order.assignments[&assignment(1)];
    assert_eq!(known.under_way.unwrap().at, at(50));
    assert_eq!(known.state, AssignmentState::Withdrawn);
}

#[test]
fn facts_on_an_ended_order_are_still_stamped() {
    for end in [close(), cancel()] {
        let mut order = taken();
        tell(&mut order, at(100), end).unwrap();
        for command in [
            set_off(1, at(30)),
            meet(Leg::Arrived, 1, at(90)),
            meet(Leg::OnVideo, 1, at(95)),
            report(1, at(99)),
            receive(1, at(2)),
        ] {
            tell(&mut order, at(5000), command).unwrap();
        }
        assert!(order.legs.all_met() && order.is_kept(at(5000)) && !order.is_open());
        assert_eq!(order.clock.first_receipt, Some(at(2)));
    }
}

#[test]
fn what_a_unit_did_after_its_part_was_over_is_on_record_and_counts_for_nothing() {
    let mut order = taken();
    tell(&mut order, at(100), withdraw(1)).unwrap();
    tell(&mut order, at(200), meet(Leg::Arrived, 1, at(150))).unwrap();
    tell(&mut order, at(200), report(1, at(160))).unwrap();
    assert_eq!(Leg::ALL.map(|leg| order.legs.get(leg)), [None; 3]);
    let aside = order.aside[&assignment(1)].get(Leg::Arrived).unwrap();
    assert_eq!((aside.met_at, aside.unit), (at(150), unit(1)));
    assert_eq!(order.reports.len(), 1);
    let again = tell(&mut order, at(300), meet(Leg::Arrived, 1, at(150)));
    assert_eq!(again, Err(OrderRefusal::AlreadySo));
    // What it did before counts, however late it is learnt.
    tell(&mut order, at(300), meet(Leg::Arrived, 1, at(90))).unwrap();
    assert_eq!(met(&order, Leg::Arrived), Some(90));
}

#[test]
fn a_report_kept_before_it_had_a_name_is_still_read() {
    let told = Report {
        id: CommandId(Uuid::nil()),
        unit: UnitId(Uuid::from_u128(1)),
        at: Timestamp::from_millis(0),
        error_ms: 0,
        learnt_at: Timestamp::from_millis(0),
        text: "all quiet".to_owned(),
        photo: None,
    };
    let mut kept = serde_json::to_value(&told).unwrap();
    for unknown in ["id", "error_ms"] {
        kept.as_object_mut().unwrap().remove(unknown);
    }
    assert_eq!(serde_json::from_value::<Report>(kept).unwrap(), told);
}

#[test]
fn an_arrival_said_by_hand_stands_with_what_is_detected_beside_it() {
    let mut order = taken();
    let awaits = |order: &Order| order.awaits_detection(&order.assignments[&assignment(1)]);
    assert!(awaits(&order));
    tell(&mut order, at(100), arrive_by_hand(1, at(100))).unwrap();
    assert!(awaits(&order), "somebody said so, nobody saw it");
    // Found later, though it began before.
    tell(&mut order, at(130), meet(Leg::Arrived, 1, at(90))).unwrap();
    let stamp = order.legs.get(Leg::Arrived).unwrap();
    assert_eq!(
        (stamp.met_at, stamp.by_hand),
        (at(100), Some(ByHand { by: None }))
    );
    assert_eq!(order.legs.detected().unwrap().met_at, at(90));
    assert!(!awaits(&order));
    let again = tell(&mut order, at(140), meet(Leg::Arrived, 1, at(95)));
    assert_eq!(again, Err(OrderRefusal::AlreadySo));
}

#[test]
fn saying_by_hand_what_was_detected_before_tells_nothing() {
    let mut order = taken();
    tell(&mut order, at(100), meet(Leg::Arrived, 1, at(90))).unwrap();
    let said = tell(&mut order, at(110), arrive_by_hand(1, at(110)));
    assert_eq!(said, Err(OrderRefusal::AlreadySo));
    assert_eq!(order.legs.get(Leg::Arrived).unwrap().by_hand, None);
    // Unless it was said before, by a phone that was off the net.
    tell(&mut order, at(120), arrive_by_hand(1, at(80))).unwrap();
    assert_eq!(order.legs.get(Leg::Arrived).unwrap().met_at, at(80));
    assert_eq!(order.legs.detected().unwrap().met_at, at(90));
}

#[test]
fn what_is_detected_in_time_corrects_a_breach_though_somebody_said_so_late() {
    // Due at second 905: (detected at, in time)
    for (second, in_time) in [(860, true), (905, true), (906, false)] {
        let mut order = taken();
        for leg in [Leg::OnVideo, Leg::Reported] {
            tell(&mut order, at(800), meet(leg, 1, at(800))).unwrap();
        }
        let breach = OrderCommand::DeclareBreach { leg: Leg::Arrived };
        tell(&mut order, at(905), breach).unwrap();
        tell(&mut order, at(960), arrive_by_hand(1, at(960))).unwrap();
        assert!(!order.is_kept(at(960)));
        tell(&mut order, at(7000), meet(Leg::Arrived, 1, at(second))).unwrap();
        let corrected = order.legs.breach(Leg::Arrived).unwrap().corrected_at;
        assert_eq!(corrected, in_time.then_some(at(7000)), "detected at {second}");
        assert_eq!(order.is_kept(at(7000)), in_time);
        // Both stay on record.
        assert_eq!(met(&order, Leg::Arrived), Some(960));
        assert_eq!(order.legs.detected().unwrap().met_at, at(second));
        assert_eq!(order.legs.first(Leg::Arrived).unwrap().met_at, at(second));
    }
}

#[test]
fn a_leg_detected_in_time_is_no_breach_though_somebody_said_so_late() {
    let mut order = taken();
    tell(&mut order, at(930), arrive_by_hand(1, at(920))).unwrap();
    tell(&mut order, at(930), meet(Leg::Arrived, 1, at(900))).unwrap();
    let breach = OrderCommand::DeclareBreach { leg: Leg::Arrived };
    assert_eq!(tell(&mut order, at(931), breach), Err(OrderRefusal::AlreadySo));
}

#[test]
fn a_stamp_from_before_anybody_could_say_so_was_detected() {
    let stamp = serde_json::json!({"met_at": at(1), "learnt_at": at(2), "error_ms": 3, "unit": unit(1)});
    assert_eq!(serde_json::from_value::<Stamp>(stamp).unwrap().by_hand, None);
}
