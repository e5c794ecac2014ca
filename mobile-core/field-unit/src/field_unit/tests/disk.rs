//! The disk of a phone in the tests: what is on it, and what it has no room for.

use std::collections::BTreeMap;

use domain::CommandId;
use protocol::{Entry, Told};

use crate::{Change, Memory, PhoneTime, Reading};

#[derive(Default)]
pub(super) struct Disk {
    pub(super) entries: Vec<Entry>,
    pub(super) guessed: BTreeMap<CommandId, PhoneTime>,
    pub(super) memory: Memory,
    pub(super) reading: Option<Reading>,
    /// Whether it takes nothing more.
    full: bool,
    /// What the app holds for it until there is room.
    unsaved: Vec<Change>,
}

impl Disk {
    /// Takes a change, or has it held while it is full.
    pub(super) fn take(&mut self, change: Change) {
        if self.full {
            self.unsaved.push(change);
        } else {
            self.apply(change);
        }
    }

    /// Fills it up, or makes room for all that is held.
    pub(super) fn fill(&mut self, full: bool) {
        self.full = full;
        if !full {
            for change in std::mem::take(&mut self.unsaved) {
                self.apply(change);
            }
        }
    }

    /// The app ends: what was held for it is gone; the entries of which nothing is left.
    pub(super) fn lose_unsaved(&mut self) -> Vec<CommandId> {
        let unsaved = std::mem::take(&mut self.unsaved);
        let lost = |change| match change {
            Change::Add(entry) => Some(entry.id),
            _ => None,
        };
        unsaved.into_iter().filter_map(lost).collect()
    }

    /// The phone is switched on anew: what was measured by its own clock means nothing any more.
    pub(super) fn boot(&mut self) {
        self.guessed.clear();
        self.reading = None;
    }

    /// Whether an entry is on it, or it has no room for any.
    pub(super) fn has(&self, entry: &Entry) -> bool {
        self.full || self.entries.contains(entry)
    }

    /// Whether an entry, stored or held, is a fix.
    pub(super) fn is_fix(&self, id: CommandId) -> bool {
        let held = self.unsaved.iter().filter_map(|change| match change {
            Change::Add(entry) => Some(entry),
            _ => None,
        });
        let mut all = self.entries.iter().chain(held);
        all.any(|entry| entry.id == id && matches!(entry.told, Told::Fix { .. }))
    }

    fn apply(&mut self, change: Change) {
        match change {
            Change::Add(entry) => self.entries.push(entry),
            Change::Guessed(id, happened) => {
                self.guessed.insert(id, happened);
            }
            Change::Replace(entry) => {
                self.guessed.remove(&entry.id);
                let old = self.entries.iter_mut().find(|old| old.id == entry.id);
                *old.expect("an entry that is replaced is there") = entry;
            }
            Change::Remove(ids) => self.entries.retain(|entry| !ids.contains(&entry.id)),
            Change::Remember(memory) => self.memory = memory,
            Change::KeepReading(reading) => self.reading = Some(reading),
        }
    }
}
