//! What the phone has to tell: the officer's taps and the receiver's measurements become entries.

use domain::order::DeclineReason;
use domain::{Activity, AssignmentId, CommandId, LatLon, OrderId, OrderRefusal};
use protocol::{Entry, MAX_TEXT_CHARS, Told};

use super::FieldUnit;
use crate::tracking::NEAR_M;
use crate::{Change, Measurement, Notice, Output, PhoneTime, TalkTap, Tap};

impl FieldUnit {
    pub(super) fn measured(&mut self, now: PhoneTime, measured: &Measurement) {
        let taken = now.before(measured.age);
        let (taken_at, error_ms) = self.clock.hall_time(taken);
        let fix = measured.fix(taken_at, error_ms);
        if let Some(fault) = fix.fault() {
            self.notify(Notice::FixUnusable(fault));
            return;
        }
        self.sos.was_at(taken, fix.at);
        if !self.on_duty {
            return;
        }
        self.condition.measured(taken, measured);
        let near = self.is_near_a_place(measured.at);
        let followed = Measurement {
            // A recogniser notices late that somebody has set off.
            activity: measured
                .activity
                .filter(|activity| *activity != Activity::Still || !self.counts_seconds()),
            ..*measured
        };
        if self.tracking.takes(taken, &followed, near) {
            let entry = self.entry(taken, Told::Fix { fix });
            self.put(taken, entry);
        }
        for (order, assignment, began, unsure_ms) in self.arrivals.observe(taken, measured) {
            let told = Told::Arrived {
                order,
                assignment,
                by_hand: false,
            };
            let mut entry = self.entry(began, told);
            entry.at_error_ms = entry.at_error_ms.saturating_add(unsure_ms);
            if self.orders.check(&entry).is_ok() {
                self.put(began, entry);
                self.look_at_orders(now);
            }
        }
    }

    /// Where the receiver was last on duty, with the radius of that in metres.
    pub const fn position(&self) -> Option<(LatLon, f64)> {
        self.condition.position()
    }

    fn is_near_a_place(&self, at: LatLon) -> bool {
        self.orders
            .to_reach()
            .any(|(_, order)| at.distance_m(order.place.at) <= NEAR_M)
    }

    pub(super) fn accept_tapped(&mut self, now: PhoneTime, order: OrderId) {
        self.tap(now, Tap::Accept, order, |assignment| Told::Accept {
            order,
            assignment,
        });
    }

    pub(super) fn decline_tapped(&mut self, now: PhoneTime, order: OrderId, reason: DeclineReason) {
        self.tap(now, Tap::Decline, order, |assignment| Told::Decline {
            order,
            assignment,
            reason,
        });
    }

    pub(super) fn set_off_tapped(&mut self, now: PhoneTime, order: OrderId) {
        self.tap(now, Tap::SetOff, order, |assignment| Told::SetOff {
            order,
            assignment,
        });
    }

    pub(super) fn arrived_tapped(&mut self, now: PhoneTime, order: OrderId) {
        self.tap(now, Tap::Arrive, order, |assignment| Told::Arrived {
            order,
            assignment,
            by_hand: true,
        });
    }

    pub(super) fn report_written(
        &mut self,
        now: PhoneTime,
        order: OrderId,
        text: String,
        photo: Option<String>,
    ) {
        let fault = if text.chars().count() > MAX_TEXT_CHARS {
            Some(("text_too_long", "a report has at most 4000 characters"))
        } else if text.trim().is_empty() && photo.is_none() {
            Some(("report_empty", "a report needs words or a photo"))
        } else {
            None
        };
        match fault {
            Some((code, message)) => self.refuse(Tap::Report, Some(order), code, message),
            None => self.tap(now, Tap::Report, order, |assignment| Told::Reported {
                order,
                assignment,
                text,
                photo,
            }),
        }
    }

    pub(super) fn duty_tapped(&mut self, now: PhoneTime, on_duty: bool) {
        if !on_duty && self.sos.is_open() {
            self.refuse(
                Tap::Duty,
                None,
                "sos_open",
                "the hall has to end the call for help first",
            );
        } else if on_duty != self.on_duty {
            let entry = self.entry(now, if on_duty { Told::GoOnDuty } else { Told::GoOffDuty });
            self.put(now, entry);
            self.duty_moved();
            self.look_at_orders(now);
        }
    }

