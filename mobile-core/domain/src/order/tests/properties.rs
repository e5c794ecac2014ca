//! What holds for any sequence of commands.

use proptest::prelude::*;

use super::*;

/// A command at a time that may be behind or ahead of the hall's.
fn command() -> impl Strategy<Value = OrderCommand> {
    let number = 0_u128..5;
    let second = -60_i64..1200;
    (0..24_u8, number, second, 0..3_usize).prop_map(|(which, number, second, leg)| {
        let (when, leg) = (at(second), Leg::ALL[leg]);
        match which {
            0 | 1 => offer(number, unit(number % 3)),
            2 => withdraw(number),
            3 | 4 => receive(number, when),
            5 => receive_at_desk(when),
            6 | 7 => accept(number, when),
            8 => decline(number, when),
            9 => set_off(number, when),
            10 | 11 => meet(leg, number, when),
            12 => report(number, when),
            13 => OrderCommand::DeclareBreach { leg },
            14 => OrderCommand::Expire,
            15 => trouble::explain(leg),
            16 => OrderCommand::PassOn { by: PersonId::HALL },
            17 => trouble::move_place(second),
            18 => trouble::escalate(EscalationLevel::District),
            19 => messages::write(number, messages::either(second), "words"),
            20 => messages::see(&[number], messages::either(second), when),
            21 | 22 => checklist::check(
                number,
                ["gas_off", "people_back", "none"][usize::try_from(number % 3).unwrap()],
                second % 2 == 0,
                second,
            ),
            _ if second < 100 => cancel(),
            _ if second < 200 => close(),
            _ => meet(leg, number, when),
        }
    })
}

fn addressee() -> impl Strategy<Value = Addressee> {
    prop_oneof![Just(to_unit()), Just(to_team()), Just(to_town())]
}

/// Commands with the seconds that pass before each; now and then a day does.
fn history() -> impl Strategy<Value = Vec<(i64, OrderCommand)>> {
    let pause = prop_oneof![20 => 0_i64..120, 1 => Just(86_400)];
    prop::collection::vec((pause, command()), 0..60)
}

fn is_fact(command: &OrderCommand) -> bool {
    use OrderCommand::{CheckItem, MeetLeg, Read, Receive, Report, SetOff, Write};
    match command {
        Write(written) => written.from != messages::hall(),
        MeetLeg { .. } | Receive { .. } | Report { .. } | SetOff { .. } | Read(_) | CheckItem(_) => true,
        _ => false,
    }
}

