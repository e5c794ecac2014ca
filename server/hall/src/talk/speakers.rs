//! Whose voice goes through the sound of which line, for whoever asks in passing.
//!
//! A line has a sound apart from the picture of its unit or desk. What nobody is to hear is nobody else's business either.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use dispatch::floor::TalkerId;
use domain::Source;
use protocol::CallWith;

use super::line::Line;
use super::talk_loop::TalkLoop;

/// The units and desks that are to be heard now, by the stream of their line's sound; clones share them.
#[derive(Clone, Debug, Default)]
pub(super) struct Speakers(Arc<RwLock<BTreeMap<u128, Source>>>);

impl Speakers {
    pub(super) fn of(&self, stream: u128) -> Option<Source> {
        let speakers = self.0.read().unwrap_or_else(PoisonError::into_inner);
        speakers.get(&stream).copied()
    }

    pub(super) fn set(&self, now: BTreeMap<u128, Source>) {
        let mut speakers = self.0.write().unwrap_or_else(PoisonError::into_inner);
        *speakers = now;
    }
}

impl TalkLoop {
    /// The units and desks whose line is to be heard now.
    pub(super) fn speaking(&self) -> BTreeMap<u128, Source> {
        let speaker = |(number, line): (&u64, &Line)| {
            let called_as = line.called_as();
            let source = match called_as? {
                CallWith::Unit { unit } => Source::Unit(unit),
                CallWith::Desk { town } => Source::Desk(town),
            };
            let sound = line
                .sound
                .filter(|_| self.is_to_be_heard(TalkerId(*number), called_as))?;
            Some((sound.stream, source))
        };
        self.lines.iter().filter_map(speaker).collect()
    }
}
