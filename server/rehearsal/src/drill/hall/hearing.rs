//! What the hall hears from phones, as its sockets would hand it in.

use dispatch::{Input, UnitTold};
use domain::order::{OrderCommand, Receiver};
use domain::{AssignmentId, CommandId, Order, Timestamp, UnitId};
use protocol::{Entry, ToHall, ToUnit, Told};

use super::{Hall, ToPhone};

impl Hall {
    /// A phone said something.
    pub(in crate::drill) fn hear(&mut self, now: Timestamp, place: usize, message: ToHall) -> Vec<ToPhone> {
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
            ToHall::CameraDeclined { .. } | ToHall::Press { .. } | ToHall::Release | ToHall::Unknown => {
                Vec::new()
            }
        }
    }

    fn take(&mut self, now: Timestamp, unit: UnitId, entry: Entry) -> Vec<ToPhone> {
        let command = entry.id;
        let about = entry.order_command();
        let told = match (about.clone(), entry.told) {
            (Some((order, command)), _) => UnitTold::Order { order, command },
            (None, Told::Fix { fix }) => UnitTold::Fix(fix),
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
    pub(in crate::drill) fn acknowledged(&mut self, command: CommandId) -> bool {
        self.held.remove(&command)
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
        OrderCommand::Write(written) => order.messages.iter().any(|message| message.id == written.id),
        _ => false,
    }
}
