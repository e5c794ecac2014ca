//! A board in virtual time, worked by the pretend dispatcher alone.

use std::collections::BTreeMap;

use domain::IdSource;
use proptest::prelude::*;

use super::*;

fn start() -> Timestamp {
    Timestamp::from_millis(1_700_000_000_000)
}

fn second(number: u64) -> Timestamp {
    start().after(Duration::from_secs(number))
}

fn at(north: f64) -> LatLon {
    LatLon::new(47.0 + north / 111_195.0, 9.5).unwrap()
}

fn incident(number: u64, raised_at: Timestamp) -> IncidentSeen {
    let id = IncidentId(IdSource::new(number).next(start()));
    IncidentSeen {
        id,
        at: at(0.0),
        raised_at,
        ours: true,
        has_open_order: false,
        was_reported: false,
    }
}

fn order(number: u64, reported_at: Option<Timestamp>) -> OrderSeen {
    let id = OrderId(IdSource::new(number).next(start()));
    OrderSeen {
        id,
        given_at: start(),
        reported_at,
        ours: true,
    }
}

fn orders(reported: usize, running: usize) -> Vec<OrderSeen> {
    (0..reported + running)
        .map(|number| order(number as u64, (number < reported).then(start)))
        .collect()
}

#[test]
fn an_incident_gets_its_order_after_a_little_while() {
    let view = View {
        incidents: vec![incident(1, start())],
        orders: orders(0, 3),
    };
    assert_eq!(decide(second(3), &view), [], "it waits a little");
    let given = Decision::GiveOrder {
        incident: incident(1, start()).id,
        at: at(0.0),
    };
    assert_eq!(decide(second(6), &view), [given]);
}

#[test]
fn an_empty_board_is_filled_at_once() {
    let view = View {
        incidents: vec![incident(1, start()), incident(2, start())],
        orders: vec![],
    };
    let decisions = decide(start(), &view);
    assert_eq!(
        decisions
            .iter()
            .filter(|decision| matches!(decision, Decision::GiveOrder { .. }))
            .count(),
        2
    );
    assert_eq!(
        decisions
            .iter()
            .filter(|decision| **decision == Decision::RaiseIncident)
            .count(),
        1
    );
}

#[test]
fn a_reported_order_is_closed_when_read_if_others_stay_open() {
    let view = |reported, running| View {
        orders: orders(reported, running),
        ..View::default()
    };
    let closed = |view: &View, at| {
        decide(at, view)
            .into_iter()
            .filter(|d| matches!(d, Decision::CloseOrder { .. }))
            .count()
    };
    assert_eq!(closed(&view(2, 3), second(24)), 0, "not read yet");
    assert_eq!(closed(&view(2, 3), second(25)), 2);
    assert_eq!(closed(&view(2, 2), second(25)), 1, "three stay open");
    assert_eq!(closed(&view(3, 0), second(25)), 0);
    assert_eq!(closed(&view(0, 5), second(1799)), 0);
    assert_eq!(closed(&view(0, 5), second(1800)), 2, "given up");
}

#[test]
fn what_a_person_began_is_left_alone() {
    let mut theirs = View {
        incidents: vec![
            incident(1, start()),
            IncidentSeen {
                was_reported: true,
                ..incident(2, start())
            },
        ],
        orders: orders(3, 3),
    };
    theirs.orders.iter_mut().for_each(|order| order.ours = false);
    theirs
        .incidents
        .iter_mut()
        .for_each(|incident| incident.ours = false);
    assert_eq!(decide(second(5000), &theirs), []);
}

#[test]
fn an_incident_is_closed_once_dealt_with() {
    let done = IncidentSeen {
        was_reported: true,
        ..incident(1, start())
    };
    let busy = IncidentSeen {
        has_open_order: true,
        ..done.clone()
    };
    let close = |incident: IncidentSeen| {
        decide(
            start(),
            &View {
                incidents: vec![incident],
                orders: orders(0, 3),
            },
        )
    };
    assert_eq!(
        close(done.clone()),
        [Decision::CloseIncident { incident: done.id }]
    );
    assert_eq!(close(busy), []);
}

proptest! {
    /// Whatever the requests' fate and however slow the units, orders stay open.
    #[test]
    fn the_board_never_falls_empty(seed in any::<u64>(), works_s in 60_u64..900, fails_one_in in 2_u64..50) {
        let mut ids = IdSource::new(seed);
        let mut view = View::default();
        let mut incident_of: BTreeMap<OrderId, IncidentId> = BTreeMap::new();
        let mut luck = seed;
        for now in (0..3600).step_by(2).map(second) {
            for decision in decide(now, &view) {
                luck = luck.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                if (luck >> 33) % fails_one_in == 0 {
                    continue;
                }
                match decision {
                    Decision::RaiseIncident => view.incidents.push(IncidentSeen { id: IncidentId(ids.next(now)), raised_at: now, ..incident(0, now) }),
                    Decision::GiveOrder { incident, .. } => {
                        let id = OrderId(ids.next(now));
                        incident_of.insert(id, incident);
                        view.incidents.iter_mut().find(|seen| seen.id == incident).unwrap().has_open_order = true;
                        view.orders.push(OrderSeen { id, given_at: now, ..order(0, None) });
                    }
                    Decision::CloseOrder { order } => {
                        view.orders.retain(|seen| seen.id != order);
                        let incident = incident_of.remove(&order).unwrap();
                        let seen = view.incidents.iter_mut().find(|seen| seen.id == incident).unwrap();
                        seen.has_open_order = false;
                        seen.was_reported = true;
                    }
                    Decision::CloseIncident { incident } => view.incidents.retain(|seen| seen.id != incident),
                }
            }
            for order in view.orders.iter_mut().filter(|order| now.since(order.given_at).as_secs() >= works_s) {
                order.reported_at.get_or_insert(now);
            }
            if now >= second(60) {
                prop_assert!(view.orders.len() >= OPEN_ORDERS_MIN, "{} open at {now}", view.orders.len());
            }
            prop_assert!(view.orders.len() <= OPEN_ORDERS_MAX + OPEN_ORDERS_MIN && view.incidents.len() < 30);
        }
        prop_assert!(view.incidents.len() < 20, "incidents are dealt with");
    }
}
