//! Calls: a leader with one unit, or with a town's desk, both ways at once.

use domain::{TalkRank, Timestamp, UnitId};

use super::{Floor, Output, TalkerId, Why};

/// A call.
#[derive(Debug)]
pub(super) struct Call {
    /// The unit that is called; none where it is a town's desk.
    pub(super) unit: Option<UnitId>,
    rank: TalkRank,
    spoke_at: Timestamp,
}

impl Floor {
    /// Whoever is in a call with the unit.
    pub(super) fn caller_of(&self, unit: UnitId) -> Option<TalkerId> {
        let mut calls = self.calls.iter();
        calls
            .find(|(_, call)| call.unit == Some(unit))
            .map(|(talker, _)| *talker)
    }

    pub(super) fn call(&mut self, now: Timestamp, talker: TalkerId, rank: TalkRank, unit: Option<UnitId>) {
        self.let_go(talker, Why::Released);
        let caller = unit.and_then(|unit| self.caller_of(unit));
        if let Some(caller) = caller {
            let standing = self.calls.get(&caller).map(|call| call.rank);
            if standing >= Some(rank) {
                return self.refuse(talker, Why::InCall);
            }
            self.let_go(caller, Why::Preempted { by: talker });
        }
        // What the unit itself had or waited for, it does not need in a call.
        let held = self.held.values().map(|held| &held.press);
        let own = held.chain(self.waiting.iter().map(|waiting| &waiting.press));
        let own: Vec<_> = own
            .filter(|press| unit.is_some() && press.unit == unit)
            .map(|press| press.talker)
            .collect();
        for own in own {
            self.let_go(own, Why::InCall);
        }
        let spoke_at = now;
        self.calls.insert(talker, Call { unit, rank, spoke_at });
        self.outputs.push_back(Output::Connect { talker });
    }

    pub(super) fn hang_up(&mut self, unit: UnitId) {
        if let Some(caller) = self.caller_of(unit) {
            self.let_go(caller, Why::Released);
        }
    }

    pub(super) fn spoke_in_call(&mut self, now: Timestamp, talker: TalkerId, unit: Option<UnitId>) {
        for (caller, call) in &mut self.calls {
            if *caller == talker || (unit.is_some() && call.unit == unit) {
                call.spoke_at = now;
            }
        }
    }

    pub(super) fn calls_end_at(&self) -> impl Iterator<Item = Timestamp> + '_ {
        self.calls
            .values()
            .map(|call| call.spoke_at.after(self.limits.call_silence))
    }

    pub(super) fn calls_due(&self, now: Timestamp) -> impl Iterator<Item = (TalkerId, Why)> + '_ {
        let silence = self.limits.call_silence;
        let due = self
            .calls
            .iter()
            .filter(move |(_, call)| call.spoke_at.after(silence) <= now);
        due.map(|(talker, _)| (*talker, Why::Silent))
    }
}
