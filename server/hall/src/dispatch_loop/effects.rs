//! What follows once a turn is committed: answers, messages to phones, changes for viewers.

use dispatch::{Change, Input, NoticeWanted, Output};
use domain::UnitId;
use domain::order::NoticeOutcome;
use protocol::to_unit::UnitOrder;
use protocol::{Answer, Outcome, ToUnit};

use super::DispatchLoop;
use crate::desk::AskFault;

impl DispatchLoop {
    pub(super) fn perform(&mut self, effect: Output) {
        match effect {
            Output::Record(_) | Output::KeepFix { .. } => {}
            Output::Answer { request, result } => {
                if let Some(reply) = self.asked.remove(&request) {
                    // Whoever asked may have given up.
                    let _ = reply.send(result.map_err(AskFault::from));
                }
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
                self.send(
                    unit,
                    ToUnit::Answers {
                        answers: vec![Answer { id: command, outcome }],
                    },
                );
            }
            Output::SendOrders {
                unit,
                on_duty,
                sos,
                camera_asked,
                orders,
            } => {
                let Some(known) = self.dispatch.board().units.get(&unit) else {
                    return;
                };
                let (version, hall_time) = (protocol::VERSION, self.last);
                self.send(
                    unit,
                    ToUnit::Welcome {
                        version,
                        unit: known.unit.clone(),
                        on_duty,
                        sos,
                        camera_asked,
                        hall_time,
                        telephone: self.telephone.clone(),
                    },
                );
                let orders = orders.into_iter().map(|order| self.for_unit(order)).collect();
                self.send(unit, ToUnit::Orders { orders });
            }
            Output::SendOrder { unit, order } => {
                let order = self.for_unit(order);
                self.send(unit, ToUnit::OrderChanged { order });
            }
            Output::SendDuty { unit, on_duty } => self.send(unit, ToUnit::DutyChanged { on_duty }),
            Output::SendSos { unit, open } => self.send(unit, ToUnit::SosChanged { open }),
            Output::SendCameraAsked { unit, asked } => self.send(unit, ToUnit::CameraAsked { asked }),
            Output::Probe { unit, id } => self.send(unit, ToUnit::Probe { id }),
            Output::GiveNotice(wanted) => {
                if self.notices.try_send(wanted).is_err() {
                    self.not_carried(wanted);
                }
            }
            Output::HangUp { unit } => drop(self.lines.remove(&unit)),
            Output::Show(Change::PromiseMap(_)) => self.show_map(),
            Output::Show(change) => self.feed.show(self.last, change),
        }
    }

    /// Says of a notice that nobody carries it: too many wait.
    fn not_carried(&mut self, wanted: NoticeWanted) {
        self.happened(Input::NoticeHeard {
            order: wanted.order,
            assignment: wanted.assignment,
            notice: wanted.notice,
            outcome: NoticeOutcome::Failed,
        });
        self.unfinished = true;
    }

    fn for_unit(&self, order: domain::Order) -> UnitOrder {
        UnitOrder {
            view: protocol::api::OrderView::new(&order, self.last),
            order,
        }
    }

    /// A phone that reads too slowly loses its line and comes back to the whole state.
    fn send(&mut self, unit: UnitId, message: ToUnit) {
        let Some(line) = self.lines.get(&unit) else { return };
        if line.to_unit.try_send(message).is_err() {
            self.lines.remove(&unit);
        }
    }
}
