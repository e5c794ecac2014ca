//! Recordings past their rule, or more than the disk is for: nobody's to see, and gone from the hall's own disk.
//!
//! They are large and a disk fills within hours, so they are looked at more often than what is small, and at once when the
//! disk is nearly full. A recording that goes on is never touched. Each file is tried by itself: one that cannot be deleted
//! keeps no other waiting. Nothing here waits for an object store; that, and forgetting what lies nowhere any more, is
//! left to `away`.

use std::time::Duration;

use domain::Timestamp;
use tokio::sync::watch;

use super::Rounds;
use crate::archive::Archive;
use crate::clock;
use crate::recorder::Room;
use crate::recordings::RecordingRule;
use crate::store::{FileRow, Store, StoreError};

/// How often it is looked at.
const LOOK_EVERY: Duration = Duration::from_secs(20);
/// A day.
pub(super) const DAY: Duration = Duration::from_hours(24);

/// Dooms what is past its rule and deletes its files here, until the hall stops.
pub(crate) async fn run(
    store: Store,
    archive: Archive,
    rule: RecordingRule,
    mut room: Room,
    stopping: watch::Receiver<bool>,
) {
    let mut rounds = Rounds::new(LOOK_EVERY, stopping);
    while rounds.next(room.changed()).await {
        let work = async {
            if let Err(error) = doom(&store, &archive, &rule, clock::now()).await {
                tracing::error!(%error, "recordings past their rule could not be deleted; it is tried again");
            }
        };
        rounds.work(work).await;
    }
}

/// Dooms what ended too long ago, with the oldest until the rest fits, and deletes the hall's own copies of all that is
/// doomed.
async fn doom(
    store: &Store,
    archive: &Archive,
    rule: &RecordingRule,
    now: Timestamp,
) -> Result<(), StoreError> {
    let mut doomed = store.doom_ended(now.before(DAY * rule.days)).await?;
    if let Some(most) = rule.most_bytes {
        doomed += store.doom_beyond(most).await?;
    }
    if doomed > 0 {
        tracing::info!(recordings = doomed, "recordings are past their rule");
    }
    for recording in store.recordings_doomed().await? {
        for file in store.recording_files(recording).await? {
            delete_here(archive, &file).await;
        }
    }
    Ok(())
}

/// Deletes the hall's own copy of a file; one that cannot be is tried again.
pub(super) async fn delete_here(archive: &Archive, file: &FileRow) {
    if let Err(error) = archive.delete_here(file).await {
        tracing::error!(recording.id = %file.recording, number = file.number, %error, "a file of a recording cannot be deleted; it is tried again");
    }
}

#[cfg(test)]
mod tests;
