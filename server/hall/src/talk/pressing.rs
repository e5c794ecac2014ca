//! What becomes of a press, a call, a release: whether it may be, before the floor is asked.

use dispatch::floor::{Input, Party, Press, TalkerId};
use domain::{Role, TalkGroup};
use protocol::{CallWith, OwnTalk, TalkEnd};

use super::talk_loop::TalkLoop;
use super::who_may;

impl TalkLoop {
    pub(super) fn pressed(&mut self, number: u64, group: TalkGroup) {
        let Some(line) = self.lines.get(&number) else {
            return;
        };
        let (role, rank, unit) = (line.role, line.rank, line.unit());
        let Some(reach) = who_may::reach(&self.feed, role, group) else {
            return self.refuse(number, TalkEnd::NotAllowed);
        };
        if self.voice_of(number).is_none() {
            return self.refuse(number, TalkEnd::NoSound);
        }
        self.happened(Input::Pressed(Press {
            talker: TalkerId(number),
            unit,
            rank,
            group,
            reach,
        }));
    }

    pub(super) fn called(&mut self, number: u64, with: CallWith) {
        let Some(line) = self.lines.get(&number) else {
            return;
        };
        let (role, rank) = (line.role, line.rank);
        if role != Role::Leader {
            return self.refuse(number, TalkEnd::NotAllowed);
        }
        if self.voice_of(number).is_none() {
            return self.refuse(number, TalkEnd::NoSound);
        }
        if self.ears_of(with).is_empty() {
            return self.refuse(number, TalkEnd::NobodyThere);
        }
        let talker = TalkerId(number);
        self.happened(Input::Released(talker));
        self.calls.insert(talker, with);
        let with = party(with);
        self.happened(Input::Called { talker, rank, with });
    }

    /// Lets go of what a line has; an officer or a desk that is called ends the call.
    pub(super) fn released(&mut self, number: u64) {
        let Some(line) = self.lines.get(&number) else {
            return;
        };
        if let Some(called) = line.called_as() {
            self.happened(Input::HungUp(party(called)));
        }
        self.happened(Input::Released(TalkerId(number)));
        if let Some(line) = self.lines.get_mut(&number)
            && matches!(line.own, OwnTalk::Ended { .. })
        {
            line.own = OwnTalk::Idle;
        }
    }

    pub(super) fn refuse(&mut self, number: u64, why: TalkEnd) {
        self.happened(Input::Released(TalkerId(number)));
        self.set_own(number, OwnTalk::Ended { why, by: None });
    }
}

/// Whom a call is with, as the floor knows it.
pub(super) fn party(with: CallWith) -> Party {
    match with {
        CallWith::Unit { unit } => Party::Unit(unit),
        CallWith::Desk { town } => Party::Desk(town),
    }
}
