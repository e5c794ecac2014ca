//! A hall that keeps the domain's rules and nothing else.

use std::collections::BTreeMap;

use domain::order::{Addressee, AssignmentState, Leg, OrderCommand, OrderKind, OrderSent};
use domain::{
    AssignmentId, CommandId, LatLon, Order, OrderId, PersonId, Place, Timestamp, TownId, Unit, UnitId,
};
use protocol::api::OrderView;
use protocol::to_unit::UnitOrder;
use protocol::{Answer, Entry, Outcome, ToHall, ToUnit, Told, VERSION};
use uuid::Uuid;

pub(super) struct PretendHall {
    pub(super) unit: Unit,
    pub(super) on_duty: bool,
    /// Whether the unit's call for help is open.
    pub(super) sos: bool,
    pub(super) telephone: Option<String>,
    pub(super) orders: BTreeMap<OrderId, Order>,
    /// What every entry was answered with.
    answered: BTreeMap<CommandId, Outcome>,
    /// Entries in the sequence in which they came first.
    pub(super) taken: Vec<Entry>,
    /// How many of the next requests are refused out of hand.
    pub(super) refuses: usize,
    /// How many of the next entries get lost in the hall.
    pub(super) overhears: usize,
    /// Whether entries are answered before it is said what became of the orders.
    pub(super) answers_first: bool,
    made: u128,
}

pub(super) fn scene() -> LatLon {
    LatLon::new(47.141, 9.521).unwrap()
}

impl PretendHall {
    pub(super) fn new() -> Self {
        let id = UnitId(Uuid::from_u128(7));
        let unit = Unit {
            id,
            name: "Vaduz 1".to_owned(),
            town: TownId(Uuid::from_u128(1)),
            mode: domain::TravelMode::Car,
        };
        Self {
            unit,
            on_duty: false,
            sos: false,
            telephone: None,
            orders: BTreeMap::new(),
            answered: BTreeMap::new(),
            taken: Vec::new(),
            refuses: 0,
            overhears: 0,
            answers_first: false,
            made: 100,
        }
    }

    /// Sends the unit a new order.
    pub(super) fn send_order(&mut self, now: Timestamp) -> (OrderId, ToUnit) {
        let order = OrderId(self.make());
        let sent = OrderSent {
            order,
            kind: OrderKind::Emergency,
            limit: OrderKind::Emergency.limit(),
            arrival_radius_m: domain::order::ARRIVAL_RADIUS_M,
            incident: None,
            place: Place {
                at: scene(),
                name: "Rathaus".to_owned(),
                address: String::new(),
            },
            addressee: Addressee::Unit(self.unit.id),
            note: String::new(),
            checklist: super::seeing_to::list(),
            by: PersonId(Uuid::from_u128(9)),
            from_town: None,
            at: now,
        };
        self.orders.insert(order, Order::sent(sent));
        (order, self.offer(now, order).unwrap())
    }

    /// Offers an order, perhaps again.
    pub(super) fn offer(&mut self, now: Timestamp, order: OrderId) -> Option<ToUnit> {
        let assignment = AssignmentId(self.make());
        let (unit, by) = (self.unit.id, PersonId(Uuid::from_u128(9)));
        self.command(
            now,
            order,
            OrderCommand::Offer {
                assignment,
                unit,
                by,
                choice: None,
            },
        )
    }

    /// Takes the unit's assignment back.
    pub(super) fn withdraw(&mut self, now: Timestamp, order: OrderId) -> Option<ToUnit> {
        let assignment = self.orders.get(&order)?.assignment_of(self.unit.id)?.id;
        self.command(
            now,
            order,
            OrderCommand::Withdraw {
                assignment,
                by: PersonId(Uuid::from_u128(9)),
            },
        )
    }

    /// Moves an order's place.
    pub(super) fn move_place(&mut self, now: Timestamp, order: OrderId, to: LatLon) -> Option<ToUnit> {
        self.command(now, order, OrderCommand::MovePlace { to })
    }

    /// Asks another unit too, which is there at once.
    pub(super) fn another_comes(&mut self, now: Timestamp, order: OrderId) -> Option<ToUnit> {
        let (assignment, by) = (AssignmentId(self.make()), PersonId(Uuid::from_u128(9)));
        let unit = UnitId(Uuid::from_u128(8));
        self.command(now, order, OrderCommand::Want { units: 2, by })?;
        let offer = OrderCommand::Offer {
            assignment,
            unit,
            by,
            choice: None,
        };
        self.command(now, order, offer)?;
        let arrived = OrderCommand::MeetLeg {
            leg: Leg::Arrived,
            assignment,
            at: now,
            error_ms: 20,
            by_hand: None,
        };
        self.command(now, order, arrived)
    }

    pub(super) fn cancel(&mut self, now: Timestamp, order: OrderId) -> Option<ToUnit> {
        let reason = "a false alarm".to_owned();
        self.command(
            now,
            order,
            OrderCommand::Cancel {
                by: PersonId(Uuid::from_u128(9)),
                reason,
            },
        )
    }

