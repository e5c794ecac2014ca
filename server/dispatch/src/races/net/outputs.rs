//! What the hall and the phones want done, done.

use crate::Output;
use field_unit::Output as PhoneOutput;
use protocol::api::OrderView;
use protocol::to_unit::UnitOrder;
use protocol::{Answer, Outcome, ToUnit, VERSION};

use super::{Net, UNITS, unit};

impl Net {
    pub(super) fn perform(&mut self, output: Output) {
        let hall_time = self.now;
        let for_unit = |order: domain::Order| UnitOrder {
            view: OrderView::new(&order, hall_time),
            order,
        };
        match output {
            Output::Probe { unit, id } => self.say(unit, ToUnit::Probe { id }),
            Output::Record(recorded) => {
                self.umpire.read(&recorded);
                self.log.push(recorded);
            }
            Output::KeepFix { unit, fix, .. } => drop(self.fixes.insert(unit, fix)),
            Output::AnswerUnit {
                unit,
                command: id,
                result,
            } => {
                let outcome = match result {
                    Ok(()) => Outcome::Taken,
                    Err(refusal) => {
                        self.refused += 1;
                        Outcome::Refused {
                            code: refusal.code().to_owned(),
                            message: refusal.to_string(),
                        }
                    }
                };
                let answers = vec![Answer { id, outcome }];
                self.say(unit, ToUnit::Answers { answers });
            }
            Output::SendOrders {
                unit: id,
                on_duty,
                sos,
                camera_asked,
                orders,
            } => {
                let unit = self.hall.board().units[&id].unit.clone();
                self.say(
                    id,
                    ToUnit::Welcome {
                        version: VERSION,
                        unit,
                        on_duty,
                        sos,
                        camera_asked,
                        hall_time,
                        telephone: None,
                    },
                );
                let orders = orders.into_iter().map(for_unit).collect();
                self.say(id, ToUnit::Orders { orders });
            }
            Output::SendOrder { unit, order } => {
                let order = for_unit(order);
                self.say(unit, ToUnit::OrderChanged { order });
            }
            Output::SendDuty { unit, on_duty } => self.say(unit, ToUnit::DutyChanged { on_duty }),
            Output::SendSos { unit, open } => self.say(unit, ToUnit::SosChanged { open }),
            Output::SendCameraAsked { unit, asked } => self.say(unit, ToUnit::CameraAsked { asked }),
            Output::HangUp { unit: of } => {
                self.lines.remove(&of);
                let phone = (1..).map(unit).take(UNITS).position(|unit| unit == of);
                self.hang_up(phone.unwrap());
            }
            Output::Answer { .. } | Output::GiveNotice(_) | Output::Show(_) => {}
        }
    }

    pub(super) fn drain(&mut self, phone: usize) {
        while let Some(output) = self.phones[phone].machine.poll_output() {
            match output {
                PhoneOutput::Connect if self.phones[phone].net => self.connect(phone),
                PhoneOutput::Connect => self.phones[phone].calling = true,
                PhoneOutput::Disconnect => {
                    self.phones[phone].socket = None;
                    self.phones[phone].calling = false;
                }
                PhoneOutput::Send(message) => {
                    let serial = self.phones[phone].socket.as_ref().map(|(serial, _)| *serial);
                    if let Some((_, said)) = serial.and_then(|serial| self.to_hall.get_mut(&serial)) {
                        said.push_back(message);
                    }
                }
                PhoneOutput::Store(_) | PhoneOutput::Notify(_) => {}
            }
        }
    }
}
