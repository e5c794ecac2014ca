//! Races for orders: real phones against the real hall over a net that delays, doubles, loses.
//!
//! Ten thousand seeded interleavings of offers, answers, silence, withdrawals, duty, cuts, restarts. An
//! umpire reads the log alone, and never sees two units hold one order, nor the rule give a unit two
//! emergencies.

mod net;
mod umpire;

use domain::incident::IncidentKind;
use domain::order::{Addressee, DeclineReason, OrderKind};
use domain::{LatLon, OrderId, Place};
use field_unit::{Input as PhoneInput, Measurement};
use rand::RngExt;
use rand::seq::IndexedRandom;

use crate::Ask;

use self::net::{Net, UNITS, desk, dispatcher, town, unit};

/// As many interleavings are tried; fewer where the code is not optimised.
const RACES: u64 = if cfg!(debug_assertions) { 500 } else { 10_000 };

/// As many things happen in each.
const STEPS: usize = 70;

fn place(net: &mut Net) -> Place {
    Place {
        at: at(net.random.random_range(-3000.0..3000.0)),
        name: String::new(),
        address: String::new(),
    }
}

fn at(north_m: f64) -> LatLon {
    LatLon::new(47.141 + north_m / 111_195.0, 9.521).unwrap()
}

fn send_order(net: &mut Net) {
    let kinds = [OrderKind::Emergency, OrderKind::Emergency, OrderKind::Routine];
    let kind = *kinds.choose(&mut net.random).unwrap();
    let (first, second) = (net.any_unit(), net.any_unit());
    let addressee = match net.random.random_range(0..10) {
        0..=4 => Addressee::BestPlaced(1),
        5 => Addressee::BestPlaced(2),
        6 => Addressee::Town(town(net.random.random_range(1..=2))),
        7 if first != second => Addressee::Team(vec![first, second]),
        _ => Addressee::Unit(first),
    };
    let place = Some(place(net));
    let ask = Ask::SendOrder {
        id: None,
        kind,
        incident: None,
        place,
        addressee,
        note: String::new(),
    };
    net.ask(dispatcher(), ask);
}

/// What a person at a desk does to some open order.
fn desk_acts(net: &mut Net) {
    let Some(order) = net.any_open_order() else { return };
    let known = &net.hall.board().orders[&order];
    let assignments: Vec<_> = known.assignments.keys().copied().collect();
    let by = if net.random.random_bool(0.8) {
        dispatcher()
    } else {
        desk(net.random.random_range(1..=2))
    };
    let unit = net.any_unit();
    let ask = match net.random.random_range(0..12) {
        0..=3 => Ask::Offer { order, unit },
        4..=5 if !assignments.is_empty() => Ask::Withdraw {
            order,
            assignment: *assignments.choose(&mut net.random).unwrap(),
        },
        6..=7 => Ask::CloseOrder(order),
        8 => Ask::CancelOrder {
            order,
            reason: String::new(),
        },
        9 => Ask::PassOn(order),
        _ => Ask::ReceiveAtDesk(order),
    };
    net.ask(by, ask);
}

/// What an officer does with some order on a phone's screen.
fn officer_acts(net: &mut Net) {
    let on_screens = (0..UNITS).flat_map(|phone| {
        let shown = net.phones[phone].machine.orders();
        shown.map(move |shown| (phone, shown.order.id))
    });
    let on_screens: Vec<(usize, OrderId)> = on_screens.collect();
    let Some(&(phone, order)) = on_screens.choose(&mut net.random) else {
        return;
    };
    let input = match net.random.random_range(0..10) {
        0..=5 => PhoneInput::AcceptTapped { order },
        6..=7 => PhoneInput::DeclineTapped {
            order,
            reason: DeclineReason::Engaged,
        },
        _ => PhoneInput::SetOffTapped { order },
    };
    net.tap(phone, input);
}

fn step(net: &mut Net) {
    let phone = net.random.random_range(0..UNITS);
    match net.random.random_range(0..100) {
        0..=7 => send_order(net),
        8..=13 => desk_acts(net),
        14..=33 => officer_acts(net),
        34..=63 => net.deliver_some(),
        64..=79 => {
            let millis = net.random.random_range(1..20_000);
            net.pass(millis);
        }
        80..=84 => {
            let north_m = net.random.random_range(-3000.0..3000.0);
            net.tap(
                phone,
                PhoneInput::FixMeasured(Measurement::fresh(at(north_m), 8.0)),
            );
        }
        85..=89 => net.cut(phone),
        90..=94 => net.mend(phone),
        95 => {
            let on_duty = net.random.random_bool(0.7);
            net.tap(phone, PhoneInput::DutyTapped { on_duty });
        }
        96 => net.snapshot(),
        97 => net.restart(),
        98 if net.random.random_bool(0.2) => net.tap(phone, PhoneInput::SosPressed),
        _ => close_calls(net),
    }
}

/// Somebody ends the calls for help.
fn close_calls(net: &mut Net) {
    let calls: Vec<_> = net.hall.board().sos.values().copied().collect();
    for incident in calls {
        assert_eq!(
            net.hall.board().incidents[&incident].incident.kind,
            IncidentKind::Sos
        );
        let reason = "safe".to_owned();
        net.ask(dispatcher(), Ask::CloseIncident { incident, reason });
    }
}

#[test]
fn no_order_is_ever_held_by_two() {
    let (mut offers, mut taken, mut refused) = (0, 0, 0);
    for seed in 0..RACES {
        let mut net = Net::new(seed);
        for number in 0..UNITS {
            net.tap(number, PhoneInput::DutyTapped { on_duty: true });
            net.quiet();
            let north_m = net.random.random_range(-3000.0..3000.0);
            net.tap(
                number,
                PhoneInput::FixMeasured(Measurement::fresh(at(north_m), 8.0)),
            );
        }
        net.quiet();
        for _ in 0..STEPS {
            step(&mut net);
        }
        net.quiet();
        net.umpire.agrees_with(net.hall.board());
        for (number, phone) in (1..).zip(&net.phones) {
            let shown = phone
                .machine
                .orders()
                .filter(|shown| shown.assignment.state.is_taken());
            for shown in shown {
                assert!(!shown.provisional, "all is answered");
                assert!(net.umpire.holds(unit(number), shown.order.id), "seed {seed}");
            }
        }
        offers += net.umpire.offers_by_rule;
        taken += net.umpire.taken;
        refused += net.refused;
    }
    println!(
        "{RACES} races: {offers} offers by rule, {taken} taken, {refused} words of phones too late, 0 held by two"
    );
    assert!(
        offers > 2 * RACES && taken > RACES / 2 && refused > RACES / 10,
        "the races are run"
    );
}
