//! The hall's side of a drill: the real dispatch machine, with a seat that asks it and a journal that listens.

use std::collections::HashSet;

use dispatch::{Ask, Checklists, Dispatch, Input, Output, Seat, Settings, Snapshot, Travel};
use domain::order::DispatchRule;
use domain::{
    CommandId, IdSource, Order, OrderId, PersonId, Role, Timestamp, Town, TownId, TravelMode, Unit, UnitId,
};
use protocol::to_unit::UnitOrder;
use protocol::{Answer, Outcome, ToUnit};

use super::Plan;
use super::journal::Journal;
use super::log::What;

mod hearing;
mod seat;

/// The hall in a drill.
#[derive(Debug)]
pub(super) struct Hall {
    dispatch: Dispatch,
    ids: IdSource,
    dispatcher: Seat,
    /// The units by their number less one.
    units: Vec<UnitId>,
    /// What phones told that the hall has and has not been seen to be acknowledged.
    held: HashSet<CommandId>,
    /// When the machine wants to be woken, unless something happened since that was asked.
    due: Option<Timestamp>,
    happened: bool,
    pub(super) journal: Journal,
}

/// What the hall does to the phone of a unit, by the unit's place in the list.
#[derive(Debug)]
pub(super) enum ToPhone {
    Send(usize, ToUnit),
    HangUp(usize),
}

impl Hall {
    /// A hall with units that travel by `modes`, which knows `travel` and chooses by the plan's rule.
    ///
    /// Cures are off: a forecast that brings about what it warns of cannot be scored.
    pub(super) fn new(
        now: Timestamp,
        seed: u64,
        plan: &Plan,
        arrival_radius_m: f64,
        travel: &Travel,
        modes: &[TravelMode],
        mut journal: Journal,
    ) -> Self {
        let mut ids = IdSource::new(seed);
        let seat = |ids: &mut IdSource, role| Seat {
            person: PersonId(ids.next(now)),
            role,
        };
        let administrator = seat(&mut ids, Role::Administrator);
        let dispatcher = seat(&mut ids, Role::Dispatcher);
        let town = Town {
            id: TownId(ids.next(now)),
            name: "演练 Drill".to_owned(),
        };
        let mut units = Vec::new();
        let mut asks = vec![Ask::AddTown(town.clone())];
        for (number, mode) in (1..).zip(modes) {
            let unit = Unit {
                id: UnitId(ids.next(now)),
                name: format!("{number}"),
                town: town.id,
                mode: *mode,
            };
            journal.names(number, unit.id);
            units.push(unit.id);
            asks.push(Ask::AddUnit(unit));
        }
        let mut dispatch = Dispatch::restore(seed, Snapshot::default(), [], []);
        dispatch.set_travel(travel.clone());
        dispatch.set_up(Settings {
            rule: plan.rule,
            automatic: true,
            cures: false,
            move_units: plan.rule == DispatchRule::Cover,
            // Nobody looks at a drill's map, and no decision is made by it.
            map_every: None,
            arrival_radius_m,
            // Nobody reads them, and no decision is made by them.
            checklists: Checklists::default(),
        });
        let mut hall = Self {
            dispatch,
            ids,
            dispatcher,
            units,
            held: HashSet::new(),
            due: None,
            happened: true,
            journal,
        };
        for ask in asks {
            hall.ask(now, administrator, ask);
        }
        hall
    }

    /// When the machine wants to be woken.
    pub(super) fn poll_timeout(&mut self) -> Option<Timestamp> {
        if std::mem::take(&mut self.happened) {
            self.due = self.dispatch.poll_timeout();
        }
        self.due
    }

    /// Hands in what happened.
    pub(super) fn tell(&mut self, now: Timestamp, input: Input) -> Vec<ToPhone> {
        self.dispatch.handle_input(now, input);
        self.drain(now)
    }

    /// What the unit at `place` of the list is called.
    pub(super) fn unit(&self, place: usize) -> Option<UnitId> {
        self.units.get(place).copied()
    }

    fn ask(&mut self, now: Timestamp, by: Seat, ask: Ask) -> Vec<ToPhone> {
        let request = 0;
        self.dispatch.handle_input(now, Input::Asked { request, by, ask });
        self.drain(now)
    }

