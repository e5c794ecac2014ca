//! Reads the log, and nothing else, for who holds what.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::{Board, Record, Recorded};
use domain::order::{Addressee, OrderKind};
use domain::{AssignmentId, OrderEvent, OrderId, PersonId, Timestamp, UnitId};

/// Whoever said no is left in peace by the rule for so long.
const PEACE: Duration = Duration::from_mins(5);

#[derive(Default)]
pub(super) struct Umpire {
    orders: BTreeMap<OrderId, Held>,
    pub(super) offers_by_rule: u64,
    pub(super) taken: u64,
}

struct Held {
    kind: OrderKind,
    team: bool,
    wanted: usize,
    open: bool,
    parts: BTreeMap<AssignmentId, Part>,
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    Asked,
    Taken,
    No(Timestamp),
    Withdrawn,
}

struct Part {
    unit: UnitId,
    by_rule: bool,
    state: State,
}

impl Held {
    fn standing(&self) -> impl Iterator<Item = &Part> {
        self.parts
            .values()
            .filter(|part| matches!(part.state, State::Asked | State::Taken))
    }
}

impl Umpire {
    pub(super) fn read(&mut self, recorded: &Recorded) {
        let Record::Order { order: id, event } = &recorded.record else {
            return;
        };
        if let OrderEvent::Sent(sent) = event {
            let held = Held {
                kind: sent.kind,
                team: matches!(sent.addressee, Addressee::Team(_)) || sent.addressee.units_wanted() > 1,
                wanted: sent.addressee.units_wanted(),
                open: true,
                parts: BTreeMap::new(),
            };
            self.orders.insert(*id, held);
            return;
        }
        if let OrderEvent::Offered { unit, by, .. } = event
            && *by == PersonId::HALL
            && self.orders[id].kind == OrderKind::Emergency
        {
            let holds = |order: &Held| {
                let mut taken = order.standing().filter(|part| part.state == State::Taken);
                order.open && order.kind == OrderKind::Emergency && taken.any(|part| part.unit == *unit)
            };
            assert!(
                !self.orders.values().any(holds),
                "the rule asks who has an emergency"
            );
        }
        let order = self.orders.get_mut(id).unwrap();
        match event {
            OrderEvent::Offered {
                assignment,
                unit,
                by,
                at,
                ..
            } => {
                let by_rule = *by == PersonId::HALL;
                if by_rule {
                    self.offers_by_rule += 1;
                    for part in order.parts.values().filter(|part| part.unit == *unit) {
                        let State::No(no) = part.state else { continue };
                        assert!(at.since(no) >= PEACE, "asked again too soon");
                    }
                }
                if !order.team {
                    let standing = |part: &&mut Part| matches!(part.state, State::Asked | State::Taken);
                    for part in order.parts.values_mut().filter(standing) {
                        assert!(
                            !(by_rule && part.state == State::Taken),
                            "the rule moves nobody who said yes"
                        );
                        part.state = State::Withdrawn;
                    }
                }
                let (unit, state) = (*unit, State::Asked);
                order.parts.insert(*assignment, Part { unit, by_rule, state });
                assert!(
                    !by_rule || order.standing().count() <= order.wanted,
                    "too many are asked"
                );
            }
            OrderEvent::Accepted { assignment, .. } => {
                let part = order.parts.get_mut(assignment).unwrap();
                assert!(
                    matches!(part.state, State::Asked | State::Taken),
                    "a yes too late counts for nothing"
                );
                part.state = State::Taken;
                self.taken += 1;
            }
            OrderEvent::SetOff { assignment, .. } => {
                let part = order.parts.get_mut(assignment).unwrap();
                if part.state == State::Asked {
                    part.state = State::Taken;
                }
            }
            OrderEvent::Declined { assignment, .. } => {
                order.parts.get_mut(assignment).unwrap().state = State::No(recorded.at);
            }
            OrderEvent::Withdrawn { assignment, .. } => {
                let part = order.parts.get_mut(assignment).unwrap();
                part.state = State::Withdrawn;
            }
            OrderEvent::Ended(_) => order.open = false,
            _ => {}
        }
        self.check(*id);
    }

    fn check(&self, id: OrderId) {
        let order = &self.orders[&id];
        let taken = order.standing().filter(|part| part.state == State::Taken);
        assert!(order.team || taken.count() <= 1, "{id} is held by two");
        assert!(order.team || order.standing().count() <= 1, "{id} rings at two");
        // What one unit holds.
        let mut emergencies: BTreeMap<UnitId, Vec<bool>> = BTreeMap::new();
        for order in self.orders.values() {
            if order.open && order.kind == OrderKind::Emergency {
                for part in order.standing().filter(|part| part.state == State::Taken) {
                    emergencies.entry(part.unit).or_default().push(part.by_rule);
                }
            }
        }
        for (unit, held) in emergencies {
            let by_rule = held.iter().filter(|by_rule| **by_rule).count();
            assert!(by_rule <= 1, "the rule gave {unit} two emergencies");
        }
    }

    /// Whether a unit has said yes to an order that is open.
    pub(super) fn holds(&self, unit: UnitId, order: OrderId) -> bool {
        let order = &self.orders[&order];
        let mut taken = order.standing().filter(|part| part.state == State::Taken);
        order.open && taken.any(|part| part.unit == unit)
    }

    /// Compares with the board.
    pub(super) fn agrees_with(&self, board: &Board) {
        assert_eq!(self.orders.len(), board.orders.len());
        for (id, order) in &board.orders {
            let taken = |part: &&Part| part.state == State::Taken;
            let read: Vec<_> = self.orders[id]
                .standing()
                .filter(taken)
                .map(|part| part.unit)
                .collect();
            let own = order.assignments.values().filter(|own| own.state.is_taken());
            let known: Vec<_> = own.map(|own| own.unit).collect();
            assert_eq!(read, known);
        }
    }
}
