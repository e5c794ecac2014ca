//! Waiting for the disk, on a thread of its own, so that no recorder has to.
//!
//! The index is told of a file and of a fragment only when the disk has it: after a power cut it names nothing that is not
//! there, and what it does not name is looked at before it is believed (`recovery`, `strays`). Of a fragment that the disk
//! loses it is told the gap. A disk that is behind is asked once for all that waits.

use std::fs::File;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use tokio::sync::mpsc;

use super::gaps::gaps;
use crate::store::{FragmentRow, Note};

/// Entries that may wait for the disk: about a minute of ten recordings.
const WAITING: usize = 1_024;

/// What the disk has of a file.
#[derive(Debug)]
pub(super) struct Kept {
    file: File,
    folder: File,
    is_named: AtomicBool,
    is_given_up: AtomicBool,
}

impl Kept {
    pub(super) fn new(file: File, folder: File) -> Self {
        Self {
            file,
            folder,
            is_named: AtomicBool::new(false),
            is_given_up: AtomicBool::new(false),
        }
    }

    pub(super) fn file(&self) -> &File {
        &self.file
    }

    /// Whether the disk lost some of it; nothing is to be added.
    pub(super) fn is_given_up(&self) -> bool {
        self.is_given_up.load(Ordering::Acquire)
    }

    /// Waits until the disk has all that was written so far, unless it is given up.
    fn wait(&self) -> Option<io::Result<()>> {
        if self.is_given_up() {
            return None;
        }
        let synced = self.file.sync_data().and_then(|()| self.name());
        if synced.is_err() {
            // What the system says of a later attempt would not be about these bytes.
            self.is_given_up.store(true, Ordering::Release);
        }
        Some(synced)
    }

    /// The first time: has the disk know the file by its name.
    fn name(&self) -> io::Result<()> {
        if !self.is_named.load(Ordering::Relaxed) {
            self.folder.sync_all()?;
            self.is_named.store(true, Ordering::Relaxed);
        }
        Ok(())
    }
}

/// A note, with the file that must be on the disk first.
struct Entry {
    note: Note,
    of: Option<Arc<Kept>>,
}

/// Takes notes for the index; waits itself if the disk is far behind.
#[derive(Debug, Clone)]
pub(super) struct Notebook {
    entries: SyncSender<Entry>,
}

impl Notebook {
    /// The index is told this after all that was noted before.
    pub(super) fn note(&self, note: Note) {
        self.enter(Entry { note, of: None });
    }

    /// The same, when the disk has what is written of the file; if it does not keep it, the gap instead.
    pub(super) fn note_kept(&self, note: Note, file: &Arc<Kept>) {
        let of = Some(Arc::clone(file));
        self.enter(Entry { note, of });
    }

    fn enter(&self, entry: Entry) {
        // A hall that stops takes no more notes.
        let _ = self.entries.send(entry);
    }
}

/// The thread's half.
pub(super) struct Keeper {
    entries: Receiver<Entry>,
    notes: mpsc::Sender<Note>,
    /// That the disk keeps nothing has been said.
    is_refused: bool,
}

/// A notebook, and what reads it.
pub(super) fn keeping(notes: mpsc::Sender<Note>) -> (Notebook, Keeper) {
    let (sender, entries) = sync_channel(WAITING);
    let keeper = Keeper {
        entries,
        notes,
        is_refused: false,
    };
    (Notebook { entries: sender }, keeper)
}

impl Keeper {
    /// Runs until nobody notes anything any more.
    pub(super) fn run(mut self) {
        while let Ok(first) = self.entries.recv() {
            self.keep(first);
        }
    }

    /// Keeps `first`, and all that waits behind it.
    fn keep(&mut self, first: Entry) {
        let mut entries = vec![first];
        entries.extend(self.entries.try_iter().take(WAITING));
        let mut files: Vec<&Arc<Kept>> = Vec::new();
        for file in entries.iter().filter_map(|entry| entry.of.as_ref()) {
            if !files.iter().any(|known| Arc::ptr_eq(known, file)) {
                files.push(file);
            }
        }
        for kept in files.into_iter().filter_map(|file| file.wait()) {
            self.say(kept);
        }
        for Entry { note, of } in entries {
            if of.is_some_and(|file| file.is_given_up()) {
                self.tell_gap(note);
            } else {
                let _ = self.notes.blocking_send(note);
            }
        }
    }

    /// Says that the disk keeps nothing, when that begins and when it ends.
    fn say(&mut self, kept: io::Result<()>) {
        let was_refused = std::mem::replace(&mut self.is_refused, kept.is_err());
        match kept {
            Ok(()) if was_refused => tracing::info!("the disk keeps what is recorded again"),
            Err(error) if !was_refused => tracing::error!(%error, "the disk did not keep what was recorded"),
            _ => {}
        }
    }

    /// Tells what is not there, in place of a note that it is.
    fn tell_gap(&self, note: Note) {
        if let Note::Fragment {
            recording,
            fragment:
                FragmentRow {
                    starts_at,
                    duration_ms,
                    ..
                },
            ..
        } = note
        {
            let from_ms = starts_at.as_millis();
            for gap in gaps(recording, from_ms, from_ms + i64::from(duration_ms)) {
                let _ = self.notes.blocking_send(gap);
            }
        }
    }

    /// Keeps all that waits now.
    #[cfg(test)]
    pub(super) fn keep_waiting(&mut self) {
        while let Ok(first) = self.entries.try_recv() {
            self.keep(first);
        }
    }
}
