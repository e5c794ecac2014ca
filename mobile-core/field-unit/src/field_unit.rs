//! The machine of one field unit's phone.
//!
//! It joins the parts, each of which decides one thing, and sees to one rule between them: an entry
//! is stored before it is sent. It reads no clock and does nothing by itself; see `phone` for that.

use std::collections::VecDeque;

use domain::{IdSource, Unit};
use protocol::{Entry, ToHall, Told};

use crate::arrivals::Arrivals;
use crate::camera_request::CameraRequest;
use crate::condition::Condition;
use crate::link::Link;
use crate::live::Live;
use crate::orders::Orders;
use crate::outbox::Outbox;
use crate::sos::Sos;
use crate::talk::Talk;
use crate::tracking::Tracking;
use crate::{Change, HallClock, Input, Memory, Notice, Output, PhoneTime, Reading, Restored};

mod camera_asking;
mod hearing;
mod remembering;
mod showing;
mod telling;
mod writing;

/// What one phone decides.
///
/// Drive it so: hand in what happened with [`FieldUnit::handle_input`], carry out what
/// [`FieldUnit::poll_output`] gives until it gives nothing, and hand in [`Input::Timeout`] when the
/// moment of [`FieldUnit::poll_timeout`] has come.
#[derive(Clone, Debug)]
pub struct FieldUnit {
    ids: IdSource,
    clock: HallClock,
    link: Link,
    outbox: Outbox,
    orders: Orders,
    arrivals: Arrivals,
    tracking: Tracking,
    condition: Condition,
    /// As of the last input.
    receiver_silent: bool,
    live: Live,
    camera_request: CameraRequest,
    sos: Sos,
    talk: Talk,
    unit: Option<Unit>,
    /// Where the officer calls the hall.
    telephone: Option<String>,
    /// Whether the hall holds the unit on duty; what the officer sees is `on_duty`.
    duty_confirmed: bool,
    on_duty: bool,
    remembered: Memory,
    /// What the disk holds of the hall's clock.
    kept: Option<Reading>,
    waiting_told: usize,
    outputs: VecDeque<Output>,
}

impl FieldUnit {
    /// Starts from what was kept on the disk; ids and waits follow from `seed`.
    ///
    /// `app` is the name and version of the app, for the hall's log.
    pub fn new(seed: u64, app: String, restored: Restored) -> Self {
        let Restored {
            now,
            wall_clock,
            entries,
            guessed,
            memory,
            reading,
        } = restored;
        let (unreadable, entries): (Vec<_>, Vec<_>) =
            entries.into_iter().partition(|e| e.told == Told::Unknown);
        let outbox = Outbox::restored(entries, &guessed);
        let orders = Orders::restored(
            memory.unit.as_ref().map(|unit| unit.id),
            memory.orders.clone(),
            &outbox,
        );
        let mut this = Self {
            ids: IdSource::new(seed),
            clock: HallClock::new(now, wall_clock, reading),
            link: Link::new(now, seed, app),
            arrivals: Arrivals::default(),
            tracking: Tracking::default(),
            condition: Condition::default(),
            receiver_silent: true,
            live: Live::default(),
            camera_request: CameraRequest::default(),
            sos: Sos::default(),
            talk: Talk::default(),
            unit: memory.unit.clone(),
            telephone: memory.telephone.clone(),
            duty_confirmed: memory.on_duty,
            on_duty: memory.on_duty,
            remembered: memory,
            kept: reading,
            waiting_told: outbox.len(),
            outputs: VecDeque::new(),
            outbox,
            orders,
        };
        if !unreadable.is_empty() {
            let ids = unreadable.iter().map(|entry| entry.id).collect();
            this.outputs.push_back(Output::Store(Change::Remove(ids)));
        }
        if this.clock.is_heard() {
            this.stamp_anew();
        }
        this.duty_moved();
        this.sos_moved();
        this.look_at_orders(now);
        this
    }