/// What one step must leave true, given the order before it.
fn check_step(
    before: &Order,
    after: &Order,
    event: &OrderEvent,
    now: Timestamp,
) -> Result<(), TestCaseError> {
    if !before.is_open() {
        prop_assert_eq!(&before.status, &after.status);
    }
    if matches!(event, OrderEvent::Offered { .. }) {
        prop_assert_eq!(before.clock, after.clock);
    }
    let taken = after.assignments.values().filter(|a| a.state.is_taken()).count();
    prop_assert!(after.is_team() || taken <= 1);
    for leg in Leg::ALL {
        let (was, is) = (before.legs.get(leg), after.legs.get(leg));
        if let Some(stamp) = is {
            prop_assert!(at(0) <= stamp.met_at && stamp.met_at <= stamp.learnt_at);
        }
        if let Some(was) = was {
            prop_assert!(is.is_some_and(|is| is.met_at <= was.met_at));
        }
        let Some(breach) = after.legs.breach(leg) else {
            continue;
        };
        let in_time = is.is_some_and(|is| Some(is.met_at) <= after.clock.due_at(now));
        let known = before.legs.breach(leg).and_then(|breach| breach.corrected_at);
        prop_assert_eq!(breach.corrected_at, in_time.then(|| known.unwrap_or(now)));
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn whatever_happens(addressee in addressee(), history in history()) {
        let mut order = sent(addressee);
        let mut now = at(0);
        let mut done: Vec<OrderCommand> = Vec::new();
        for (pause, command) in history {
            now = now.after(Duration::from_secs(pause.unsigned_abs()));
            let before = order.clone();
            match tell(&mut order, now, command.clone()) {
                Ok(event) => {
                    check_step(&before, &order, &event, now)?;
                    done.push(command);
                }
                Err(refusal) => {
                    prop_assert_eq!(&before, &order);
                    prop_assert!(refusal != OrderRefusal::Ended || !is_fact(&command));
                }
            }
            // A place may move to and fro.
            let counts_once = |command: &&OrderCommand| !matches!(command, OrderCommand::MovePlace { .. });
            for command in done.iter().filter(counts_once) {
                let again = order.decide(now, command.clone());
                prop_assert!(again.is_err(), "{:?} counted twice: {:?}", command, again);
            }
        }
    }

    #[test]
    fn the_log_tells_the_same_order(addressee in addressee(), history in history()) {
        let mut order = sent(addressee);
        let mut folded = order.clone();
        let mut now = at(0);
        for (pause, command) in history {
            now = now.after(Duration::from_secs(pause.unsigned_abs()));
            if let Ok(event) = tell(&mut order, now, command) {
                let written = serde_json::to_string(&event).unwrap();
                folded.apply(&serde_json::from_str(&written).unwrap());
            }
        }
        prop_assert_eq!(&folded, &order);
        let written = serde_json::to_string(&order).unwrap();
        prop_assert_eq!(serde_json::from_str::<Order>(&written).unwrap(), order);
    }

    #[test]
    fn the_sequence_in_which_facts_are_learnt_does_not_matter(
        (facts, shuffled) in facts().prop_flat_map(|facts| (Just(facts.clone()), Just(facts).prop_shuffle()))
    ) {
        // The phone learns each as it happens, the hall all of them afterwards and pell-mell.
        let (mut phone, mut hall) = (team(), team());
        for (second, fact) in facts {
            let _ = tell(&mut phone, at(second), fact);
        }
        for (later, (_, fact)) in (2000..).zip(shuffled) {
            let _ = tell(&mut hall, at(later), fact);
        }
        prop_assert_eq!(stamps(&phone), stamps(&hall));
    }

    #[test]
    fn what_happened_before_a_withdrawal_counts_whenever_it_is_learnt(facts in facts(), taken_back in 0_i64..1000) {
        let (mut early, mut late) = (team(), team());
        for (second, fact) in facts.iter().filter(|(second, _)| *second < taken_back) {
            let _ = tell(&mut early, at(*second), fact.clone());
        }
        for order in [&mut early, &mut late] {
            tell(order, at(taken_back), withdraw(1)).unwrap();
        }
        for (second, fact) in facts.iter().filter(|(second, _)| *second >= taken_back) {
            let _ = tell(&mut early, at(*second), fact.clone());
        }
        for (_, fact) in facts {
            let _ = tell(&mut late, at(2000), fact);
        }
        prop_assert_eq!(stamps(&early), stamps(&late));
    }
}

/// Facts of a team in the sequence in which they happened, no two at once.
fn facts() -> impl Strategy<Value = Vec<(i64, OrderCommand)>> {
    let fact = (0..7_u8, 1_u128..4, 0..3_usize);
    prop::collection::btree_map(0_i64..1000, fact, 0..20).prop_map(|facts| {
        let build = |(second, (which, number, leg)): (i64, (u8, u128, usize))| {
            let fact = match which {
                0 | 1 => receive(number, at(second)),
                2 | 3 => meet(Leg::ALL[leg], number, at(second)),
                4 | 5 => checklist::check(number, "gas_off", leg > 0, second),
                _ => report(number, at(second)),
            };
            (second, fact)
        };
        facts.into_iter().map(build).collect()
    })
}

fn team() -> Order {
    let mut order = sent(to_team());
    for number in 1..=3 {
        tell(&mut order, at(0), offer(number, unit(number))).unwrap();
    }
    order
}

/// What must not depend on when things were learnt.
type Stamps = (
    ResponseClock,
    Vec<Option<(Timestamp, UnitId)>>,
    Vec<Option<Timestamp>>,
    Vec<Timestamp>,
    Vec<(CommandId, bool, UnitId, Timestamp)>,
);

fn stamps(order: &Order) -> Stamps {
    let legs = Leg::ALL.map(|leg| order.legs.get(leg).map(|stamp| (stamp.met_at, stamp.unit)));
    let delivered = order
        .assignments
        .values()
        .map(|a| a.delivered.map(|moment| moment.at));
    let mut reports: Vec<_> = order.reports.iter().map(|report| report.at).collect();
    reports.sort_unstable();
    let ticks = order.checklist.iter().flat_map(|item| &item.ticks);
    let ticks = ticks
        .map(|tick| (tick.id, tick.done, tick.unit, tick.when.at))
        .collect();
    (order.clock, legs.to_vec(), delivered.collect(), reports, ticks)
}
