//! Recordings in the object store: finished files go there, doomed ones go from there, and then their rows.
//!
//! A store may answer late or never, and this waits for it; the hall's own disk does not (`recordings`). Each file is tried
//! by itself: one that is refused keeps no other waiting.

use std::io;
use std::time::{Duration, Instant};

use domain::RecordingId;
use tokio::sync::watch;

use super::Rounds;
use super::recordings::delete_here;
use crate::archive::{Archive, HandOverFault};
use crate::recorder::files_in;
use crate::store::{FileRow, Store, StoreError};

/// How often it is looked at.
pub(super) const LOOK_EVERY: Duration = Duration::from_secs(20);
/// How long the object store may take to delete one file.
const DELETED_WITHIN: Duration = Duration::from_secs(20);
/// After so many refusals in a row, the object store is left alone until the next look.
const REFUSALS: u32 = 3;

/// Forgets what is doomed and hands finished files over, until the hall stops.
pub(crate) async fn run(store: Store, archive: Archive, stopping: watch::Receiver<bool>) {
    let mut rounds = Rounds::new(LOOK_EVERY, stopping);
    while rounds.next(std::future::pending()).await {
        let work = async {
            if let Err(error) = forget_doomed(&store, &archive).await {
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

/// Forgets the doomed whose files can be deleted, wherever they lie.
pub(super) async fn forget_doomed(store: &Store, archive: &Archive) -> Result<(), StoreError> {
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
        let here = archive.delete_here(&file).await.is_ok();
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

/// Hands finished files to the object store, if there is one, and deletes here what is there already.
///
/// After `within` no other file is begun, however many wait: what is to be deleted there does not wait for them.
pub(super) async fn hand_over(store: &Store, archive: &Archive, within: Duration) -> Result<(), StoreError> {
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
                // It may have been doomed meanwhile, and deleted.
                if store.recording(file.recording).await?.is_some() {
                    tracing::error!(recording.id = %file.recording, number = file.number, "a file of a recording is lost");
                    store.forget_file(&file).await?;
                }
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
