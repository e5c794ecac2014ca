//! How what desks ask for is done.

use domain::order::{OrderCommand, OrderSent, Receiver};
use domain::{AssignmentId, IncidentId, OrderId, OrderRefusal, Place, Timestamp, Town, Unit, UnitId};

use crate::incidents::NewIncident;
use crate::{Answered, Ask, Change, Dispatch, Output, Record, Refusal, Seat};

impl Dispatch {
    #[expect(clippy::too_many_lines, reason = "an arm for each ask, nothing else")]
    pub(crate) fn ask(&mut self, now: Timestamp, by: Seat, ask: Ask) -> Result<Answered, Refusal> {
        self.authorise(by, &ask)?;
        match ask {
            Ask::AddTown(town) => self.add_town(now, town),
            Ask::AddUnit(unit) => self.add_unit(now, unit),
            Ask::SetDuty { unit, on_duty, until } => self.put_on_duty(now, unit, on_duty, until),
            Ask::AskForCamera { unit, name } => self.ask_for_camera(now, by, unit, name),
            Ask::WithdrawCameraRequest(unit) => self.withdraw_camera_request(now, by, unit),
            Ask::SetRule(rule) => {
                let by = by.person;
                self.record(now, None, Record::RuleSet { rule, by });
                self.output(Output::Show(Change::Rule(rule)));
                Ok(Answered::Done)
            }
            Ask::RaiseIncident {
                id,
                kind,
                place,
                caller,
                note,
            } => self.raise_incident(
                now,
                by,
                id,
                NewIncident {
                    kind,
                    place,
                    caller,
                    note,
                },
            ),
            Ask::EditIncident { incident, edit } => self.edit_incident(now, by, incident, edit),
            Ask::MergeIncident { incident, into } => self.merge_incident(now, by, incident, into),
            Ask::CloseIncident { incident, reason } => self.close_incident(now, by, incident, reason),
            Ask::FindDuplicates { kind, at, caller } => {
                let found = self.duplicates(now, by, kind, at, caller.as_ref());
                Ok(Answered::Duplicates(found))
            }
            Ask::SendOrder {
                id,
                kind,
                incident,
                place,
                addressee,
                note,
            } => {
                if let Some(known) = id.and_then(|id| self.board.orders.get(&id)) {
                    // Asked again, since the answer was lost on its way.
                    return if known.sent_by == by.person {
                        Ok(Answered::Order(known.clone()))
                    } else {
                        Err(Refusal::IdTaken)
                    };
                }
                let place = self.place_of(incident, place)?;
                let (limit, from_town, by, at) = (kind.limit(), by.town(), by.person, now);
                let arrival_radius_m = self.settings.arrival_radius_m;
                let checklist = self.checklist_of(kind, incident);
                let order = id.unwrap_or_else(|| OrderId(self.ids.next(now)));
                self.send_order(
                    now,
                    OrderSent {
                        order,
                        kind,
                        limit,
                        incident,
                        place,
                        arrival_radius_m,
                        addressee,
                        note,
                        checklist,
                        by,
                        from_town,
                        at,
                    },
                )
            }
            Ask::ReceiveAtDesk(order) => {
                let receive = OrderCommand::Receive {
                    receiver: Receiver::Desk(by.person),
                    at: now,
                };
                self.command_open(now, order, receive)
            }
            Ask::Offer { order, unit } => {
                self.must_be_on_duty(unit)?;
                let assignment = AssignmentId(self.ids.next(now));
                let choice = self.choice_of_person(now, order, unit);
                self.command_open(
                    now,
                    order,
                    OrderCommand::Offer {
                        assignment,
                        unit,
                        by: by.person,
                        choice,
                    },
                )
            }
            Ask::SetUnits { order, units } => self.set_units(now, by, order, &units),
            Ask::Withdraw { order, assignment } => self.command_open(
                now,
                order,
                OrderCommand::Withdraw {
                    assignment,
                    by: by.person,
                },
            ),
            Ask::PassOn(order) => self.command_open(now, order, OrderCommand::PassOn { by: by.person }),
            Ask::ExplainBreach {
                order,
                leg,
                reason,
                note,
            } => self.command_open(
                now,
                order,
                OrderCommand::ExplainBreach {
                    leg,
                    by: by.person,
                    reason,
                    note,
                },
            ),
            Ask::WriteMessage {
                order,
                id,
                text,
                attachment,
            } => self.write_message(now, by, order, id, text, attachment),
            Ask::ReadMessages { order, messages } => self.read_messages(now, by, order, messages),
            Ask::ConfirmArrival { order, assignment } => self.confirm_arrival(now, by, order, assignment),
            Ask::CloseOrder(order) => self.command_open(now, order, OrderCommand::Close { by: by.person }),
            Ask::CancelOrder { order, reason } => self.command_open(
                now,
                order,
                OrderCommand::Cancel {
                    by: by.person,
                    reason,
                },
            ),
            Ask::CloseRoad { at, radius_m, note } => self.close_road(now, by, at, radius_m, note),
            Ask::OpenRoad(closure) => self.open_road(now, by, closure),
            Ask::MapWithout(unit) => Ok(Answered::Map(self.promise_map().map(|map| map.without(unit)))),
            Ask::Report { from, to } => {
                let orders = self.board.orders.values().filter(|order| {
                    let sent_then = (from..to).contains(&order.clock.sent_at);
                    sent_then && by.role.sees_any(&self.board.towns_of_order(order))
                });
                Ok(Answered::Report(crate::report::figures(orders, now)))
            }
            Ask::Recommend {
                at,
                kind,
                order,
                most,
            } => Ok(Answered::Recommended(
                self.recommendation(now, by, at, kind, order, most),
            )),
        }
    }