    /// A call for help puts the officer on duty and the camera on, and goes ahead of all that waits.
    pub(super) fn sos_pressed(&mut self, now: PhoneTime) {
        if !self.sos.is_open() {
            let place = self.sos.whereabouts(now);
            let entry = self.entry(now, Told::Sos { place });
            self.put(now, entry);
        }
        // The last word on duty that waits is to be this one.
        self.duty_tapped(now, true);
        self.live_tapped(true);
        self.sos_moved();
    }

    pub(super) fn live_tapped(&mut self, on: bool) {
        if on && !self.on_duty {
            self.refuse(Tap::Live, None, "off_duty", "go on duty before going live");
        } else if self.live.tapped(on) {
            self.notify(Notice::LiveChanged { on });
        }
    }

    pub(super) fn talk_tapped(&mut self, tap: TalkTap) {
        match self.talk.tapped(tap, self.on_duty) {
            Ok(told) => self.outputs.extend(told.map(Output::Send)),
            Err(refusal) => {
                let (code, message) = refusal.told();
                self.refuse(Tap::Talk, None, code, message);
            }
        }
    }

    /// Rings, confirms receipt and watches for arrivals, as the orders stand.
    pub(super) fn look_at_orders(&mut self, now: PhoneTime) {
        if self.on_duty {
            for (order, assignment) in self.orders.receive() {
                let entry = self.entry(now, Told::Received { order, assignment });
                self.put(now, entry);
            }
            for order in self.orders.ring() {
                self.notify(Notice::OrderRang { order });
            }
        }
        self.orders.forget_gone();
        self.arrivals.watch(self.orders.to_reach());
    }

    pub(super) fn refuse(&mut self, tap: Tap, order: Option<OrderId>, code: &str, message: &str) {
        self.notify(Notice::Refused {
            tap,
            order,
            code: code.to_owned(),
            message: message.to_owned(),
        });
    }

    /// What the officer did to an order, unless it is so already or cannot be.
    pub(super) fn tap(
        &mut self,
        now: PhoneTime,
        tap: Tap,
        order: OrderId,
        told: impl FnOnce(AssignmentId) -> Told,
    ) {
        let entry = self.orders.assignment(order).map(told).and_then(|told| {
            let entry = self.entry(now, told);
            self.orders.check(&entry).map(|()| entry)
        });
        match entry {
            Ok(entry) => {
                self.put(now, entry);
                self.look_at_orders(now);
            }
            Err(OrderRefusal::AlreadySo) => {}
            Err(refusal) => self.refuse(tap, Some(order), refusal.code(), &refusal.to_string()),
        }
    }

    pub(super) fn entry(&mut self, happened: PhoneTime, told: Told) -> Entry {
        let (at, at_error_ms) = self.clock.hall_time(happened);
        let at = self.orders.after_what_is_seen(&told, at);
        Entry {
            id: CommandId(self.ids.next(at)),
            at,
            at_error_ms,
            told,
        }
    }

    /// Puts an entry into the outbox and onto the disk, and shows what it does.
    pub(super) fn put(&mut self, happened: PhoneTime, entry: Entry) {
        let guessed = (!self.clock.is_heard()).then_some(happened);
        let is_fix = matches!(entry.told, Told::Fix { .. });
        let (id, order) = (entry.id, entry.told.order());
        match self.outbox.push(entry.clone(), guessed) {
            Ok(thinned) => {
                if !thinned.is_empty() {
                    self.outputs.push_back(Output::Store(Change::Remove(thinned)));
                }
                self.outputs.push_back(Output::Store(Change::Add(entry)));
                let guessed = guessed.map(|happened| Output::Store(Change::Guessed(id, happened)));
                self.outputs.extend(guessed);
            }
            Err(_) if is_fix => {}
            Err(_) => self.notify(Notice::OutboxFull),
        }
        if let Some(order) = order {
            self.show(order);
        }
    }

    /// Works out anew what is shown of an order.
    pub(super) fn show(&mut self, order: OrderId) {
        if self.orders.show(order, &self.outbox) {
            self.notify(Notice::OrderChanged { order });
        }
    }
}
