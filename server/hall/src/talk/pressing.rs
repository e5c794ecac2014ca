//! What becomes of a press, a call, a release: whether it may be, before the floor is asked.

use dispatch::floor::{Input, Press, TalkerId};
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
        let unit = match with {
            CallWith::Unit { unit } => Some(unit),
            CallWith::Desk { .. } => None,
        };
        let talker = TalkerId(number);
        self.happened(Input::Released(talker));
        self.calls.insert(talker, with);
        self.happened(Input::Called { talker, rank, unit });
    }

    /// Lets go of what a line has; an officer or a desk that is called ends the call.
    pub(super) fn released(&mut self, number: u64) {
        let Some(line) = self.lines.get(&number) else {
            return;
        };
        match line.role {
            Role::Officer { unit } => self.happened(Input::HungUp(unit)),
            Role::TownDesk { town } => {
                let with = CallWith::Desk { town };
                let callers = self.calls.iter().filter(|(_, known)| **known == with);
                let callers: Vec<_> = callers.map(|(caller, _)| *caller).collect();
                for caller in callers {
                    self.happened(Input::Released(caller));
                }
            }
            _ => {}
        }
        self.happened(Input::Released(TalkerId(number)));
        if let Some(line) = self.lines.get_mut(&number)
            && matches!(line.own, OwnTalk::Ended { .. })
        {
            line.own = OwnTalk::Idle;
        }
    }

    fn refuse(&mut self, number: u64, why: TalkEnd) {
        self.happened(Input::Released(TalkerId(number)));
        self.set_own(number, OwnTalk::Ended { why, by: None });
    }
}