    pub(super) fn order(&self, order: OrderId) -> Option<&Order> {
        self.dispatch.board().orders.get(&order)
    }

    /// Whether an order with a limit is open.
    pub(super) fn has_open_order(&self) -> bool {
        let mut open = self.dispatch.board().open_orders();
        open.any(|order| order.clock.limit.is_some())
    }

    /// Once a minute: writes down what is forecast, and clocks that started by themselves.
    pub(super) fn minute(&mut self, now: Timestamp) {
        let board = self.dispatch.board();
        for order in board.open_orders() {
            self.journal.clock(now, order);
            if let Some(outlook) = self.dispatch.outlook(order.id) {
                self.journal.forecast(now, order, outlook);
            }
        }
    }

    fn drain(&mut self, now: Timestamp) -> Vec<ToPhone> {
        self.happened = true;
        let mut effects = Vec::new();
        while let Some(output) = self.dispatch.poll_output() {
            match output {
                Output::Record(recorded) => {
                    self.held.extend(recorded.cause);
                    self.journal.recorded(now, &recorded, self.dispatch.board());
                }
                Output::KeepFix { unit, command, fix } => {
                    self.held.insert(command);
                    self.journal.fix(now, unit, &fix);
                }
                Output::AnswerUnit {
                    unit,
                    command,
                    result,
                } => {
                    let outcome = match result {
                        Ok(()) => Outcome::Taken,
                        Err(refusal) => Outcome::Refused {
                            code: refusal.code().to_owned(),
                            message: refusal.to_string(),
                        },
                    };
                    let answers = vec![Answer { id: command, outcome }];
                    self.to_phone(unit, ToUnit::Answers { answers }, &mut effects);
                }
                Output::SendOrders {
                    unit,
                    on_duty,
                    sos,
                    camera_asked: _,
                    orders,
                } => self.welcome(now, unit, (on_duty, sos), orders, &mut effects),
                Output::SendOrder { unit, order } => {
                    let order = for_unit(now, order);
                    self.to_phone(unit, ToUnit::OrderChanged { order }, &mut effects);
                }
                Output::HangUp { unit } => effects.extend(self.place_of(unit).map(ToPhone::HangUp)),
                Output::SendDuty { unit, on_duty } => {
                    self.to_phone(unit, ToUnit::DutyChanged { on_duty }, &mut effects);
                }
                Output::SendSos { unit, open } => {
                    self.to_phone(unit, ToUnit::SosChanged { open }, &mut effects);
                }
                Output::Probe { unit, id } => self.to_phone(unit, ToUnit::Probe { id }, &mut effects),
                // Pretend phones have no other way to be told, and nobody asks for their cameras.
                Output::Answer { .. }
                | Output::GiveNotice(_)
                | Output::SendCameraAsked { .. }
                | Output::Show(_) => {}
            }
        }
        effects
    }

    fn welcome(
        &self,
        now: Timestamp,
        unit: UnitId,
        (on_duty, sos): (bool, bool),
        orders: Vec<Order>,
        effects: &mut Vec<ToPhone>,
    ) {
        let Some(known) = self.dispatch.board().units.get(&unit) else {
            return;
        };
        let welcome = ToUnit::Welcome {
            version: protocol::VERSION,
            unit: known.unit.clone(),
            on_duty,
            sos,
            // Nobody asks for a pretend camera.
            camera_asked: None,
            hall_time: now,
            telephone: None,
        };
        self.to_phone(unit, welcome, effects);
        let orders = orders.into_iter().map(|order| for_unit(now, order)).collect();
        self.to_phone(unit, ToUnit::Orders { orders }, effects);
    }

    fn to_phone(&self, unit: UnitId, message: ToUnit, effects: &mut Vec<ToPhone>) {
        effects.extend(self.place_of(unit).map(|place| ToPhone::Send(place, message)));
    }

    fn place_of(&self, unit: UnitId) -> Option<usize> {
        let number = self.journal.number_of(unit)?;
        usize::try_from(number).ok()?.checked_sub(1)
    }

    /// Writes a line.
    pub(super) fn note(&mut self, now: Timestamp, what: What) {
        self.journal.note(now, what);
    }
}

fn for_unit(now: Timestamp, order: Order) -> UnitOrder {
    UnitOrder {
        view: protocol::api::OrderView::new(&order, now),
        order,
    }
}
