//! When to call the hall, and when to hang up.
//!
//! Each wait has a deadline: opening a socket, being welcomed, hearing anything at all, having
//! entries answered. A link that misses one is dropped and opened anew after a wait that grows with
//! each failure. What travels over the link is the business of the machine around it.

use std::collections::VecDeque;
use std::time::Duration;

use protocol::{ByeReason, ToHall, VERSION};

use self::online::Online;
use crate::{Backoff, Disconnection, Notice, Output, PhoneTime};

mod online;

/// Signing in and opening the socket may take this long.
const CONNECT_WITHIN: Duration = Duration::from_secs(30);
/// The hall is to answer `hello` within this.
const WELCOME_WITHIN: Duration = Duration::from_secs(10);
/// A link that held this long proves the road good, and failures before it are forgotten.
const STABLE: Duration = Duration::from_secs(20);
/// However often the network changes, the hall is called at most this often.
const CALL_EVERY: Duration = Duration::from_secs(1);
/// The wait when calling again soon is no use, because the hall said no.
const UNWANTED: Duration = Duration::from_mins(5);

/// The phone's link to the hall.
#[derive(Clone, Debug)]
pub(crate) struct Link {
    app: String,
    backoff: Backoff,
    called_at: Option<PhoneTime>,
    state: State,
    /// What keeps the phone from the hall, as the officer was last told.
    told: Option<Notice>,
}

#[derive(Clone, Copy, Debug)]
enum State {
    Waiting {
        until: PhoneTime,
        unwanted: bool,
    },
    /// Another phone has the word: calling would only take it away again.
    Dismissed,
    Connecting {
        since: PhoneTime,
    },
    Greeting {
        since: PhoneTime,
    },
    Online(Online),
}

impl Link {
    /// A link that calls the hall at once.
    pub(crate) fn new(now: PhoneTime, seed: u64, app: String) -> Self {
        let state = State::Waiting {
            until: now,
            unwanted: false,
        };
        Self {
            app,
            backoff: Backoff::new(seed),
            called_at: None,
            state,
            told: None,
        }
    }

    pub(crate) const fn is_online(&self) -> bool {
        matches!(self.state, State::Online(_))
    }

    /// The socket is open: says who calls.
    pub(crate) fn connected(&mut self, now: PhoneTime, outputs: &mut VecDeque<Output>) {
        if matches!(self.state, State::Connecting { .. }) {
            self.state = State::Greeting { since: now };
            outputs.push_back(Output::Send(ToHall::Hello {
                version: VERSION,
                app: self.app.clone(),
            }));
        }
    }

    /// The socket is gone: waits for the next call.
    pub(crate) fn disconnected(
        &mut self,
        now: PhoneTime,
        why: Disconnection,
        outputs: &mut VecDeque<Output>,
    ) {
        match (self.state, why.notice()) {
            (State::Waiting { .. } | State::Dismissed, _) => {}
            (_, None) => self.wait(now, outputs),
            (_, Some(notice)) if why.is_refusal() => self.wait_long(now, notice, outputs),
            // The next network may lead to the hall itself, the next moment mend clock or key.
            (_, told) => {
                self.wait(now, outputs);
                if self.told != told {
                    self.told.clone_from(&told);
                    outputs.extend(told.map(Output::Notify));
                }
            }
        }
    }

    /// The hall answered `hello`; when that was said, if it had been.
    pub(crate) fn welcomed(&mut self, now: PhoneTime, outputs: &mut VecDeque<Output>) -> Option<PhoneTime> {
        let State::Greeting { since } = self.state else {
            return None;
        };
        self.state = State::Online(Online::new(now));
        self.told = None;
        outputs.push_back(Output::Notify(Notice::LinkChanged { online: true }));
        Some(since)
    }

    /// Takes note that the hall is there.
    pub(crate) fn heard(&mut self, now: PhoneTime) {
        if let State::Online(online) = &mut self.state {
            online.heard(now);
            if online.held(now) >= STABLE {
                self.backoff.reset();
            }
        }
    }

    /// The hall told its time; when it was asked, if `asked_at` is what it was asked with.
    pub(crate) fn time_told(&mut self, asked_at: f64) -> Option<PhoneTime> {
        let State::Online(online) = &mut self.state else {
            return None;
        };
        online.time_told(asked_at)
    }

    /// Takes note that entries were sent, and since when the oldest of them is under way.
    pub(crate) fn entries_sent(&mut self, now: PhoneTime, oldest: Option<PhoneTime>) {
        if let State::Online(online) = &mut self.state {
            online.entries_sent(now, oldest);
        }
    }