    /// Hears a message and answers it.
    pub(super) fn hear(&mut self, now: Timestamp, message: ToHall) -> Vec<ToUnit> {
        match message {
            ToHall::Hello { .. } => vec![
                ToUnit::Welcome {
                    version: VERSION,
                    unit: self.unit.clone(),
                    on_duty: self.on_duty,
                    sos: self.sos,
                    camera_asked: None,
                    hall_time: now,
                    telephone: self.telephone.clone(),
                },
                ToUnit::Orders {
                    orders: self.standing().map(|order| told(order, now)).collect(),
                },
            ],
            ToHall::AskTime { asked_at } => vec![ToUnit::Time {
                asked_at,
                hall_time: now,
            }],
            ToHall::Submit { entries } => {
                assert!(entries.len() <= protocol::MAX_ENTRIES);
                let mut said = Vec::new();
                let mut answers = Vec::new();
                let mut duty_again = false;
                let lost = self.overhears.min(entries.len());
                self.overhears -= lost;
                for entry in entries.into_iter().skip(lost) {
                    let id = entry.id;
                    let is_duty = matches!(entry.told, Told::GoOnDuty | Told::GoOffDuty);
                    let outcome = match self.answered.get(&id) {
                        Some(outcome) => {
                            duty_again |= is_duty;
                            outcome.clone()
                        }
                        None => self.take(now, entry, &mut said),
                    };
                    answers.push(Answer { id, outcome });
                }
                let place = if self.answers_first { 0 } else { said.len() };
                said.insert(place, ToUnit::Answers { answers });
                if duty_again {
                    let on_duty = self.on_duty;
                    said.push(ToUnit::DutyChanged { on_duty });
                }
                said
            }
            _ => Vec::new(),
        }
    }

    /// The open orders that the unit has a part in.
    pub(super) fn standing(&self) -> impl Iterator<Item = &Order> {
        self.orders
            .values()
            .filter(|order| order.is_open() && order.assignment_of(self.unit.id).is_some())
    }

    fn take(&mut self, now: Timestamp, entry: Entry, said: &mut Vec<ToUnit>) -> Outcome {
        let outcome = self.decide(now, &entry, said);
        self.answered.insert(entry.id, outcome.clone());
        self.taken.push(entry);
        outcome
    }

    fn decide(&mut self, now: Timestamp, entry: &Entry, said: &mut Vec<ToUnit>) -> Outcome {
        let request = matches!(
            entry.told,
            Told::Accept { .. } | Told::Decline { .. } | Told::GoOnDuty | Told::GoOffDuty
        );
        if request && self.refuses > 0 {
            self.refuses -= 1;
            return Outcome::Refused {
                code: "not_so".to_owned(),
                message: "the hall says no".to_owned(),
            };
        }
        match entry.told {
            Told::Sos { .. } => (self.on_duty, self.sos) = (true, true),
            Told::GoOnDuty => self.on_duty = true,
            Told::GoOffDuty if self.sos => {
                return Outcome::Refused {
                    code: "sos_open".to_owned(),
                    message: "the unit calls for help".to_owned(),
                };
            }
            Told::GoOffDuty => self.on_duty = false,
            _ => {}
        }
        let Some((id, command)) = entry.order_command() else {
            return Outcome::Taken;
        };
        let decided = self.orders.get(&id).map(|order| order.decide(now, command));
        match decided {
            Some(Ok(event)) => {
                let order = self.orders.get_mut(&id).unwrap();
                order.apply(&event);
                said.push(ToUnit::OrderChanged {
                    order: told(order, now),
                });
                Outcome::Taken
            }
            Some(Err(domain::OrderRefusal::AlreadySo)) => Outcome::Taken,
            Some(Err(refusal)) => Outcome::Refused {
                code: refusal.code().to_owned(),
                message: refusal.to_string(),
            },
            None => Outcome::Refused {
                code: "no_such_order".to_owned(),
                message: "no such order".to_owned(),
            },
        }
    }

    pub(super) fn command(&mut self, now: Timestamp, id: OrderId, command: OrderCommand) -> Option<ToUnit> {
        let order = self.orders.get_mut(&id)?;
        let event = order.decide(now, command).ok()?;
        order.apply(&event);
        Some(ToUnit::OrderChanged {
            order: told(order, now),
        })
    }

    pub(super) fn make(&mut self) -> Uuid {
        self.made += 1;
        Uuid::from_u128(self.made)
    }
}

/// The state of the unit's last part in an order.
pub(super) fn last_state(hall: &PretendHall, order: OrderId) -> Option<AssignmentState> {
    hall.orders
        .get(&order)?
        .assignments
        .values()
        .last()
        .map(|own| own.state)
}

pub(super) fn told(order: &Order, now: Timestamp) -> UnitOrder {
    UnitOrder {
        view: OrderView::new(order, now),
        order: order.clone(),
    }
}
