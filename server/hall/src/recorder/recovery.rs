//! What a hall that was killed left of its recordings, indexed at the next start.
//!
//! The files open as they are. What the index lacks of them is read from them, up to the last fragment that was sealed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io;
use std::path::Path;

use domain::{RecordingId, Timestamp};
use recording::Recovered;

use super::file_name;
use crate::store::{FragmentRow, Note, Store, StoreError};

/// Ends every recording that a hall left open.
pub(crate) async fn recover(store: &Store) -> Result<(), StoreError> {
    let open = store.recordings_open().await?;
    if open.is_empty() {
        return Ok(());
    }
    let folder = store.recordings_folder();
    let mut files = store.blocking(move || numbers(&folder)).await?;
    for recording in open {
        let numbers = files.remove(&recording).unwrap_or_default();
        // A hall without one old recording is worth more than none.
        if let Err(error) = recover_one(store, recording, numbers).await {
            tracing::error!(recording.id = %recording, %error, "a recording that was cut off could not be found again; it is tried at the next start");
        }
    }
    Ok(())
}

async fn recover_one(
    store: &Store,
    recording: RecordingId,
    numbers: BTreeSet<u32>,
) -> Result<(), StoreError> {
    let folder = store.recordings_folder();
    let known = store.recording_files(recording).await?;
    let (mut notes, mut unread) = (Vec::new(), None);
    for number in numbers {
        let file = known.iter().find(|file| file.number == number);
        let from = file.map_or(0, |file| file.size);
        let path = folder.join(file_name(recording, number));
        match store.blocking(move || read(&path, from)).await {
            Ok(found) => notes.extend(found.iter().flat_map(|found| noted(recording, number, found))),
            // The others may be read.
            Err(error) => {
                tracing::error!(recording.id = %recording, number, %error, "a file of a recording that was cut off cannot be read");
                unread = Some(error);
            }
        }
    }
    store.keep_notes(&notes).await?;
    if let Some(error) = unread {
        // Not ended, so that the next start tries again.
        return Err(error);
    }
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

/// Which files of which recordings lie in the folder.
fn numbers(folder: &Path) -> io::Result<BTreeMap<RecordingId, BTreeSet<u32>>> {
    let mut numbers: BTreeMap<RecordingId, BTreeSet<u32>> = BTreeMap::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name();
        let name = name
            .to_str()
            .and_then(|name| name.strip_suffix(".mp4")?.rsplit_once('-'));
        let Some((recording, number)) = name else {
            continue;
        };
        if let (Ok(recording), Ok(number)) = (recording.parse(), number.parse()) {
            numbers.entry(recording).or_default().insert(number);
        }
    }
    Ok(numbers)
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
