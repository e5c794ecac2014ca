//! Waiting for the disk, on a thread of its own, so that no recorder has to.
//!
//! The index is told of a fragment only when the disk has it: after a power cut it names nothing that is not there, and
//! what it does not name is looked at before it is believed. A disk that is behind is asked once for all that waits.

use std::fs::File;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use tokio::sync::mpsc;

use crate::store::Note;

/// Entries that may wait for the disk: about a minute of ten recordings.
const WAITING: usize = 1_024;
/// Nothing of a file is kept yet.
const NOTHING: i64 = i64::MIN;

/// What the disk has of a file.
#[derive(Debug)]
pub(super) struct Kept {
    file: File,
    folder: File,
    is_named: AtomicBool,
    until_ms: AtomicI64,
    is_given_up: AtomicBool,
}

impl Kept {
    pub(super) fn new(file: File, folder: File) -> Self {
        Self {
            file,
            folder,
            is_named: AtomicBool::new(false),
            until_ms: AtomicI64::new(NOTHING),
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

    /// Up to when the disk has what was recorded, in milliseconds since 1970.
    pub(super) fn until_ms(&self) -> Option<i64> {
        Some(self.until_ms.load(Ordering::Acquire)).filter(|&until| until != NOTHING)
    }

    /// Waits until the disk has all that was written so far.
    fn wait(&self) {
        if self.is_given_up() {
            return;
        }
        let synced = self.file.sync_data().and_then(|()| self.name());
        if let Err(error) = synced {
            // What the system says of a later attempt would not be about these bytes.
            tracing::error!(%error, "the disk did not keep what was recorded");
            self.is_given_up.store(true, Ordering::Release);
        }
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

/// A note, with the file that must be on the disk first, and until when it plays.
struct Entry {
    note: Note,
    of: Option<(Arc<Kept>, Option<i64>)>,
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

    /// The same, when the disk has what is written of the file; never, if it does not keep it.
    pub(super) fn note_kept(&self, note: Note, file: &Arc<Kept>, until_ms: Option<i64>) {
        let of = Some((Arc::clone(file), until_ms));
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
}

/// A notebook, and what reads it.
pub(super) fn keeping(notes: mpsc::Sender<Note>) -> (Notebook, Keeper) {
    let (sender, entries) = sync_channel(WAITING);
    (Notebook { entries: sender }, Keeper { entries, notes })
}

impl Keeper {
    /// Runs until nobody notes anything any more.
    pub(super) fn run(self) {
        while let Ok(first) = self.entries.recv() {
            self.keep(first);
        }
    }

    /// Keeps `first`, and all that waits behind it.
    fn keep(&self, first: Entry) {
        let mut entries = vec![first];
        entries.extend(self.entries.try_iter().take(WAITING));
        let mut files: Vec<&Arc<Kept>> = Vec::new();
        for (file, _) in entries.iter().filter_map(|entry| entry.of.as_ref()) {
            if !files.iter().any(|known| Arc::ptr_eq(known, file)) {
                files.push(file);
            }
        }
        for file in files {
            file.wait();
        }
        for Entry { note, of } in entries {
            if let Some((file, until_ms)) = of {
                if file.is_given_up() {
                    continue;
                }
                if let Some(until_ms) = until_ms {
                    file.until_ms.store(until_ms, Ordering::Release);
                }
            }
            let _ = self.notes.blocking_send(note);
        }
    }

    /// Keeps all that waits now.
    #[cfg(test)]
    pub(super) fn keep_waiting(&self) {
        while let Ok(first) = self.entries.try_recv() {
            self.keep(first);
        }
    }
}
