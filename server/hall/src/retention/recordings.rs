//! Recordings past their rule, or more than the disk is for.
//!
//! They are large and a disk fills within hours, so they are looked at more often than what is small. A recording that
//! goes on is never touched.

use std::time::Duration;

use anyhow::Context as _;
use domain::{RecordingId, Timestamp};
use tokio::sync::watch;

use crate::archive::Archive;
use crate::clock;
use crate::flag::raised;
use crate::recordings::RecordingRule;
use crate::store::Store;

/// How often it is looked at.
const LOOK_EVERY: Duration = Duration::from_secs(20);
/// A day.
const DAY: Duration = Duration::from_hours(24);

/// Hands finished files over and forgets what is past its rule, until the hall stops.
pub(crate) async fn run(
    store: Store,
    archive: Archive,
    rule: RecordingRule,
    mut stopping: watch::Receiver<bool>,
) {
    let mut look = tokio::time::interval(LOOK_EVERY);
    look.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = look.tick() => {}
            () = raised(&mut stopping) => return,
        }
        // An object store that is away must not keep what is past its rule.
        let work = async {
            if let Err(error) = forget(&store, &archive, &rule, clock::now()).await {
                tracing::error!(
                    error = format!("{error:#}"),
                    "recordings past their rule could not be forgotten; it is tried again"
                );
            }
            if let Err(error) = hand_over(&store, &archive).await {
                tracing::error!(
                    error = format!("{error:#}"),
                    "recordings could not be handed over; it is tried again"
                );
            }
        };
        tokio::select! {
            () = work => {}
            () = raised(&mut stopping) => return,
        }
    }
}

/// Hands every finished file to the object store, if there is one.
pub(crate) async fn hand_over(store: &Store, archive: &Archive) -> anyhow::Result<()> {
    if !archive.hands_over() {
        return Ok(());
    }
    for file in store.finished_files().await? {
        archive.hand_over(&file).await.with_context(|| {
            format!(
                "handing over file {} of recording {}",
                file.number, file.recording
            )
        })?;
        store.file_went_away(file.recording, file.number).await?;
        archive.delete_here(&file).await?;
    }
    Ok(())
}

/// Forgets what ended too long ago, then the oldest until the rest fits.
pub(super) async fn forget(
    store: &Store,
    archive: &Archive,
    rule: &RecordingRule,
    now: Timestamp,
) -> anyhow::Result<()> {
    let mut forgotten = 0;
    for recording in store.recordings_ended(now.before(DAY * rule.days)).await? {
        forget_one(store, archive, recording).await?;
        forgotten += 1;
    }
    if let Some(most) = rule.most_bytes {
        for recording in store.recordings_ended(now.after(DAY)).await? {
            if store.recorded_here().await? <= most {
                break;
            }
            let files = store.recording_files(recording).await?;
            if files.iter().all(|file| file.away) {
                // It takes no room here.
                continue;
            }
            forget_one(store, archive, recording).await?;
            forgotten += 1;
        }
    }
    if forgotten > 0 {
        tracing::info!(
            recordings = forgotten,
            "recordings past their rule were forgotten"
        );
    }
    Ok(())
}

async fn forget_one(store: &Store, archive: &Archive, recording: RecordingId) -> anyhow::Result<()> {
    for file in store.recording_files(recording).await? {
        archive.delete(&file).await?;
    }
    store.forget_recording(recording).await?;
    Ok(())
}

#[cfg(test)]
mod tests;
