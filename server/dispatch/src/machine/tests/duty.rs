//! Until when a desk says that a unit is on duty.

use super::*;

const HOUR: i64 = 3600;

fn duty(hall: &mut Hall, on_duty: bool, until: Option<i64>) -> Result<Answered, Refusal> {
    let (unit, until) = (unit(1), until.map(at));
    hall.ask(administrator(), Ask::SetDuty { unit, on_duty, until })
}

fn shift_ends(hall: &Hall) -> Option<Timestamp> {
    hall.machine.board().units[&unit(1)].shift_ends
}

/// Seconds to the end of the first unit's shift, as a desk is told.
fn advised(hall: &mut Hall) -> Option<i64> {
    let (at, kind, order, most) = (place(0.0).at, OrderKind::Emergency, None, 9);
    let ask = Ask::Recommend {
        at,
        kind,
        order,
        most,
    };
    let Ok(Answered::Recommended(advice)) = hall.ask(dispatcher(), ask) else {
        panic!("no advice");
    };
    let mut candidates = advice.candidates.iter();
    let known = candidates.find(|candidate| candidate.unit == unit(1))?;
    known.shift_ends_in_s
}

#[test]
fn the_end_of_a_shift_is_on_record_and_among_the_reasons() {
    let mut hall = Hall::new();
    hall.told(unit(1), UnitTold::Fix(fix(0, 300.0))).unwrap();
    assert_eq!(advised(&mut hall), None);
    duty(&mut hall, true, Some(HOUR)).unwrap();
    hall.until(60);
    assert_eq!(advised(&mut hall), Some(HOUR - 60));
    let Record::DutyChanged { until, .. } = hall.log.last().unwrap().record else {
        panic!("{:?}", hall.log.last());
    };
    assert_eq!(until, Some(at(HOUR)));
    hall.restart();
    assert_eq!(shift_ends(&hall), Some(at(HOUR)));
    duty(&mut hall, true, Some(2 * HOUR)).unwrap();
    assert_eq!(shift_ends(&hall), Some(at(2 * HOUR)));
    duty(&mut hall, true, None).unwrap();
    assert_eq!(shift_ends(&hall), None);
}

#[test]
fn only_a_change_of_duty_hangs_up() {
    let mut hall = Hall::new();
    hall.transcript.clear();
    duty(&mut hall, true, Some(HOUR)).unwrap();
    duty(&mut hall, true, Some(HOUR)).unwrap();
    duty(&mut hall, false, None).unwrap();
    insta::assert_snapshot!(hall.transcript.text());
}

#[test]
fn an_end_that_cannot_be_is_refused() {
    let mut hall = Hall::new();
    for (on_duty, until, refusal) in [
        (true, 0, Refusal::ShiftOver),
        (true, -1, Refusal::ShiftOver),
        (true, 48 * HOUR + 1, Refusal::ShiftTooLong),
        (false, HOUR, Refusal::NoShift),
    ] {
        assert_eq!(
            duty(&mut hall, on_duty, Some(until)),
            Err(refusal),
            "{on_duty} {until}"
        );
    }
    duty(&mut hall, true, Some(48 * HOUR)).unwrap();
}

#[test]
fn a_phone_that_says_what_is_known_leaves_the_end_as_it_is() {
    let mut hall = Hall::new();
    duty(&mut hall, true, Some(HOUR)).unwrap();
    hall.told(unit(1), UnitTold::Duty(true)).unwrap();
    assert_eq!(shift_ends(&hall), Some(at(HOUR)));
    for on_duty in [false, true] {
        hall.told(unit(1), UnitTold::Duty(on_duty)).unwrap();
        assert_eq!(shift_ends(&hall), None, "another shift has begun");
    }
}

#[test]
fn whoever_should_be_home_is_sent_nowhere_by_rule() {
    let mut hall = Hall::automatic();
    for number in 1..=2 {
        let north_m = 300.0 * f64::from(u8::try_from(number).unwrap());
        hall.told(unit(number), UnitTold::Fix(fix(0, north_m))).unwrap();
    }
    duty(&mut hall, true, Some(20)).unwrap();
    hall.until(21);
    let order = hall.send(dispatcher(), send_to(Addressee::BestPlaced(1)));
    assert_eq!(crate::orders::units_of(hall.order(order)), [unit(2)].into());
}