    /// Takes note that entries were answered, and since when the oldest of the rest is under way.
    ///
    /// That is what the link is for, so failures before it are forgotten.
    pub(crate) fn entries_answered(&mut self, now: PhoneTime, oldest: Option<PhoneTime>) {
        if let State::Online(online) = &mut self.state {
            online.entries_answered(now, oldest);
            self.backoff.reset();
        }
    }

    /// The hall ends the socket.
    pub(crate) fn dismissed(&mut self, now: PhoneTime, why: ByeReason, outputs: &mut VecDeque<Output>) {
        if matches!(self.state, State::Greeting { .. } | State::Online(_)) {
            outputs.push_back(Output::Disconnect);
            if why == ByeReason::Replaced {
                self.leave(State::Dismissed, outputs);
                outputs.push_back(Output::Notify(Notice::Replaced));
            } else {
                self.wait(now, outputs);
            }
        }
    }

    /// The officer wants this phone to have the word, whatever the hall said before.
    pub(crate) fn taken_over(&mut self, now: PhoneTime, outputs: &mut VecDeque<Output>) {
        if matches!(self.state, State::Waiting { .. } | State::Dismissed) {
            self.rest(now, false, outputs);
            self.time_passed(now, outputs);
        }
    }

    /// Another network may carry the call at once; the socket over the old one is dead.
    pub(crate) fn network_changed(&mut self, now: PhoneTime, outputs: &mut VecDeque<Output>) {
        if matches!(
            self.state,
            State::Waiting { unwanted: true, .. } | State::Dismissed
        ) {
            return;
        }
        self.backoff.reset();
        let soonest = self.soonest_call(now);
        self.hang_up(soonest, false, outputs);
        self.time_passed(now, outputs);
    }

    /// The hall did not get through: it is called at once, or has to show soon that the link still stands.
    pub(crate) fn pushed(&mut self, now: PhoneTime, outputs: &mut VecDeque<Output>) {
        match &mut self.state {
            State::Online(online) => online.doubt(now),
            State::Waiting { unwanted: false, .. } => {
                self.backoff.reset();
                let soonest = self.soonest_call(now);
                self.rest(soonest, false, outputs);
            }
            State::Waiting { .. } | State::Dismissed | State::Connecting { .. } | State::Greeting { .. } => {}
        }
        self.time_passed(now, outputs);
    }

    /// Does what is due.
    pub(crate) fn time_passed(&mut self, now: PhoneTime, outputs: &mut VecDeque<Output>) {
        if self.poll_timeout().is_none_or(|due| due > now) {
            return;
        }
        match &mut self.state {
            State::Dismissed => {}
            State::Waiting { .. } => {
                self.called_at = Some(now);
                self.state = State::Connecting { since: now };
                outputs.push_back(Output::Connect);
            }
            State::Online(online) if now < online.gone_at() => {
                outputs.push_back(Output::Send(online.ask(now)));
            }
            State::Connecting { .. } | State::Greeting { .. } | State::Online(_) => {
                outputs.push_back(Output::Disconnect);
                self.wait(now, outputs);
            }
        }
    }

    /// When something is due next, if time alone brings it about.
    pub(crate) fn poll_timeout(&self) -> Option<PhoneTime> {
        match &self.state {
            State::Waiting { until, .. } => Some(*until),
            State::Dismissed => None,
            State::Connecting { since } => Some(since.after(CONNECT_WITHIN)),
            State::Greeting { since } => Some(since.after(WELCOME_WITHIN)),
            State::Online(online) => Some(online.due()),
        }
    }

    fn soonest_call(&self, now: PhoneTime) -> PhoneTime {
        self.called_at
            .map_or(now, |called| called.after(CALL_EVERY).max(now))
    }

    fn hang_up(&mut self, until: PhoneTime, unwanted: bool, outputs: &mut VecDeque<Output>) {
        if !matches!(self.state, State::Waiting { .. }) {
            outputs.push_back(Output::Disconnect);
        }
        self.rest(until, unwanted, outputs);
    }

    fn wait(&mut self, now: PhoneTime, outputs: &mut VecDeque<Output>) {
        let until = now.after(self.backoff.next_wait());
        self.rest(until, false, outputs);
    }

    fn wait_long(&mut self, now: PhoneTime, why: Notice, outputs: &mut VecDeque<Output>) {
        let until = now.after(UNWANTED).after(self.backoff.spread(UNWANTED / 5));
        self.rest(until, true, outputs);
        outputs.push_back(Output::Notify(why));
    }

    fn rest(&mut self, until: PhoneTime, unwanted: bool, outputs: &mut VecDeque<Output>) {
        self.leave(State::Waiting { until, unwanted }, outputs);
    }

    fn leave(&mut self, state: State, outputs: &mut VecDeque<Output>) {
        if self.is_online() {
            outputs.push_back(Output::Notify(Notice::LinkChanged { online: false }));
        }
        self.state = state;
    }
}
