//! Files of recordings that the index knows nothing of.
//!
//! A disk that refused once, or a database that refused for long, leaves them behind; without a row nobody plays them,
//! and no rule would ever delete them. Those of a recording that has ended are read into the index, where its rule finds
//! them; those of one that is past its rule are deleted. Those of none go when they are as old as any recording may be, and
//! no sooner: the database may be one of before. Of a recording that goes on, the index may hear in time, or the next start
//! finds them (`recovery`).

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;
use std::time::{Duration, SystemTime};

use domain::RecordingId;

use super::file_name;
use super::recovery::{files_in, take_up};
use crate::store::{Store, StoreError};

/// How long nothing has been written to a file that is looked at.
const LEFT_ALONE: Duration = Duration::from_hours(24);

/// Indexes or deletes every stray that was left alone for a day; those of no recording once that is as long as one is kept.
pub(crate) async fn settle_strays(
    store: &Store,
    now: SystemTime,
    kept_for: Duration,
) -> Result<(), StoreError> {
    let folder = store.recordings_folder();
    let look = move || {
        Ok((
            left_alone(&folder, now, LEFT_ALONE)?,
            left_alone(&folder, now, kept_for)?,
        ))
    };
    let (left_alone, past_all_rules) = store.blocking(look).await?;
    let doomed: BTreeSet<_> = store.recordings_doomed().await?.into_iter().collect();
    for (recording, mut numbers) in left_alone {
        for file in store.recording_files(recording).await? {
            numbers.remove(&file.number);
        }
        if numbers.is_empty() {
            continue;
        }
        let belongs_to = store.recording(recording).await?;
        if belongs_to.as_ref().is_some_and(|view| view.ended_at.is_none()) {
            continue;
        }
        if belongs_to.is_none() && !doomed.contains(&recording) {
            let old = past_all_rules.get(&recording);
            numbers.retain(|number| old.is_some_and(|old| old.contains(number)));
        }
        for number in numbers {
            let settled = match belongs_to {
                Some(_) => take_up(store, recording, number).await,
                None => delete(store, recording, number).await,
            };
            match settled {
                Ok(0) => {
                    tracing::warn!(recording.id = %recording, number, "a file that the index of recordings did not know was deleted: it shows nothing, or is past any rule");
                }
                Ok(fragments) => {
                    tracing::warn!(recording.id = %recording, number, fragments, "a file that the index of recordings did not know was read into it");
                }
                // The others may be settled.
                Err(error) => {
                    tracing::error!(recording.id = %recording, number, %error, "a file that the index of recordings does not know can neither be read nor deleted; it is tried again in a day");
                }
            }
        }
    }
    Ok(())
}

/// Deletes a file that is nobody's to see; no fragment of it is left.
async fn delete(store: &Store, recording: RecordingId, number: u32) -> Result<usize, StoreError> {
    let path = store.recordings_folder().join(file_name(recording, number));
    store.blocking(move || fs::remove_file(path)).await?;
    Ok(0)
}

/// The files in a folder to which nothing has been written for so long, by their numbers.
fn left_alone(
    folder: &Path,
    now: SystemTime,
    long: Duration,
) -> io::Result<BTreeMap<RecordingId, BTreeSet<u32>>> {
    let mut files = files_in(folder)?;
    for (recording, numbers) in &mut files {
        numbers.retain(|number| is_left_alone(&folder.join(file_name(*recording, *number)), now, long));
    }
    Ok(files)
}

/// Whether nothing has been written to a file for so long; not if it does not say so.
fn is_left_alone(path: &Path, now: SystemTime, long: Duration) -> bool {
    let written_at = fs::metadata(path).and_then(|about| about.modified());
    written_at.is_ok_and(|at| now.duration_since(at).is_ok_and(|age| age >= long))
}
