//! From what a crash left of files to the index.

use std::fs;

use domain::{RecordingId, Source, Timestamp, UnitId};
use tempfile::TempDir;

use super::super::{file_name, recover};
use super::{Desk, START_MS, STREAM, Take, fragments};
use crate::ids;
use crate::store::{NewRow, Note, Store};

/// Keeps that a recording begins.
pub(super) async fn begin(store: &Store, id: RecordingId) {
    let row = NewRow {
        id,
        source: Source::Unit(UnitId(ids::fresh())),
        order: None,
        by: None,
        started_at: Timestamp::from_millis(START_MS),
    };
    store.begin_recording(row).await.unwrap();
}

#[tokio::test]
async fn files_are_found_again_over_numbers_that_are_missing() {
    let folder = TempDir::new().unwrap();
    let store = Store::open(folder.path()).await.unwrap();
    let files = store.recordings_folder();
    let recording = tokio::task::spawn_blocking(move || {
        fs::create_dir_all(&files).unwrap();
        let desk = Desk::new(&files);
        let mut take = Take::new(desk.recording, STREAM);
        desk.hear(&mut take, 0..500);
        let name = |number| files.join(file_name(desk.recording, number));
        for number in [5, 9] {
            fs::copy(name(0), name(number)).unwrap();
        }
        // Not even a header, as a full disk may have left it.
        fs::write(name(7), []).unwrap();
        desk.recording
    })
    .await
    .unwrap();
    begin(&store, recording).await;
    recover(&store).await.unwrap();
    let found = store.recording_files(recording).await.unwrap();
    let numbers: Vec<_> = found.iter().map(|file| file.number).collect();
    assert_eq!(numbers, [0, 5, 9]);
    assert_eq!(store.recordings_open().await.unwrap(), []);
    assert!(!store.recordings_folder().join(file_name(recording, 7)).exists());
}

#[tokio::test]
async fn what_the_index_lost_is_read_from_the_file() {
    let folder = TempDir::new().unwrap();
    let store = Store::open(folder.path()).await.unwrap();
    let files = store.recordings_folder();
    let (recording, notes) = tokio::task::spawn_blocking(move || {
        let mut desk = Desk::new(&files);
        let mut take = Take::new(desk.recording, STREAM);
        desk.hear(&mut take, 0..500);
        let notes = desk.noted();
        let last = *fragments(&notes, 0).last().unwrap();
        // The power is cut here: of one more fragment the disk has the seal and not all before it, then half a box.
        let file = files.join(file_name(desk.recording, 0));
        let mut torn = fs::read(&file).unwrap();
        let mut half = torn[usize::try_from(last.offset).unwrap()..].to_vec();
        let from = half.len() - 20;
        half[from..].fill(0);
        torn.extend(half);
        torn.extend([0, 0, 0, 80, b'p', b'r', b'f', b't', 1, 2, 3]);
        fs::write(&file, torn).unwrap();
        (desk.recording, notes)
    })
    .await
    .unwrap();
    let silent = RecordingId(ids::fresh());
    for id in [recording, silent] {
        begin(&store, id).await;
    }
    let told = fragments(&notes, 0);
    // The index was a few fragments behind.
    store.keep_notes(&notes[..4]).await.unwrap();
    assert!(store.fragments(recording).await.unwrap().len() < told.len());

    for _ in 0..2 {
        recover(&store).await.unwrap();
        let found: Vec<_> = store.fragments(recording).await.unwrap();
        assert_eq!(
            found.iter().map(|(_, fragment)| *fragment).collect::<Vec<_>>(),
            told
        );
    }
    let view = store.recording(recording).await.unwrap().unwrap();
    let last = told.last().unwrap();
    assert_eq!(
        view.ended_at,
        Some(Timestamp::from_millis(
            last.starts_at.as_millis() + i64::from(last.duration_ms)
        ))
    );
    assert_eq!(view.bytes, last.offset + last.length);
    let file = store.recordings_folder().join(file_name(recording, 0));
    assert_eq!(fs::metadata(file).unwrap().len(), last.offset + last.length);
    assert_eq!(store.recording(silent).await.unwrap(), None, "nothing came of it");
    assert_eq!(store.recordings_open().await.unwrap(), []);
}

#[tokio::test]
async fn a_file_that_shows_nothing_goes_even_if_the_index_knows_its_header_and_one_that_showed_something_stays()
 {
    let folder = TempDir::new().unwrap();
    let store = Store::open(folder.path()).await.unwrap();
    let files = store.recordings_folder();
    let (recording, notes) = tokio::task::spawn_blocking(move || {
        let mut desk = Desk::new(&files);
        let mut take = Take::new(desk.recording, STREAM);
        desk.hear(&mut take, 0..500);
        (desk.recording, desk.noted())
    })
    .await
    .unwrap();
    let Note::File { init_length, .. } = notes[0] else {
        panic!("{:?}", notes[0]);
    };
    let silent = RecordingId(ids::fresh());
    for id in [recording, silent] {
        begin(&store, id).await;
    }
    store.keep_notes(&notes).await.unwrap();
    let told = store.fragments(recording).await.unwrap();
    let path = |recording, number| store.recordings_folder().join(file_name(recording, number));
    // A header, which the index knows of, and no fragment behind it.
    let whole = fs::read(path(recording, 0)).unwrap();
    let header = &whole[..usize::try_from(init_length).unwrap()];
    for (recording, number) in [(recording, 1), (silent, 0)] {
        fs::write(path(recording, number), header).unwrap();
        let begun = Note::File {
            recording,
            number,
            init_length,
        };
        store.keep_notes(&[begun]).await.unwrap();
    }
    // The disk has lost the header of the file that shows something.
    fs::write(path(recording, 0), vec![0; whole.len()]).unwrap();

    recover(&store).await.unwrap();
    assert!(!path(recording, 1).exists() && !path(silent, 0).exists());
    let known = store.recording_files(recording).await.unwrap();
    assert_eq!(known.iter().map(|file| file.number).collect::<Vec<_>>(), [0]);
    assert_eq!(store.recording(silent).await.unwrap(), None);
    assert!(path(recording, 0).exists(), "its rule decides when it goes");
    assert_eq!(store.fragments(recording).await.unwrap(), told);
    assert_eq!(store.recordings_open().await.unwrap(), []);
}