    /// Takes in what happened at `now`.
    pub fn handle_input(&mut self, now: PhoneTime, input: Input) {
        match input {
            Input::Connected => self.link.connected(now, &mut self.outputs),
            Input::Disconnected(why) => {
                self.live.lost_link();
                self.talk.lost_link();
                self.link.disconnected(now, why, &mut self.outputs);
            }
            Input::MessageReceived(message) => self.hear(now, message),
            Input::FixMeasured(measured) => self.measured(now, &measured.in_wgs84()),
            Input::AcceptTapped { order } => self.accept_tapped(now, order),
            Input::DeclineTapped { order, reason } => self.decline_tapped(now, order, reason),
            Input::SetOffTapped { order } => self.set_off_tapped(now, order),
            Input::ArrivedTapped { order } => self.arrived_tapped(now, order),
            Input::ReportWritten { order, text, photo } => self.report_written(now, order, text, photo),
            Input::ItemTapped { order, item, done } => self.item_tapped(now, order, item, done),
            Input::MessageWritten {
                order,
                text,
                attachment,
            } => self.message_written(now, order, text, attachment),
            Input::MessagesRead { order, messages } => self.messages_read(now, order, messages),
            Input::DutyTapped { on_duty } => self.duty_tapped(now, on_duty),
            Input::SosPressed => self.sos_pressed(now),
            Input::LiveTapped { on } => self.live_tapped(on),
            Input::CameraDeclined => self.camera_declined(),
            Input::TalkTapped(tap) => self.talk_tapped(tap),
            Input::TalkSounds { sounds } => self.talk.sound_changed(sounds),
            Input::PermissionsChanged(permissions) => self.condition.permitted(permissions),
            Input::Pushed => self.link.pushed(now, &mut self.outputs),
            Input::NetworkChanged => self.link.network_changed(now, &mut self.outputs),
            Input::TakeOverTapped => self.link.taken_over(now, &mut self.outputs),
            Input::Timeout => self.link.time_passed(now, &mut self.outputs),
        }
        self.camera_request.time_passed(now);
        self.receiver_silent = self.condition.is_silent(now);
        self.remember();
        self.submit(now);
        self.tell_waiting();
    }

    /// The next thing to do, in sequence.
    pub fn poll_output(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// When to hand in [`Input::Timeout`], if ever.
    pub fn poll_timeout(&self) -> Option<PhoneTime> {
        let lapses_at = self.camera_request.lapses_at();
        self.link.poll_timeout().into_iter().chain(lapses_at).min()
    }

    /// Sends what may be sent.
    fn submit(&mut self, now: PhoneTime) {
        if !self.link.is_online() {
            self.outbox.lost_link();
            return;
        }
        while let Some(entries) = self.outbox.next_batch(now) {
            self.link.entries_sent(now, self.outbox.under_way_since());
            self.outputs.push_back(Output::Send(ToHall::Submit { entries }));
        }
    }

    fn tell_waiting(&mut self) {
        let waiting = self.outbox.len();
        if waiting != self.waiting_told {
            self.waiting_told = waiting;
            self.notify(Notice::OutboxChanged { waiting });
        }
    }

    /// Works out whether the officer is on duty: the last tap that waits, else the hall's word.
    fn duty_moved(&mut self) {
        let tapped = self.outbox.entries().filter_map(duty_of).last();
        let on_duty = tapped.unwrap_or(self.duty_confirmed);
        if on_duty == self.on_duty {
            return;
        }
        self.on_duty = on_duty;
        self.notify(Notice::DutyChanged { on_duty });
        self.tracking.forget();
        if !on_duty {
            self.camera_request.forget();
            let told = self.talk.close();
            self.outputs.extend(told.map(Output::Send));
            if self.live.tapped(false) {
                self.notify(Notice::LiveChanged { on: false });
            }
        }
    }

    /// Works out whether a call for help is open.
    fn sos_moved(&mut self) {
        if self.sos.moved(&self.outbox) {
            self.notify(Notice::SosChanged {
                open: self.sos.is_open(),
            });
        }
    }

    fn notify(&mut self, notice: Notice) {
        self.outputs.push_back(Output::Notify(notice));
    }
}

fn duty_of(entry: &Entry) -> Option<bool> {
    match entry.told {
        Told::GoOnDuty => Some(true),
        Told::GoOffDuty => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
