//! What a hall that was killed left of its recordings, indexed at the next start.
//!
//! The files open as they are, unless the power was cut. What the index lacks of them is read from them, up to the last
//! fragment that is whole; what lies behind it is cut off. So is a single file read of which the index knows nothing, when
//! `strays` has found it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io;
use std::path::Path;

use domain::{RecordingId, Timestamp};
use recording::Recovered;

use super::file_name;
use crate::store::{FileRow, FragmentRow, Note, Store, StoreError};

/// Ends every recording that a hall left open.
pub(crate) async fn recover(store: &Store) -> Result<(), StoreError> {
    let open = store.recordings_open().await?;
    if open.is_empty() {
        return Ok(());
    }
    let folder = store.recordings_folder();
    let mut files = store.blocking(move || files_in(&folder)).await?;
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
        let file = known.iter().find(|file| file.number == number).copied();
        let path = folder.join(file_name(recording, number));
        match store.blocking(move || read(&path, file)).await {
            Ok(Some(found)) => notes.extend(noted(recording, number, &found)),
            Ok(None) => {
                if let Some(empty) = file.filter(is_empty) {
                    store.forget_file(&empty).await?;
                }
            }
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

/// Reads a file of which the index knows nothing into it; how many fragments that were. One that shows nothing is deleted.
pub(super) async fn take_up(store: &Store, recording: RecordingId, number: u32) -> Result<usize, StoreError> {
    let path = store.recordings_folder().join(file_name(recording, number));
    let Some(found) = store.blocking(move || read(&path, None)).await? else {
        return Ok(0);
    };
    store.keep_notes(&noted(recording, number, &found)).await?;
    Ok(found.fragments.len())
}

/// Which files of which recordings lie in a folder, by their numbers.
pub(crate) fn files_in(folder: &Path) -> io::Result<BTreeMap<RecordingId, BTreeSet<u32>>> {
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

/// Whether the index knows of nothing in a file.
fn is_empty(file: &FileRow) -> bool {
    file.size <= file.init_length
}

/// What a file holds beyond what the index knows of it; nothing if there is none, or not even its header.
///
/// A file that shows nothing to anybody is deleted. One of which the index knows fragments is never: whatever has become of
/// its header, it goes when its rule says.
fn read(path: &Path, known: Option<FileRow>) -> io::Result<Option<Recovered>> {
    let mut file = match File::options().read(true).write(true).open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let found = recording::recover(&mut file, known.map_or(0, |known| known.size))?;
    if found.is_none() && known.is_some() {
        tracing::error!(path = %path.display(), "a file of a recording has no whole header any more");
    }
    if let Some(found) = &found {
        cut_off(&file, path, found.end)?;
    }
    let found = found.filter(|found| !found.fragments.is_empty());
    if found.is_none() && known.as_ref().is_none_or(is_empty) {
        fs::remove_file(path)?;
    }
    Ok(found)
}

/// Half a fragment that looks whole would make the file unreadable to some.
fn cut_off(file: &File, path: &Path, end: u64) -> io::Result<()> {
    let length = file.metadata()?.len();
    if length > end {
        let bytes = length - end;
        tracing::info!(path = %path.display(), bytes, "the end of a recording's file was not whole, and is cut off");
        file.set_len(end)?;
    }
    file.sync_all()
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
