//! What an order answers to every command in every state.

use super::*;

/// One unit's order at second 30, brought as far as `state`.
fn in_state(state: &str) -> Order {
    let mut order = sent(to_unit());
    let way: &[OrderCommand] = match state {
        "unoffered" => &[],
        "offered" => &[offer(1, unit(1))],
        "delivered" => &[offer(1, unit(1)), receive(1, at(5))],
        "accepted" => &[offer(1, unit(1)), receive(1, at(5)), accept(1, at(10))],
        "under_way" => &[
            offer(1, unit(1)),
            receive(1, at(5)),
            accept(1, at(10)),
            set_off(1, at(20)),
        ],
        "declined" => &[offer(1, unit(1)), receive(1, at(5)), decline(1, at(10))],
        "withdrawn" => &[offer(1, unit(1)), receive(1, at(5)), withdraw(1)],
        "closed" => &[offer(1, unit(1)), receive(1, at(5)), accept(1, at(10)), close()],
        "cancelled" => &[offer(1, unit(1)), receive(1, at(5)), cancel()],
        other => panic!("no state {other}"),
    };
    for command in way {
        tell(&mut order, at(30), command.clone()).unwrap();
    }
    order
}

const TABLE: &str = "
command          unoffered  offered    delivered  accepted   under_way  declined   withdrawn  closed     cancelled
offer_same       ok         known      known      known      known      ok         ok         ended      ended
offer_other      ok         ok         ok         ok         ok         ok         ok         ended      ended
withdraw         unknown    ok         ok         ok         ok         gone       gone       ended      ended
receive          unknown    ok         known      known      known      known      known      known      known
receive_earlier  unknown    ok         ok         ok         ok         ok         ok         ok         ok
receive_at_desk  no_desk    no_desk    no_desk    no_desk    no_desk    no_desk    no_desk    no_desk    no_desk
accept           unknown    ok         ok         known      known      gone       gone       known      ended
decline          unknown    ok         ok         taken      taken      known      gone       taken      ended
set_off          unknown    ok         ok         ok         known      ok         ok         ok         ok
set_off_before   unknown    ok         ok         ok         known      ok         ok         ok         ok
arrived          unknown    ok         ok         ok         ok         ok         ok         ok         ok
arrived_before   unknown    ok         ok         ok         ok         ok         ok         ok         ok
report           unknown    ok         ok         ok         ok         ok         ok         ok         ok
check_item       unknown    ok         ok         ok         ok         ok         ok         ok         ok
check_unknown    unknown    no_item    no_item    no_item    no_item    no_item    no_item    no_item    no_item
hall_writes      ok         ok         ok         ok         ok         ok         ok         ended      ended
unit_writes      unknown    ok         ok         ok         ok         ok         ok         ok         ok
hall_reads       known      known      known      known      known      known      known      known      known
unit_reads       unknown    known      known      known      known      known      known      known      known
breach_early     early      early      early      early      early      early      early      ended      ended
breach_due       ok         ok         ok         ok         ok         ok         ok         ended      ended
explain          not_missed not_missed not_missed not_missed not_missed not_missed not_missed not_missed not_missed
pass_on          no_desk    no_desk    no_desk    no_desk    no_desk    no_desk    no_desk    ended      ended
move_place       ok         ok         ok         ok         ok         ok         ok         ended      ended
escalate         ok         ok         ok         ok         ok         ok         ok         ended      ended
close            ok         ok         ok         ok         ok         ok         ok         ended      ended
cancel           ok         ok         ok         ok         ok         ok         ok         ended      ended
expire_early     early      early      early      early      early      early      early      ended      ended
expire           ok         ok         ok         ok         ok         ok         ok         ended      ended
";

/// A command of the table with the second at which the hall learns of it.
fn named(name: &str) -> (i64, OrderCommand) {
    let breach = OrderCommand::DeclareBreach { leg: Leg::Arrived };
    match name {
        "offer_same" => (40, offer(2, unit(1))),
        "offer_other" => (40, offer(2, unit(2))),
        "explain" => (40, trouble::explain(Leg::Arrived)),
        "pass_on" => (40, OrderCommand::PassOn { by: dispatcher() }),
        "move_place" => (40, trouble::move_place(10)),
        "escalate" => (40, trouble::escalate(EscalationLevel::Leader)),
        "withdraw" => (40, withdraw(1)),
        "receive" => (40, receive(1, at(35))),
        "receive_earlier" => (40, receive(1, at(3))),
        "receive_at_desk" => (40, receive_at_desk(at(3))),
        "accept" => (40, accept(1, at(35))),
        "decline" => (40, decline(1, at(35))),
        "set_off" => (40, set_off(1, at(35))),
        "set_off_before" => (40, set_off(1, at(25))),
        "arrived" => (40, meet(Leg::Arrived, 1, at(35))),
        "arrived_before" => (40, meet(Leg::Arrived, 1, at(25))),
        "report" => (40, report(1, at(35))),
        "check_item" => (40, checklist::check(1, "gas_off", true, 35)),
        "check_unknown" => (40, checklist::check(1, "none", true, 35)),
        "hall_writes" => (40, messages::write(1, messages::hall(), "back door")),
        "unit_writes" => (40, messages::write(1, messages::part(1), "in")),
        "hall_reads" => (40, messages::see(&[1], messages::hall(), at(35))),
        "unit_reads" => (40, messages::see(&[1], messages::part(1), at(35))),
        "breach_early" => (899, breach),
        "breach_due" => (905, breach),
        "close" => (40, close()),
        "cancel" => (40, cancel()),
        "expire_early" => (900 + 12 * 3600 - 1, OrderCommand::Expire),
        "expire" => (900 + 12 * 3600, OrderCommand::Expire),
        other => panic!("no command {other}"),
    }
}

#[test]
fn every_command_in_every_state() {
    let mut lines = TABLE.trim().lines();
    let states: Vec<_> = lines.next().unwrap().split_whitespace().skip(1).collect();
    for line in lines {
        let mut cells = line.split_whitespace();
        let name = cells.next().unwrap();
        for (state, expected) in states.iter().zip(cells) {
            let order = in_state(state);
            let (second, command) = named(name);
            let answer = order.decide(at(second), command).err();
            assert_eq!(answer.map_or("ok", short), expected, "{name} when {state}");
        }
    }
}

/// A refusal in one word.
fn short(refusal: OrderRefusal) -> &'static str {
    match refusal {
        OrderRefusal::AlreadySo => "known",
        OrderRefusal::Ended => "ended",
        OrderRefusal::NoSuchAssignment | OrderRefusal::NoSuchNotice => "unknown",
        OrderRefusal::NotStanding => "gone",
        OrderRefusal::Taken => "taken",
        OrderRefusal::NoDesk => "no_desk",
        OrderRefusal::TooEarly => "early",
        OrderRefusal::NotMissed => "not_missed",
        OrderRefusal::NoSuchItem => "no_item",
        OrderRefusal::MessageEmpty
        | OrderRefusal::MessageTooLong
        | OrderRefusal::MessageUnreadable
        | OrderRefusal::AttachmentBad
        | OrderRefusal::MessagesFull => "no_message",
    }
}
