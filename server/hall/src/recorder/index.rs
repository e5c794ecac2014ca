//! What the recorders note, into the database.
//!
//! Notes are many and small, and the dispatch loop writes by the same door: they are kept a second's worth at a time. A
//! crash in between costs nothing, because the files tell it all again.

use std::time::Duration;

use tokio::sync::mpsc;

use crate::store::{Note, Store};

/// How often notes are kept.
const KEEP_EVERY: Duration = Duration::from_secs(1);
/// Notes that are held while the database refuses; older ones are in the files.
const MOST_HELD: usize = 100_000;

/// Keeps notes until nobody takes any more.
pub(crate) async fn index(store: Store, mut notes: mpsc::Receiver<Note>) {
    let mut held = Vec::new();
    let mut keep = tokio::time::interval(KEEP_EVERY);
    keep.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut open = true;
    while open {
        tokio::select! {
            note = notes.recv() => match note {
                Some(note) => {
                    held.push(note);
                    // Who plays what has just ended wants all of it.
                    if !matches!(note, Note::Ended { .. }) {
                        continue;
                    }
                }
                None => open = false,
            },
            _ = keep.tick() => {}
        }
        match store.keep_notes(&held).await {
            Ok(()) => held.clear(),
            Err(error) => {
                tracing::error!(error = %error, notes = held.len(), "the index of recordings cannot be kept; it is tried again");
                let over = held.len().saturating_sub(MOST_HELD);
                held.drain(..over);
            }
        }
    }
}
