//! What the hall says, and what follows from it.

use domain::Timestamp;
use protocol::api::Telephone;
use protocol::{Answer, Entry, Outcome, ToHall, ToUnit, Told};

use super::{FieldUnit, duty_of};
use crate::sos::is_call;
use crate::{Change, Notice, Output, PhoneTime, Tap};

impl FieldUnit {
    pub(super) fn hear(&mut self, now: PhoneTime, message: ToUnit) {
        self.link.heard(now);
        match message {
            ToUnit::Welcome {
                version: _,
                unit,
                on_duty,
                sos,
                camera_asked,
                hall_time,
                telephone,
            } => {
                let Some(asked_at) = self.link.welcomed(now, &mut self.outputs) else {
                    return;
                };
                self.learn_time(asked_at, now, hall_time);
                self.orders.is_unit(unit.id, &self.outbox);
                self.unit = Some(unit);
                // What is no number is none to be dialled.
                self.telephone = telephone.and_then(|number| Telephone { number }.digits());
                self.duty_confirmed = on_duty;
                self.duty_moved();
                self.sos.confirm(sos);
                self.sos_moved();
                self.camera_asked_for(now, camera_asked);
                self.look_at_orders(now);
                self.link.time_passed(now, &mut self.outputs);
            }
            ToUnit::Orders { orders } => {
                let orders = orders.into_iter().map(|told| told.order).collect();
                let notices = self.orders.replace_all(orders, &self.outbox);
                self.outputs.extend(notices.into_iter().map(Output::Notify));
                self.look_at_orders(now);
            }
            ToUnit::OrderChanged { order } => {
                let notice = self.orders.replace(order.order, &self.outbox);
                self.outputs.extend(notice.map(Output::Notify));
                self.look_at_orders(now);
            }
            ToUnit::DutyChanged { on_duty } => {
                self.duty_confirmed = on_duty;
                self.duty_moved();
                self.look_at_orders(now);
            }
            ToUnit::SosChanged { open } => {
                self.sos.confirm(open);
                self.sos_moved();
            }
            ToUnit::Answers { answers } => self.hear_answers(now, answers),
            ToUnit::Time { asked_at, hall_time } => {
                if let Some(asked_at) = self.link.time_told(asked_at) {
                    self.learn_time(asked_at, now, hall_time);
                }
            }
            ToUnit::Probe { id } if self.on_duty => {
                let condition = self.condition.at(now);
                self.outputs
                    .push_back(Output::Send(ToHall::Probed { id, condition }));
            }
            ToUnit::CameraNeeded { needed } => self.live.needed(needed),
            ToUnit::LayersWanted { wanted } => self.live.layers_wanted(wanted),
            ToUnit::WatchedBy { watchers } => self.live.watched_by(watchers),
            ToUnit::CameraAsked { asked } => self.camera_asked_for(now, asked),
            ToUnit::Bye { reason, detail: _ } => self.link.dismissed(now, reason, &mut self.outputs),
            ToUnit::Talk { talk } => self.talk.shown(talk),
            // Off duty the phone says nothing of itself.
            ToUnit::Probe { .. } | ToUnit::Unknown => {}
        }
    }

    fn hear_answers(&mut self, now: PhoneTime, answers: Vec<Answer>) {
        let mut answered = Vec::with_capacity(answers.len());
        for Answer { id, outcome } in answers {
            if let Some(entry) = self.outbox.answered(id) {
                answered.push(id);
                self.settle(&entry, outcome);
            }
        }
        self.link.entries_answered(now, self.outbox.under_way_since());
        if !answered.is_empty() {
            self.outputs.push_back(Output::Store(Change::Remove(answered)));
            self.look_at_orders(now);
        }
    }

    fn settle(&mut self, entry: &Entry, outcome: Outcome) {
        match outcome {
            Outcome::Taken => {
                self.orders.confirm(entry);
                self.duty_confirmed = duty_of(entry).unwrap_or(self.duty_confirmed);
                if is_call(entry) {
                    self.sos.confirm(true);
                }
            }
            Outcome::Refused { code, message } => {
                if let Some(tap) = tap_of(&entry.told) {
                    self.refuse(tap, entry.told.order(), &code, &message);
                }
            }
            Outcome::Unknown => {}
        }
        if let Some(order) = entry.told.order() {
            self.show(order);
        }
        if duty_of(entry).is_some() {
            self.duty_moved();
        }
        self.sos_moved();
    }

    /// Learns the hall's time; the first time, what was stamped by guess is stamped anew.
    fn learn_time(&mut self, asked_at: PhoneTime, now: PhoneTime, hall_time: Timestamp) {
        let guessed = !self.clock.is_heard();
        self.clock.learn(asked_at, now, hall_time);
        if let Some(better) = self.clock.better_than(self.kept, now) {
            self.kept = Some(better);
            self.outputs.push_back(Output::Store(Change::KeepReading(better)));
        }
        if guessed {
            self.stamp_anew();
            self.notify(Notice::TimeHeard);
        }
    }

    /// Stamps anew what was stamped by guess, now that the hall's clock is known.
    pub(super) fn stamp_anew(&mut self) {
        let stamped = self.outbox.stamp(|happened| self.clock.hall_time(happened));
        self.outputs.extend(
            stamped
                .into_iter()
                .map(|entry| Output::Store(Change::Replace(entry))),
        );
        self.orders.show_all(&self.outbox);
    }
}

/// What the officer did, if the entry is the officer's doing.
fn tap_of(told: &Told) -> Option<Tap> {
    match told {
        Told::Accept { .. } => Some(Tap::Accept),
        Told::Decline { .. } => Some(Tap::Decline),
        Told::SetOff { .. } => Some(Tap::SetOff),
        Told::Arrived { .. } => Some(Tap::Arrive),
        Told::Reported { .. } => Some(Tap::Report),
        Told::ItemChecked { .. } => Some(Tap::Check),
        Told::Message { .. } => Some(Tap::Message),
        Told::GoOnDuty | Told::GoOffDuty => Some(Tap::Duty),
        Told::Sos { .. } => Some(Tap::Sos),
        Told::Fix { .. } | Told::Received { .. } | Told::MessagesRead { .. } | Told::Unknown => None,
    }
}
