//! Recordings past their rule, or more than the disk is for.
//!
//! They are large and a disk fills within hours, so they are looked at more often than what is small, and at once when the
//! disk is nearly full. A recording that goes on is never touched. Each file is tried by itself: one that cannot be deleted
//! or handed over keeps no other waiting, and while the object store cannot be reached the hall's own copies are deleted
//! all the same.

use std::io;
use std::time::{Duration, Instant};

use domain::{RecordingId, Timestamp};
use tokio::sync::watch;

use super::Rounds;
use crate::archive::{Archive, HandOverFault};
use crate::clock;
use crate::recorder::{Room, files_in};
use crate::recordings::RecordingRule;
use crate::store::{FileRow, Store, StoreError};

/// How often it is looked at.
const LOOK_EVERY: Duration = Duration::from_secs(20);
/// A day.
const DAY: Duration = Duration::from_hours(24);
/// How long the object store may take to delete one file.
const DELETED_WITHIN: Duration = Duration::from_secs(20);
/// After so many refusals in a row, the object store is left alone until the next look.
const REFUSALS: u32 = 3;

/// Hands finished files over and forgets what is past its rule, until the hall stops.
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
            if let Err(error) = forget(&store, &archive, &rule, clock::now()).await {
                tracing::error!(%error, "recordings past their rule could not be forgotten; it is tried again");
            }
            if let Err(error) = hand_over(&store, &archive, LOOK_EVERY).await {
                tracing::error!(%error, "recordings could not be handed over; it is tried again");
            }
        };
        rounds.work(work).await;
    }
}

/// How the object store has answered in this look.
#[derive(Debug, Default)]
struct Refusals(u32);

impl Refusals {
    fn are_too_many(&self) -> bool {
        self.0 >= REFUSALS
    }

    fn count(&mut self, refused: bool) {
        self.0 = if refused { self.0 + 1 } else { 0 };
    }
}

/// Hands finished files to the object store, if there is one, and deletes here what is there already.
///
/// After `within` no other file is begun, however many wait: what is to be forgotten does not wait for them.
async fn hand_over(store: &Store, archive: &Archive, within: Duration) -> Result<(), StoreError> {
    if !archive.hands_over() {
        return Ok(());
    }
    delete_what_is_away(store, archive).await?;
    let (mut refusals, began) = (Refusals::default(), Instant::now());
    for file in store.finished_files().await? {
        let handed = archive.hand_over(&file).await;
        refusals.count(matches!(handed, Err(HandOverFault::Away(_))));
        match handed {
            Ok(()) => {
                store.file_went_away(file.recording, file.number).await?;
                delete_here(archive, &file).await;
            }
            Err(HandOverFault::Here(error)) if error.kind() == io::ErrorKind::NotFound => {
                tracing::error!(recording.id = %file.recording, number = file.number, "a file of a recording is lost");
                store.forget_file(&file).await?;
            }
            Err(error) => {
                tracing::error!(recording.id = %file.recording, number = file.number, %error, "a file of a recording could not be handed over; it is tried again");
            }
        }
        if refusals.are_too_many() || began.elapsed() >= within {
            break;
        }
    }
    Ok(())
}

/// Deletes the hall's own copies of files that are in the object store: they could not be deleted when they were handed over.
async fn delete_what_is_away(store: &Store, archive: &Archive) -> Result<(), StoreError> {
    let folder = store.recordings_folder();
    for (recording, numbers) in store.blocking(move || files_in(&folder)).await? {
        let known = store.recording_files(recording).await?.into_iter();
        for file in known.filter(|file| file.away && numbers.contains(&file.number)) {
            delete_here(archive, &file).await;
        }
    }
    Ok(())
}

/// Forgets what ended too long ago, with the oldest until the rest fits.
pub(super) async fn forget(
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
    let mut refusals = Refusals::default();
    for recording in store.recordings_doomed().await? {
        forget_one(store, archive, recording, &mut refusals).await?;
    }
    Ok(())
}

/// Deletes the files of a recording as far as that can be done; when none is left, it is forgotten.
async fn forget_one(
    store: &Store,
    archive: &Archive,
    recording: RecordingId,
    refusals: &mut Refusals,
) -> Result<(), StoreError> {
    let mut is_gone = true;
    for file in store.recording_files(recording).await? {
        // One that is away may lie here as well, if it could not be deleted when it was handed over.
        let here = delete_here(archive, &file).await;
        let away = delete_away(archive, &file, refusals).await;
        if here && !file.away && !away {
            // It takes no more room here.
            store.file_went_away(recording, file.number).await?;
        }
        is_gone &= here && away;
    }
    if is_gone {
        store.forget_recording(recording).await?;
    }
    Ok(())
}

/// Deletes the hall's own copy of a file; whether it is gone.
async fn delete_here(archive: &Archive, file: &FileRow) -> bool {
    let deleted = archive.delete_here(file).await;
    if let Err(error) = &deleted {
        tracing::error!(recording.id = %file.recording, number = file.number, %error, "a file of a recording cannot be deleted; it is tried again");
    }
    deleted.is_ok()
}

/// Deletes a file in the object store, unless that refuses all; whether it is gone.
async fn delete_away(archive: &Archive, file: &FileRow, refusals: &mut Refusals) -> bool {
    if refusals.are_too_many() {
        return false;
    }
    let deleted = tokio::time::timeout(DELETED_WITHIN, archive.delete_away(file)).await;
    let is_gone = matches!(deleted, Ok(Ok(())));
    if !is_gone {
        let why = match deleted {
            Ok(Err(error)) => error.to_string(),
            _ => "it does not answer".to_owned(),
        };
        tracing::error!(recording.id = %file.recording, number = file.number, error = why, "the object store does not delete a file; it is tried again");
    }
    refusals.count(!is_gone);
    is_gone
}

#[cfg(test)]
mod tests;
