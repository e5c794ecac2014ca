//! The hall's side of a drill: the real dispatch machine, with a seat that asks it and a journal that listens.

use std::collections::HashSet;
use std::time::Duration;

use dispatch::{Answered, Ask, Dispatch, Input, Output, Seat, Settings, Snapshot, Travel, UnitTold};
use domain::order::{Addressee, DispatchRule, Leg, OrderCommand, Receiver};
use domain::{
    AssignmentId, CommandId, IdSource, IncidentId, Order, OrderId, PersonId, Place, Role, Timestamp, Town,
    TownId, TravelMode, Unit, UnitId,
};
use protocol::to_unit::UnitOrder;
use protocol::{Answer, Entry, Outcome, ToHall, ToUnit, Told};
use roads::RoadNetwork;

use super::Plan;
use super::calls::Call;
use super::journal::Journal;
use super::log::What;

/// Virtual time between two promise maps: a minute is short against how units move.
const MAP_EVERY: Duration = Duration::from_mins(1);

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
    pub(super) journal: Journal,
}

/// What the hall does to the phone of a unit, by the unit's place in the list.
#[derive(Debug)]
pub(super) enum ToPhone {
    Send(usize, ToUnit),
    HangUp(usize),
}

impl Hall {
    /// A hall with units that travel by `modes` on `roads`, which chooses by the plan's rule.
    ///
    /// Cures are off: a forecast that brings about what it warns of cannot be scored.
    pub(super) fn new(
        now: Timestamp,
        seed: u64,
        plan: &Plan,
        roads: &RoadNetwork,
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
        dispatch.set_travel(Travel::Roads(roads.clone()));
        dispatch.set_up(Settings {
            rule: plan.rule,
            automatic: true,
            cures: false,
            move_units: plan.rule == DispatchRule::Cover,
            map_every: MAP_EVERY,
        });
        let mut hall = Self {
            dispatch,
            ids,
            dispatcher,
            units,
            held: HashSet::new(),
            journal,
        };
        for ask in asks {
            hall.ask(now, administrator, ask);
        }
        hall
    }

    /// When the machine wants to be woken.
    pub(super) fn poll_timeout(&self) -> Option<Timestamp> {
        self.dispatch.poll_timeout()
    }

    /// Hands in what happened.
    pub(super) fn tell(&mut self, now: Timestamp, input: Input) -> Vec<ToPhone> {
        self.dispatch.handle_input(now, input);
        self.drain(now).1
    }

    /// What the unit at `place` of the list is called.
    pub(super) fn unit(&self, place: usize) -> Option<UnitId> {
        self.units.get(place).copied()
    }

    /// A phone said something.
    pub(super) fn hear(&mut self, now: Timestamp, place: usize, message: ToHall) -> Vec<ToPhone> {
        let Some(unit) = self.unit(place) else {
            return Vec::new();
        };
        match message {
            ToHall::Hello { .. } => self.tell(now, Input::UnitConnected(unit)),
            ToHall::AskTime { asked_at } => {
                let mut effects = self.tell(now, Input::UnitHeard(unit));
                let hall_time = now;
                effects.push(ToPhone::Send(place, ToUnit::Time { asked_at, hall_time }));
                effects
            }
            ToHall::Submit { entries } => {
                let mut effects = Vec::new();
                for entry in entries {
                    effects.extend(self.take(now, unit, entry));
                }
                effects
            }
            ToHall::Probed { id, condition } => self.tell(now, Input::UnitProbed { unit, id, condition }),
            ToHall::Unknown => Vec::new(),
        }
    }

    fn take(&mut self, now: Timestamp, unit: UnitId, entry: Entry) -> Vec<ToPhone> {
        let command = entry.id;
        let about = entry.order_command();
        let told = match (about.clone(), entry.told) {
            (Some((order, command)), _) => UnitTold::Order { order, command },
            (None, Told::Fix { fix }) => UnitTold::Fix(fix),
            (None, Told::Sos { place }) => UnitTold::Sos { at: place },
            (None, Told::GoOnDuty) => UnitTold::Duty(true),
            (None, Told::GoOffDuty) => UnitTold::Duty(false),
            (None, _) => return Vec::new(),
        };
        let effects = self.tell(now, Input::UnitTold { unit, command, told });
        let board = self.dispatch.board();
        let is_so = |(order, command)| {
            board
                .orders
                .get(&order)
                .is_some_and(|order| holds(order, &command))
        };
        if board.has_applied(command) || about.is_some_and(is_so) {
            self.held.insert(command);
        }
        effects
    }

    /// A phone heard that the hall has what it told; whether that is true.
    pub(super) fn acknowledged(&mut self, command: CommandId) -> bool {
        self.held.remove(&command)
    }

    /// Asks from the dispatcher's seat.
    pub(super) fn seat_asks(&mut self, now: Timestamp, ask: Ask) -> (Option<Answered>, Vec<ToPhone>) {
        self.ask(now, self.dispatcher, ask)
    }

