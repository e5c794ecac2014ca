//! Who has the floor: whose voice goes to whom.
//!
//! A unit hears one voice at a time. Two floors *overlap* if they are for the same group, or if a unit would hear or speak
//! in both; of overlapping ones at most one is granted. Whoever comes before everybody who talks there takes the floor at
//! once; otherwise one waits, higher ranks first, else in turn, and nobody who overlaps with a waiting one and comes
//! later or lower passes it by. So a line has the floor or an answer within [`Limits::wait`], whatever others do.
//!
//! A call goes both ways and needs no floor. Its unit hears the caller alone: floors that reach it go on without it. The
//! machine leaves sockets, sound and who may talk to whom to its shell. It keeps nothing on record: a voice is not a fact.

mod calls;
mod messages;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use domain::{TalkGroup, Timestamp, UnitId};

use self::calls::Call;
pub use self::messages::{Input, Limits, Output, Party, Press, TalkerId, Why};

/// The floor of the whole hall.
#[derive(Debug, Default)]
pub struct Floor {
    limits: Limits,
    held: BTreeMap<TalkerId, Held>,
    /// Higher ranks first, else in turn.
    waiting: Vec<Waiting>,
    calls: BTreeMap<TalkerId, Call>,
    outputs: VecDeque<Output>,
}

#[derive(Debug)]
struct Held {
    press: Press,
    since: Timestamp,
    spoke_at: Timestamp,
}

#[derive(Debug)]
struct Waiting {
    press: Press,
    since: Timestamp,
    /// The place it was told.
    place: Option<usize>,
}

impl Press {
    fn overlaps(&self, other: &Self) -> bool {
        self.group == other.group || self.ears().any(|unit| other.ears().any(|known| known == unit))
    }

    /// The units that are taken up by it, the one that talks among them.
    fn ears(&self) -> impl Iterator<Item = UnitId> + '_ {
        self.reach.iter().copied().chain(self.unit)
    }
}

impl Floor {
    /// An empty floor.
    pub fn new(limits: Limits) -> Self {
        Self {
            limits,
            ..Self::default()
        }
    }

    /// Takes in what happened.
    pub fn handle_input(&mut self, now: Timestamp, input: Input) {
        self.end_what_is_due(now);
        match input {
            Input::Pressed(press) => self.press(now, press),
            Input::Called { talker, rank, with } => self.call(now, talker, rank, with),
            Input::Released(talker) => self.let_go(talker, Why::Released),
            Input::HungUp(party) => self.hang_up(party),
            Input::Spoke { talker, party } => self.spoke(now, talker, party),
            Input::Lost(talker) => self.let_go(talker, Why::Lost),
            Input::Timeout => {}
        }
        self.settle(now);
    }

    /// Takes out the next thing to tell.
    pub fn poll_output(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// Tells when to give [`Input::Timeout`] next.
    pub fn poll_timeout(&self) -> Option<Timestamp> {
        let held = self.held.values().map(|held| self.ends_at(held).0);
        let waiting = self
            .waiting
            .iter()
            .map(|waiting| waiting.since.after(self.limits.wait));
        held.chain(waiting).chain(self.calls_end_at()).min()
    }

    /// Those who talk, with whom they talk to.
    pub fn talking(&self) -> impl Iterator<Item = (TalkerId, TalkGroup)> + '_ {
        self.held.iter().map(|(talker, held)| (*talker, held.press.group))
    }

    /// The one voice that a unit hears.
    pub fn voice_for(&self, unit: UnitId) -> Option<TalkerId> {
        if let Some(caller) = self.caller_of(unit) {
            return Some(caller);
        }
        let mut held = self.held.iter();
        held.find(|(_, held)| held.press.unit != Some(unit) && held.press.reach.contains(&unit))
            .map(|(talker, _)| *talker)
    }

    /// The units that hear a line.
    pub fn heard_by(&self, talker: TalkerId) -> BTreeSet<UnitId> {
        if let Some(call) = self.calls.get(&talker) {
            return call.unit().into_iter().collect();
        }
        let Some(Held { press, .. }) = self.held.get(&talker) else {
            return BTreeSet::new();
        };
        let hears = |unit: &UnitId| press.unit != Some(*unit) && self.caller_of(*unit).is_none();
        press.reach.iter().copied().filter(hears).collect()
    }

