//! Who speaks in the pictures on each sign-in's walls.
//!
//! That is told on its sockets in place of what was told before, when it changes, and again when its slots are spoken of: a
//! socket may have been away. While nobody speaks nothing is due.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

use domain::{Role, Source};
use protocol::ToViewer;
use uuid::Uuid;

use super::LiveSessions;
use super::held::{Held, Holds};
use crate::people::SessionId;

/// For how long after a voice somebody still speaks: words have pauses between them.
const SPEAKING_FOR: Duration = Duration::from_secs(1);
/// How often a sign-in is told, at most.
const TELL_EVERY: Duration = Duration::from_millis(250);

/// The voices of the moment, with what is known of them where.
#[derive(Debug, Default)]
pub(super) struct Speaking {
    heard: BTreeMap<Source, Instant>,
    told: BTreeMap<SessionId, Told>,
    /// When somebody may be told who could not be so soon.
    owed_at: Option<Instant>,
}

/// What a sign-in was told; nothing it relies on if that may have been missed.
#[derive(Debug)]
struct Told {
    sources: Option<BTreeSet<Source>>,
    at: Option<Instant>,
}

impl Default for Told {
    fn default() -> Self {
        Self {
            sources: Some(BTreeSet::new()),
            at: None,
        }
    }
}

impl Speaking {
    /// A voice was heard in a source's sound; whether it begins to speak.
    fn heard(&mut self, now: Instant, source: Source) -> bool {
        self.heard.insert(source, now).is_none()
    }

    /// What a sign-in was told may not have arrived.
    pub(super) fn missed(&mut self, session: SessionId) {
        if let Some(told) = self.told.get_mut(&session) {
            told.sources = None;
        }
    }

    /// When to look again.
    fn due(&self) -> Option<Instant> {
        let ends = self.heard.values().map(|at| *at + SPEAKING_FOR);
        ends.chain(self.owed_at).min()
    }

    /// Whom to tell what now; `hang` says which of those who speak hang on the walls of whom.
    fn look(
        &mut self,
        now: Instant,
        hang: impl FnOnce(&BTreeSet<Source>) -> BTreeMap<SessionId, BTreeSet<Source>>,
    ) -> Vec<(SessionId, BTreeSet<Source>)> {
        self.owed_at = None;
        self.heard
            .retain(|_, at| now.saturating_duration_since(*at) < SPEAKING_FOR);
        let mut speak = BTreeMap::new();
        if !self.heard.is_empty() {
            speak = hang(&self.heard.keys().copied().collect());
        }
        for session in self.told.keys() {
            speak.entry(*session).or_default();
        }
        let mut news = Vec::new();
        for (session, sources) in speak {
            let told = self.told.entry(session).or_default();
            if told.sources.as_ref() == Some(&sources) {
                continue;
            }
            let may_be_told = told.at.map(|at| at + TELL_EVERY).filter(|at| *at > now);
            if may_be_told.is_some() {
                self.owed_at = self.owed_at.into_iter().chain(may_be_told).min();
                continue;
            }
            told.sources = Some(sources.clone());
            told.at = Some(now);
            news.push((session, sources));
        }
        self.told
            .retain(|_, told| told.sources.as_ref().is_none_or(|sources| !sources.is_empty()));
        news
    }
}

impl Held {
    /// Which of these sources hang on the walls of whom, as far as they are shown to them.
    fn hang(
        &self,
        sources: &BTreeSet<Source>,
        may_see: impl Fn(Role, Source) -> bool,
    ) -> BTreeMap<SessionId, BTreeSet<Source>> {
        let mut hang: BTreeMap<SessionId, BTreeSet<Source>> = BTreeMap::new();
        for open in self.open.values() {
            let Holds::Wall(slots) = &open.holds else {
                continue;
            };
            let shown = slots.values().filter_map(|slot| slot.shown?.source());
            for source in shown.filter(|source| sources.contains(source) && may_see(open.role, *source)) {
                hang.entry(open.session).or_default().insert(source);
            }
        }
        hang
    }
}

impl LiveSessions {
    /// Somebody speaks: whose sound it is, or on whose line, begins to speak or goes on.
    pub(super) fn voice_heard(&self, stream: u128) {
        let on_line = self.talk.speaker(stream);
        let source = on_line.unwrap_or_else(|| self.feed.source(Uuid::from_u128(stream)));
        if self.speaking(|speaking| speaking.heard(Instant::now(), source)) {
            self.tell_who_speaks();
        }
    }

    /// How long until it is to be told again who speaks; nothing if nobody does.
    pub(super) fn silence_due(&self) -> Option<Duration> {
        let due = self.speaking(|speaking| speaking.due())?;
        Some(due.saturating_duration_since(Instant::now()))
    }

    /// Tells every sign-in what is new of who speaks on its walls.
    pub(super) fn tell_who_speaks(&self) {
        let hang = |sources: &BTreeSet<Source>| {
            self.with(|held| held.hang(sources, |role, source| self.feed.shows(role, source)))
        };
        let news = self.speaking(|speaking| speaking.look(Instant::now(), hang));
        for (session, sources) in news {
            self.feed.show_to(session, Arc::new(word(&sources)));
        }
    }

    pub(super) fn speaking<T>(&self, look: impl FnOnce(&mut Speaking) -> T) -> T {
        look(&mut self.speaking.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn word(sources: &BTreeSet<Source>) -> ToViewer {
    let (mut units, mut desks) = (Vec::new(), Vec::new());
    for source in sources {
        match source {
            Source::Unit(unit) => units.push(*unit),
            Source::Desk(town) => desks.push(*town),
            // No wall shows it.
            Source::Camera(_) => {}
        }
    }
    ToViewer::Speaking { units, desks }
}

#[cfg(test)]
mod tests;
