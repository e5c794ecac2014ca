//! A phone with the real core on it: its disk, its clocks, its battery, and whether it is on.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use domain::{CommandId, Timestamp};
use field_unit::{Change, FieldUnit, Input, Memory, Notice, Output, PhoneTime, Restored};
use protocol::{Entry, ToHall, Told};

/// A phone, on or off.
#[derive(Debug)]
pub(super) struct Phone {
    seed: u64,
    starts: u64,
    /// How far its wall clock is from the hall's, in milliseconds.
    clock_error_ms: i64,
    booted: Timestamp,
    disk: Disk,
    /// None while it is dead.
    machine: Option<FieldUnit>,
    /// The wake-up that is in the queue.
    pub(super) wakes_at: Option<Timestamp>,
}

#[derive(Debug, Default)]
struct Disk {
    entries: VecDeque<Entry>,
    memory: Memory,
}

/// What a phone does to the world around it.
#[derive(Debug)]
pub(super) enum Effect {
    Connect,
    Disconnect,
    Send(ToHall),
    Notify(Notice),
    /// Something that happened is on its disk and waits for the hall.
    Kept(Entry),
}

impl Phone {
    /// A phone that was never switched on.
    pub(super) fn new(seed: u64, clock_error_ms: i64) -> Self {
        Self {
            seed,
            starts: 0,
            clock_error_ms,
            booted: Timestamp::from_millis(0),
            disk: Disk::default(),
            machine: None,
            wakes_at: None,
        }
    }

    pub(super) fn is_on(&self) -> bool {
        self.machine.is_some()
    }

    pub(super) fn machine(&self) -> Option<&FieldUnit> {
        self.machine.as_ref()
    }

    /// Switches it on with what its disk holds.
    ///
    /// Its own clock begins anew, so that what it knew of the hall's clock is worth nothing.
    pub(super) fn switch_on(&mut self, now: Timestamp) -> Vec<Effect> {
        self.starts = self.starts.saturating_add(1);
        self.booted = now;
        let restored = Restored {
            now: PhoneTime::from_millis(0),
            wall_clock: Timestamp::from_millis(now.as_millis().saturating_add(self.clock_error_ms)),
            entries: self.disk.entries.iter().cloned().collect(),
            guessed: BTreeMap::new(),
            memory: self.disk.memory.clone(),
            reading: None,
        };
        let seed = self.seed.wrapping_mul(0x1_0000).wrapping_add(self.starts);
        self.machine = Some(FieldUnit::new(seed, "drill".to_owned(), restored));
        self.drain()
    }

    /// The battery is flat, or the system killed the app and lets it sleep.
    pub(super) fn die(&mut self) {
        self.machine = None;
        self.wakes_at = None;
    }

    /// Hands in what happened; a dead phone takes nothing in.
    pub(super) fn handle(&mut self, now: Timestamp, input: Input) -> Vec<Effect> {
        let now = self.time(now);
        match &mut self.machine {
            Some(machine) => {
                machine.handle_input(now, input);
                self.drain()
            }
            None => Vec::new(),
        }
    }

    /// When it wants to be woken.
    pub(super) fn poll_timeout(&self) -> Option<Timestamp> {
        let due = self.machine.as_ref()?.poll_timeout()?;
        Some(self.booted.after(Duration::from_millis(due.as_millis())))
    }

    /// What waits for the hall that happened and is no mere position.
    pub(super) fn facts_waiting(&self) -> usize {
        let facts = self.disk.entries.iter().filter(|entry| is_fact(entry));
        facts.count()
    }

    fn time(&self, now: Timestamp) -> PhoneTime {
        let on_for = now.since(self.booted).as_millis();
        PhoneTime::from_millis(u64::try_from(on_for).unwrap_or(u64::MAX))
    }

    fn drain(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        let Some(machine) = &mut self.machine else {
            return effects;
        };
        while let Some(output) = machine.poll_output() {
            match output {
                Output::Connect => effects.push(Effect::Connect),
                Output::Disconnect => effects.push(Effect::Disconnect),
                Output::Send(message) => effects.push(Effect::Send(message)),
                Output::Notify(notice) => effects.push(Effect::Notify(notice)),
                Output::Store(change) => self.disk.store(change, &mut effects),
            }
        }
        effects
    }
}

impl Disk {
    fn store(&mut self, change: Change, effects: &mut Vec<Effect>) {
        match change {
            Change::Add(entry) => {
                if !matches!(entry.told, Told::Fix { .. }) {
                    effects.push(Effect::Kept(entry.clone()));
                }
                self.entries.push_back(entry);
            }
            Change::Replace(entry) => {
                if let Some(old) = self.entries.iter_mut().find(|old| old.id == entry.id) {
                    *old = entry;
                }
            }
            Change::Remove(ids) => self.remove(&ids),
            Change::Remember(memory) => self.memory = memory,
            // Worth nothing after the next start: see `Phone::switch_on`.
            Change::Guessed(..) | Change::KeepReading(_) => {}
        }
    }

    fn remove(&mut self, ids: &[CommandId]) {
        match ids {
            [id] if self.entries.front().is_some_and(|first| first.id == *id) => {
                self.entries.pop_front();
            }
            _ => self.entries.retain(|entry| !ids.contains(&entry.id)),
        }
    }
}

/// Whether an entry tells what happened, rather than asks for something; positions apart.
fn is_fact(entry: &Entry) -> bool {
    matches!(
        entry.told,
        Told::Received { .. }
            | Told::SetOff { .. }
            | Told::Arrived { .. }
            | Told::Reported { .. }
            | Told::ItemChecked { .. }
            | Told::Message { .. }
            | Told::MessagesRead { .. }
            | Told::Sos { .. }
    )
}