    fn add_town(&mut self, now: Timestamp, town: Town) -> Result<Answered, Refusal> {
        if self.board.towns.contains_key(&town.id) {
            return Err(Refusal::IdTaken);
        }
        self.record(now, None, Record::TownAdded { town: town.clone() });
        self.output(Output::Show(Change::Town(town)));
        Ok(Answered::Done)
    }

    fn add_unit(&mut self, now: Timestamp, unit: Unit) -> Result<Answered, Refusal> {
        if !self.board.towns.contains_key(&unit.town) {
            return Err(Refusal::NoSuchTown);
        }
        let id = unit.id;
        if self.board.units.contains_key(&id) {
            return Err(Refusal::IdTaken);
        }
        self.record(now, None, Record::UnitAdded { unit });
        self.show_unit(now, id);
        Ok(Answered::Done)
    }

    fn place_of(&self, incident: Option<IncidentId>, place: Option<Place>) -> Result<Place, Refusal> {
        let Some(incident) = incident else {
            return place.ok_or(Refusal::NoPlace);
        };
        let known = self.open_incident(incident)?;
        let of_incident = || known.place_known.then(|| known.place.clone());
        place.or_else(of_incident).ok_or(Refusal::NoPlace)
    }

    pub(crate) fn command_open(
        &mut self,
        now: Timestamp,
        order: OrderId,
        command: OrderCommand,
    ) -> Result<Answered, Refusal> {
        match self.command(now, None, order, command) {
            Ok(()) | Err(OrderRefusal::AlreadySo) => self.order(order),
            Err(refusal) => Err(refusal.into()),
        }
    }

    /// An answer about an order that may have gone on since.
    pub(crate) fn as_it_is_now(&self, answered: Answered) -> Answered {
        match answered {
            Answered::Order(order) => {
                let known = self.board.orders.get(&order.id).cloned();
                Answered::Order(known.unwrap_or(order))
            }
            other => other,
        }
    }

    pub(crate) fn order(&self, order: OrderId) -> Result<Answered, Refusal> {
        self.board
            .orders
            .get(&order)
            .cloned()
            .map(Answered::Order)
            .ok_or(Refusal::NoSuchOrder)
    }

    pub(crate) fn must_be_on_duty(&self, unit: UnitId) -> Result<(), Refusal> {
        let known = self.board.units.get(&unit).ok_or(Refusal::NoSuchUnit)?;
        if known.on_duty {
            Ok(())
        } else {
            Err(Refusal::OffDuty)
        }
    }
}
