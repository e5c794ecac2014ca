//! What is heard where, with what each line shows of it.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use dispatch::floor::{TalkerId, Why};
use domain::{Role, UnitId};
use protocol::{CallWith, OwnTalk, TalkEnd, TalkView, VoiceView};

use super::line::{Line, Sound};
use super::talk_loop::TalkLoop;
use super::who_may;

/// For how long after a voice somebody still counts as speaking.
const SPEAKING_FOR: Duration = Duration::from_millis(750);

impl TalkLoop {
    /// What a line's voice goes through: its own sound, else the stream of the unit's phone.
    pub(super) fn voice_of(&self, number: u64) -> Option<Sound> {
        let line = self.lines.get(&number)?;
        line.sound.or_else(|| self.phones.get(&line.unit()?).copied())
    }

    /// The ears of those who are called.
    pub(super) fn ears_of(&self, with: CallWith) -> Vec<Sound> {
        let is_called = |line: &&Line| line.called_as() == Some(with);
        let lines = self
            .lines
            .values()
            .filter(is_called)
            .filter_map(|line| line.sound);
        let phone = match with {
            CallWith::Unit { unit } => self.phones.get(&unit).copied(),
            CallWith::Desk { .. } => None,
        };
        lines.chain(phone).filter(|sound| sound.ears > 0).collect()
    }

    /// Looks anew whom each talker may reach: a unit may have left the order, or gone off duty, since the press.
    pub(super) fn look_at_reaches(&mut self) {
        let talking = self.floor.talking();
        let reaches = talking.filter_map(|(talker, group)| {
            let role = self.lines.get(&talker.0)?.role;
            Some((talker, who_may::reach(&self.feed, role, group)?))
        });
        self.reaches = reaches.collect();
    }

    /// The one voice that a unit hears.
    fn voice_for(&self, unit: UnitId) -> Option<TalkerId> {
        let voice = self.floor.voice_for(unit)?;
        let is_reached = self
            .reaches
            .get(&voice)
            .is_some_and(|reach| reach.contains(&unit));
        (self.calls.contains_key(&voice) || is_reached).then_some(voice)
    }

    /// Whether anybody is to hear a talker.
    pub(super) fn is_to_be_heard(&self, talker: TalkerId, called_as: Option<CallWith>) -> bool {
        self.floor.talking().any(|(known, _)| known == talker)
            || self.calls.contains_key(&talker)
            || self.calls.values().any(|with| called_as == Some(*with))
    }

    /// Which voices each peer is to hear, in how many ears.
    pub(super) fn wanted_voices(&self) -> BTreeMap<u64, (u8, Vec<u128>)> {
        let mut wanted = BTreeMap::new();
        for (unit, phone) in &self.phones {
            let voices = self.voice_for(*unit).into_iter();
            let voices = voices
                .filter_map(|talker| self.voice_of(talker.0))
                .map(|voice| voice.stream);
            wanted.insert(phone.peer, (phone.ears, voices.collect()));
        }
        for (number, line) in &self.lines {
            let Some(sound) = line.sound else { continue };
            let voices = self.heard_on(*number, line).into_iter();
            let voices = voices
                .filter_map(|talker| self.voice_of(talker))
                .map(|voice| voice.stream);
            wanted.insert(sound.peer, (sound.ears, voices.collect()));
        }
        wanted
    }

    /// The lines that are heard on a line, those in a call first.
    fn heard_on(&self, number: u64, line: &Line) -> Vec<u64> {
        if let Some(unit) = line.unit() {
            return self.voice_for(unit).map(|talker| talker.0).into_iter().collect();
        }
        if let Some(with) = self.calls.get(&TalkerId(number)) {
            return self.lines_of(*with);
        }
        let called_as = line.called_as();
        let called = self.calls.iter().filter(|(_, with)| called_as == Some(**with));
        let talking = self
            .floor
            .talking()
            .filter(|(talker, group)| talker.0 != number && who_may::hears(&self.feed, line.role, *group));
        let callers = called.map(|(caller, _)| caller.0);
        callers.chain(talking.map(|(talker, _)| talker.0)).collect()
    }

