//! What the recorders note, into the database.
//!
//! Notes are many and small, and the dispatch loop writes by the same door: they are kept a second's worth at a time. A
//! crash in between costs nothing, because the files tell it all again. While the database refuses, notes are held; of
//! more than may be, the oldest are lost. A file of which the index hears nothing for that is found by `strays`, a
//! stretch in the middle of one that it knows is not.

use std::time::Duration;

use tokio::sync::mpsc;

use crate::store::{Note, Store, StoreError};

/// How often notes are kept.
const KEEP_EVERY: Duration = Duration::from_secs(1);
/// Notes that are held while the database refuses.
const MOST_HELD: usize = 100_000;

/// Keeps notes until nobody takes any more.
pub(crate) async fn index(store: Store, mut notes: mpsc::Receiver<Note>) {
    let mut held = Held::default();
    let mut keep = tokio::time::interval(KEEP_EVERY);
    keep.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut open = true;
    while open {
        tokio::select! {
            note = notes.recv() => match note {
                Some(note) => {
                    held.notes.push(note);
                    // Who plays what has just ended wants all of it.
                    if !matches!(note, Note::Ended { .. }) {
                        continue;
                    }
                }
                None => open = false,
            },
            _ = keep.tick() => {}
        }
        match store.keep_notes(&held.notes).await {
            Ok(()) => held.were_kept(),
            Err(error) => held.were_refused(&error),
        }
    }
}

/// The notes that are not kept yet.
#[derive(Default)]
struct Held {
    notes: Vec<Note>,
    /// That the database refuses has been said.
    is_refused: bool,
    /// How many it has cost since.
    lost: usize,
}

impl Held {
    fn were_kept(&mut self) {
        if std::mem::take(&mut self.is_refused) {
            let (notes, lost) = (self.notes.len(), std::mem::take(&mut self.lost));
            tracing::info!(notes, lost, "the index of recordings is kept again");
        }
        self.notes.clear();
    }

    fn were_refused(&mut self, error: &StoreError) {
        if !std::mem::replace(&mut self.is_refused, true) {
            tracing::error!(%error, "the index of recordings cannot be kept; it is tried again and again");
        }
        let over = self.notes.len().saturating_sub(MOST_HELD);
        if over > 0 && self.lost == 0 {
            tracing::error!("the index of recordings has waited too long: what is oldest of it is lost");
        }
        self.lost += over;
        self.notes.drain(..over);
    }
}
