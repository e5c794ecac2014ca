//! What whoever holds a camera is told of its picture: whether it is needed, with which of its layers, by whom it is watched.
//!
//! A camera that films for nobody costs battery and the town's air. An officer has a right to know who looks through it.
//! It leaves telling to the socket of the phone, or of the town's desk.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::PoisonError;
use std::time::{Duration, Instant};

use domain::{PersonId, Source, Timestamp};
use protocol::Watcher;
use tokio::sync::watch;

use super::LiveSessions;
use super::held::{Use, Uses};
use crate::clock;

/// How long nobody must need a picture until its camera may rest: a viewer who moves a tile comes back at once.
const REST_AFTER: Duration = Duration::from_secs(1);

/// What a phone or a desk is to know of its picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Picture {
    /// Whether anybody needs it.
    pub(crate) needed: bool,
    /// Whether anybody needs each of its layers; those that are not spoken of are needed.
    pub(crate) layers: Vec<bool>,
    /// Who watches, the longest first.
    pub(crate) watchers: Vec<Watcher>,
}

impl Default for Picture {
    fn default() -> Self {
        Self {
            needed: true,
            layers: Vec::new(),
            watchers: Vec::new(),
        }
    }
}

/// The audiences of all sources.
#[derive(Debug, Default)]
pub(super) struct Audiences {
    sources: BTreeMap<Source, Audience>,
}

#[derive(Debug, Default)]
struct Audience {
    since: BTreeMap<PersonId, Timestamp>,
    unneeded_since: Option<Instant>,
    told: watch::Sender<Picture>,
}

impl LiveSessions {
    /// What whoever holds the camera of a source is to know of its picture, now and whenever that changes.
    pub(crate) fn picture_of(&self, source: Source) -> watch::Receiver<Picture> {
        self.with_audiences(|audiences| audiences.picture_of(source))
    }

    /// Tells those who hold cameras what is new of their pictures.
    pub(super) fn look_at_audiences(&self) {
        let uses = self.with(|held| held.uses(Instant::now()));
        let needed = self.feed.pictures_needed().into_iter().map(Source::Unit);
        let needed: BTreeSet<_> = needed.chain(self.recorded.sources()).collect();
        self.with_audiences(|audiences| audiences.look(clock::now(), Instant::now(), uses, &needed));
    }

    fn with_audiences<T>(&self, look: impl FnOnce(&mut Audiences) -> T) -> T {
        look(&mut self.audiences.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Audiences {
    pub(super) fn picture_of(&mut self, source: Source) -> watch::Receiver<Picture> {
        self.sources.entry(source).or_default().told.subscribe()
    }

    /// Takes in who uses the pictures; `needed` are the sources whose picture something else than a viewer waits for.
    pub(super) fn look(
        &mut self,
        now: Timestamp,
        instant: Instant,
        mut uses: Uses,
        needed: &BTreeSet<Source>,
    ) {
        for source in uses.watching.keys() {
            self.sources.entry(*source).or_default();
        }
        for (source, audience) in &mut self.sources {
            let people = uses.watching.remove(source).unwrap_or_default();
            let seen = people.values().any(|person| person.seen);
            // A camera that has not shown anything yet has to, or nobody would know that it is on.
            let publishing = uses.publishing.remove(source).unwrap_or_default();
            let is_needed =
                audience.is_needed(instant, !publishing.started || seen || needed.contains(source));
            let watchers = audience.watchers(now, people);
            audience.told.send_if_modified(|picture| {
                let fresh = Picture {
                    needed: is_needed,
                    layers: publishing.layers,
                    watchers,
                };
                let changed = *picture != fresh;
                *picture = fresh;
                changed
            });
        }
        self.sources
            .retain(|_, audience| audience.told.receiver_count() > 0 || !audience.since.is_empty());
    }
}

impl Audience {
    fn is_needed(&mut self, instant: Instant, now: bool) -> bool {
        if now {
            self.unneeded_since = None;
            return true;
        }
        let since = *self.unneeded_since.get_or_insert(instant);
        instant.saturating_duration_since(since) < REST_AFTER
    }

    fn watchers(&mut self, now: Timestamp, people: BTreeMap<PersonId, Use>) -> Vec<Watcher> {
        self.since.retain(|person, _| people.contains_key(person));
        let mut watchers: Vec<Watcher> = people
            .into_iter()
            .map(|(person, Use { name, role, .. })| Watcher {
                name,
                role,
                since: *self.since.entry(person).or_insert(now),
            })
            .collect();
        watchers.sort_by_key(|watcher| watcher.since);
        watchers
    }
}

#[cfg(test)]
mod tests;