    /// The lines that are called and have a voice: one is enough of a unit.
    fn lines_of(&self, with: CallWith) -> Vec<u64> {
        let called = self
            .lines
            .iter()
            .filter(|(_, line)| line.called_as() == Some(with));
        let mut lines: Vec<u64> = called.map(|(number, _)| *number).collect();
        lines.retain(|number| self.voice_of(*number).is_some());
        // Two lines of a unit may share its phone's stream.
        let mut streams = BTreeSet::new();
        lines.retain(|number| {
            self.voice_of(*number)
                .is_some_and(|voice| streams.insert(voice.stream))
        });
        lines
    }

    /// Shows every line what it is to see.
    pub(super) fn show(&self) {
        for (number, line) in &self.lines {
            let heard = self.heard_on(*number, line);
            let own = self.own(*number, line, &heard);
            let heard = heard
                .iter()
                .filter_map(|talker| self.voice_view(*talker))
                .collect();
            line.show(TalkView {
                line: line.id,
                own,
                heard,
            });
        }
    }

    fn own(&self, number: u64, line: &Line, heard: &[u64]) -> OwnTalk {
        if let OwnTalk::Granted { group, since, .. } = line.own {
            let mut reached = self.floor.heard_by(TalkerId(number));
            reached.retain(|unit| self.voice_for(*unit) == Some(TalkerId(number)));
            let with_ears = reached.iter().filter(|unit| self.has_ears(**unit));
            let seats = self.lines.iter().filter(|(other, line)| {
                **other != number
                    && line.sound.is_some_and(|sound| sound.ears > 0)
                    && !self.calls.contains_key(&TalkerId(**other))
                    && who_may::hears(&self.feed, line.role, group)
            });
            let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
            return OwnTalk::Granted {
                group,
                since,
                heard_by: count(with_ears.count()),
                units: count(reached.len()),
                seats: count(seats.count()),
            };
        }
        // Whoever is called has the call as well.
        let caller = heard
            .iter()
            .find(|caller| self.calls.contains_key(&TalkerId(**caller)));
        match caller.and_then(|caller| self.lines.get(caller)) {
            Some(caller) => OwnTalk::InCall {
                with: None,
                name: caller.name.clone(),
            },
            None => line.own.clone(),
        }
    }

    fn has_ears(&self, unit: UnitId) -> bool {
        !self.ears_of(CallWith::Unit { unit }).is_empty()
    }

    fn voice_view(&self, talker: u64) -> Option<VoiceView> {
        let line = self.lines.get(&talker)?;
        let group = self
            .floor
            .talking()
            .find(|(known, _)| known.0 == talker)
            .map(|(_, group)| group);
        Some(VoiceView {
            name: self.shown_name(line),
            role: line.role,
            group,
            speaking: line.spoke_at.is_some_and(|at| self.last.since(at) < SPEAKING_FOR),
        })
    }

    fn shown_name(&self, line: &Line) -> String {
        let unit = line
            .unit()
            .and_then(|unit| self.feed.unit(Role::Dispatcher, unit));
        unit.map_or_else(|| line.name.clone(), |unit| unit.name)
    }

    pub(super) fn name_of(&self, with: CallWith) -> String {
        let name = match with {
            CallWith::Unit { unit } => self.feed.unit(Role::Dispatcher, unit).map(|unit| unit.name),
            CallWith::Desk { town } => {
                let towns = self.feed.towns(Role::Dispatcher);
                towns
                    .into_iter()
                    .find(|known| known.id == town)
                    .map(|town| town.name)
            }
        };
        name.unwrap_or_default()
    }

    /// What a line shows that has nothing any more.
    pub(super) fn ended(&self, why: Why) -> OwnTalk {
        let mut by = None;
        let why = match why {
            Why::Released => return OwnTalk::Idle,
            Why::Preempted { by: other } => {
                by = self.lines.get(&other.0).map(|line| self.shown_name(line));
                TalkEnd::Preempted
            }
            Why::Silent => TalkEnd::Silent,
            Why::TooLong => TalkEnd::TooLong,
            Why::WaitedTooLong => TalkEnd::WaitedTooLong,
            Why::QueueFull => TalkEnd::QueueFull,
            Why::InCall => TalkEnd::InCall,
            Why::Lost => TalkEnd::Lost,
        };
        OwnTalk::Ended { why, by }
    }
}