    fn ask(&mut self, now: Timestamp, by: Seat, ask: Ask) -> (Option<Answered>, Vec<ToPhone>) {
        let request = 0;
        self.dispatch.handle_input(now, Input::Asked { request, by, ask });
        self.drain(now)
    }

    /// An incident for the `number`th call.
    pub(super) fn raise(&mut self, now: Timestamp, call: &Call) -> (IncidentId, Vec<ToPhone>) {
        let id = IncidentId(self.ids.next(now));
        let ask = Ask::RaiseIncident {
            id: Some(id),
            kind: call.incident,
            place: place(call),
            caller: None,
            note: String::new(),
        };
        (id, self.seat_asks(now, ask).1)
    }

    /// The order for the `number`th call, to whoever is best placed.
    pub(super) fn send(
        &mut self,
        now: Timestamp,
        number: u32,
        call: &Call,
        incident: Option<IncidentId>,
    ) -> (OrderId, Vec<ToPhone>) {
        let id = OrderId(self.ids.next(now));
        self.journal.numbers(number, id);
        let ask = Ask::SendOrder {
            id: Some(id),
            kind: call.kind,
            incident,
            place: Some(place(call)),
            addressee: Addressee::BestPlaced(1),
            note: String::new(),
        };
        (id, self.seat_asks(now, ask).1)
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

    fn drain(&mut self, now: Timestamp) -> (Option<Answered>, Vec<ToPhone>) {
        let mut answered = None;
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
                Output::Answer { result, .. } => answered = result.ok(),
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
                    orders,
                } => self.welcome(now, unit, (on_duty, sos), orders, &mut effects),
                Output::SendOrder { unit, order } => {
                    let order = for_unit(now, order);
                    self.to_phone(unit, ToUnit::OrderChanged { order }, &mut effects);
                }
                Output::SendSos { unit, open } => {
                    self.to_phone(unit, ToUnit::SosChanged { open }, &mut effects);
                }
                Output::HangUp { unit } => effects.extend(self.place_of(unit).map(ToPhone::HangUp)),
                Output::Probe { unit, id } => self.to_phone(unit, ToUnit::Probe { id }, &mut effects),
                Output::Show(_) => {}
            }
        }
        (answered, effects)
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
            hall_time: now,
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

    /// Closes what is done, with its incident.
    pub(super) fn close(&mut self, now: Timestamp, order: OrderId) -> Vec<ToPhone> {
        let incident = self.order(order).and_then(|order| order.incident);
        let mut effects = self.seat_asks(now, Ask::CloseOrder(order)).1;
        effects.extend(self.end_incident(now, incident));
        effects
    }

    /// Calls off what nobody has reached.
    pub(super) fn give_up(&mut self, now: Timestamp, order: OrderId) -> Vec<ToPhone> {
        let Some(known) = self.order(order).filter(|order| order.is_open()) else {
            return Vec::new();
        };
        if known.legs.get(Leg::Arrived).is_some() {
            return Vec::new();
        }
        let incident = known.incident;
        let reason = "nobody came".to_owned();
        let mut effects = self.seat_asks(now, Ask::CancelOrder { order, reason }).1;
        effects.extend(self.end_incident(now, incident));
        effects
    }

    fn end_incident(&mut self, now: Timestamp, incident: Option<IncidentId>) -> Vec<ToPhone> {
        incident.map_or_else(Vec::new, |incident| {
            let reason = "done with".to_owned();
            self.seat_asks(now, Ask::CloseIncident { incident, reason }).1
        })
    }

    /// Writes a line.
    pub(super) fn note(&mut self, now: Timestamp, what: What) {
        self.journal.note(now, what);
    }
}

/// Whether an order knows already what is told of it.
fn holds(order: &Order, told: &OrderCommand) -> bool {
    let assignment = |id: &AssignmentId| order.assignments.get(id);
    match told {
        OrderCommand::Receive {
            receiver: Receiver::Phone(id),
            ..
        } => assignment(id).is_some_and(|own| own.delivered.is_some()),
        OrderCommand::Accept { assignment: id, .. } => assignment(id).is_some_and(|own| own.state.is_taken()),
        OrderCommand::SetOff { assignment: id, .. } => {
            assignment(id).is_some_and(|own| own.under_way.is_some())
        }
        OrderCommand::MeetLeg {
            leg, assignment: id, ..
        } => {
            let aside = order.aside.get(id).and_then(|legs| legs.get(*leg));
            aside.or_else(|| order.legs.get(*leg)).is_some()
        }
        OrderCommand::Report { id, .. } => order.reports.iter().any(|report| report.id == *id),
        _ => false,
    }
}

fn for_unit(now: Timestamp, order: Order) -> UnitOrder {
    UnitOrder {
        view: protocol::api::OrderView::new(&order, now),
        order,
    }
}

fn place(call: &Call) -> Place {
    Place {
        at: call.place,
        name: String::new(),
        address: String::new(),
    }
}
