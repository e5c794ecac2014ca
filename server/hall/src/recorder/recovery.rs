//! What a hall that was killed left of its recordings, indexed at the next start.
//!
//! The files open as they are. What the index lacks of them is read from them, up to the last fragment that was sealed.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use domain::{RecordingId, Timestamp};
use recording::Recovered;

use super::file_name;
use crate::store::{FragmentRow, Note, Store, StoreError};

/// A recording begins a new file seldom: past this many, nothing is looked for.
const MOST_FILES: u32 = 100_000;

/// Ends every recording that a hall left open.
pub(crate) async fn recover(store: &Store) -> Result<(), StoreError> {
    for recording in store.recordings_open().await? {
        // A hall without one old recording is worth more than none.
        if let Err(error) = recover_one(store, recording).await {
            tracing::error!(recording.id = %recording, %error, "a recording that was cut off could not be found again; it is tried at the next start");
        }
    }
    Ok(())
}

async fn recover_one(store: &Store, recording: RecordingId) -> Result<(), StoreError> {
    let folder = store.recordings_folder();
    let known = store.recording_files(recording).await?;
    let (mut notes, mut number, mut missing) = (Vec::new(), 0, 0);
    while number < MOST_FILES && missing < 2 {
        let file = known.iter().find(|file| file.number == number);
        let from = file.map_or(0, |file| file.size);
        let path = folder.join(file_name(recording, number));
        let found = store.blocking(move || read(&path, from)).await?;
        match found {
            Some(found) => notes.extend(noted(recording, number, &found)),
            None if file.is_some_and(|file| file.away) => {}
            // A file begun in vain has a number, too.
            None => missing += 1,
        }
        number += 1;
    }
    store.keep_notes(&notes).await?;
    let fragments = store.fragments(recording).await?;
    let ends = fragments
        .iter()
        .map(|(_, fragment)| fragment.starts_at.as_millis() + i64::from(fragment.duration_ms));
    if let Some(at) = ends.max().map(Timestamp::from_millis) {
        store.keep_notes(&[Note::Ended { recording, at }]).await?;
        tracing::info!(recording.id = %recording, notes = notes.len(), "a recording that was cut off was found again");
    } else {
        store.forget_recording(recording).await?;
    }
    Ok(())
}

/// What a file holds; nothing if there is none, or not even its header.
fn read(path: &Path, from: u64) -> io::Result<Option<Recovered>> {
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let found = recording::recover(&mut file, from)?;
    if found
        .as_ref()
        .is_none_or(|found| from == 0 && found.fragments.is_empty())
    {
        // It shows nothing to anybody.
        fs::remove_file(path)?;
        return Ok(None);
    }
    Ok(found)
}

fn noted(recording: RecordingId, number: u32, found: &Recovered) -> Vec<Note> {
    let file = Note::File {
        recording,
        number,
        init_length: found.init_length,
    };
    let fragments = found.fragments.iter().map(|fragment| Note::Fragment {
        recording,
        file: number,
        fragment: FragmentRow {
            offset: fragment.offset,
            length: fragment.length,
            starts_at: Timestamp::from_millis(fragment.starts_at_ms),
            duration_ms: fragment.duration_ms,
            has_key_frame: fragment.has_key_frame,
        },
    });
    std::iter::once(file).chain(fragments).collect()
}
