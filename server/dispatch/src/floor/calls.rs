//! Calls: a leader with one unit, or with a town's desk, both ways at once.

use domain::{TalkRank, Timestamp, UnitId};

use super::{Floor, Output, Party, TalkerId, Why};

/// A call.
#[derive(Debug)]
pub(super) struct Call {
    with: Party,
    rank: TalkRank,
    spoke_at: Timestamp,
}

impl Call {
    /// The unit that is called, if it is one.
    pub(super) fn unit(&self) -> Option<UnitId> {
        match self.with {
            Party::Unit(unit) => Some(unit),
            Party::Desk(_) => None,
        }
    }
}

impl Floor {
    /// Whoever is in a call with the unit.
    pub(super) fn caller_of(&self, unit: UnitId) -> Option<TalkerId> {
        let mut calls = self.calls.iter();
        calls
            .find(|(_, call)| call.with == Party::Unit(unit))
            .map(|(talker, _)| *talker)
    }

    pub(super) fn call(&mut self, now: Timestamp, talker: TalkerId, rank: TalkRank, with: Party) {
        self.let_go(talker, Why::Released);
        if let Party::Unit(unit) = with {
            if let Some(caller) = self.caller_of(unit) {
                let standing = self.calls.get(&caller).map(|call| call.rank);
                if standing >= Some(rank) {
                    return self.refuse(talker, Why::InCall);
                }
                self.let_go(caller, Why::Preempted { by: talker });
            }
            self.let_go_of_own(unit);
        }
        let spoke_at = now;
        self.calls.insert(talker, Call { with, rank, spoke_at });
        self.outputs.push_back(Output::Connect { talker });
    }

    /// Ends what a unit had or waited for itself, and does not need in a call.
    fn let_go_of_own(&mut self, unit: UnitId) {
        let held = self.held.values().map(|held| &held.press);
        let own = held.chain(self.waiting.iter().map(|waiting| &waiting.press));
        let own: Vec<_> = own
            .filter(|press| press.unit == Some(unit))
            .map(|press| press.talker)
            .collect();
        for own in own {
            self.let_go(own, Why::InCall);
        }
    }

    pub(super) fn hang_up(&mut self, party: Party) {
        let calls = self.calls.iter().filter(|(_, call)| call.with == party);
        let callers: Vec<_> = calls.map(|(caller, _)| *caller).collect();
        for caller in callers {
            self.let_go(caller, Why::Released);
        }
    }

    pub(super) fn spoke_in_call(&mut self, now: Timestamp, talker: TalkerId, party: Option<Party>) {
        for (caller, call) in &mut self.calls {
            if *caller == talker || party == Some(call.with) {
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