    fn press(&mut self, now: Timestamp, press: Press) {
        self.let_go(press.talker, Why::Released);
        if press.unit.is_some_and(|unit| self.caller_of(unit).is_some()) {
            return self.refuse(press.talker, Why::InCall);
        }
        let at = self
            .waiting
            .partition_point(|known| known.press.rank >= press.rank);
        let waiting = Waiting {
            press,
            since: now,
            place: None,
        };
        self.waiting.insert(at, waiting);
    }

    /// Gives the floor to those who may have it, then tells the others their place.
    fn settle(&mut self, now: Timestamp) {
        let mut at = 0;
        while at < self.waiting.len() {
            if self.may_take(at) {
                self.take(now, at);
            } else {
                at += 1;
            }
        }
        while self.waiting.len() > self.limits.queue {
            if let Some(last) = self.waiting.pop() {
                self.refuse(last.press.talker, Why::QueueFull);
            }
        }
        for at in 0..self.waiting.len() {
            let place = self.place(at);
            if let Some(waiting) = self
                .waiting
                .get_mut(at)
                .filter(|waiting| waiting.place != Some(place))
            {
                waiting.place = Some(place);
                let (talker, group) = (waiting.press.talker, waiting.press.group);
                self.outputs.push_back(Output::Queue { talker, group, place });
            }
        }
    }

    fn may_take(&self, at: usize) -> bool {
        let Some(Waiting { press, .. }) = self.waiting.get(at) else {
            return false;
        };
        let comes_before = |held: &Held| held.press.rank < press.rank || !held.press.overlaps(press);
        self.place(at) == 1 && self.held.values().all(comes_before)
    }

    /// One more than how many wait before it that it overlaps with.
    fn place(&self, at: usize) -> usize {
        let Some(own) = self.waiting.get(at) else {
            return 1;
        };
        let before = self.waiting.iter().take(at);
        1 + before.filter(|before| before.press.overlaps(&own.press)).count()
    }

    fn take(&mut self, now: Timestamp, at: usize) {
        let press = self.waiting.remove(at).press;
        let (talker, group) = (press.talker, press.group);
        let overlapping = self.held.extract_if(.., |_, held| held.press.overlaps(&press));
        let why = Why::Preempted { by: talker };
        for (talker, _) in overlapping {
            self.outputs.push_back(Output::Revoke { talker, why });
        }
        let held = Held {
            press,
            since: now,
            spoke_at: now,
        };
        self.held.insert(talker, held);
        self.outputs.push_back(Output::Grant { talker, group });
    }

    fn spoke(&mut self, now: Timestamp, talker: TalkerId, party: Option<Party>) {
        if let Some(held) = self.held.get_mut(&talker) {
            held.spoke_at = now;
        }
        self.spoke_in_call(now, talker, party);
    }

    fn let_go(&mut self, talker: TalkerId, why: Why) {
        let held = self.held.remove(&talker).is_some();
        let called = self.calls.remove(&talker).is_some();
        let before = self.waiting.len();
        self.waiting.retain(|waiting| waiting.press.talker != talker);
        if held || called || self.waiting.len() < before {
            self.outputs.push_back(Output::Revoke { talker, why });
        }
    }

    fn refuse(&mut self, talker: TalkerId, why: Why) {
        self.outputs.push_back(Output::Revoke { talker, why });
    }

    fn end_what_is_due(&mut self, now: Timestamp) {
        let held = self.held.iter().filter_map(|(talker, held)| {
            let (at, why) = self.ends_at(held);
            (at <= now).then_some((*talker, why))
        });
        let waiting = self.waiting.iter().filter_map(|waiting| {
            let due = waiting.since.after(self.limits.wait) <= now;
            due.then_some((waiting.press.talker, Why::WaitedTooLong))
        });
        let due: Vec<_> = held.chain(waiting).chain(self.calls_due(now)).collect();
        for (talker, why) in due {
            self.let_go(talker, why);
        }
    }

    fn ends_at(&self, held: &Held) -> (Timestamp, Why) {
        let silent = (held.spoke_at.after(self.limits.silence), Why::Silent);
        let too_long = (held.since.after(self.limits.talk), Why::TooLong);
        if silent.0 < too_long.0 { silent } else { too_long }
    }
}

#[cfg(test)]
mod tests;
