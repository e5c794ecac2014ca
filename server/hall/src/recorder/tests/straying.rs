//! Files that the index never learnt of are read into it, or go.

use std::fs::File;
use std::time::{Duration, SystemTime};

use super::super::settle_strays;
use super::recovering::begin;
use super::*;
use crate::store::Store;

const DAY: Duration = Duration::from_hours(24);

/// A hall's folder with one file that shows something.
struct Scene {
    _folder: TempDir,
    store: Store,
    recording: RecordingId,
    told: Vec<FragmentRow>,
}

impl Scene {
    async fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let store = Store::open(folder.path()).await.unwrap();
        let files = store.recordings_folder();
        let made = move || {
            let mut desk = Desk::new(&files);
            let mut take = Take::new(desk.recording, STREAM);
            desk.hear(&mut take, 0..500);
            take.finish(comes_at(500), &desk.paper);
            (desk.recording, fragments(&desk.noted(), 0))
        };
        let (recording, told) = tokio::task::spawn_blocking(made).await.unwrap();
        Self {
            _folder: folder,
            store,
            recording,
            told,
        }
    }

    fn path(&self, recording: RecordingId, number: u32) -> std::path::PathBuf {
        self.store.recordings_folder().join(file_name(recording, number))
    }

    /// A copy of the file, as another one.
    fn copy(&self, recording: RecordingId, number: u32) {
        fs::copy(self.path(self.recording, 0), self.path(recording, number)).unwrap();
    }

    /// Nothing has been written to any file for so long.
    fn age(&self, age: Duration) {
        for file in fs::read_dir(self.store.recordings_folder()).unwrap() {
            let file = File::options().write(true).open(file.unwrap().path()).unwrap();
            file.set_modified(SystemTime::now() - age).unwrap();
        }
    }

    async fn end(&self, recording: RecordingId) {
        let at = Timestamp::from_millis(comes_at(500));
        let ended = Note::Ended { recording, at };
        self.store.keep_notes(&[ended]).await.unwrap();
    }

    async fn settle(&self) {
        settle_strays(&self.store, SystemTime::now(), DAY * 3)
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn a_file_that_the_index_lost_is_played_and_goes_with_its_recording() {
    let scene = Scene::new().await;
    let (recording, store) = (scene.recording, &scene.store);
    begin(store, recording).await;
    scene.end(recording).await;
    // Nothing of this one can be shown.
    fs::write(scene.path(recording, 3), b"half a header").unwrap();
    scene.age(DAY / 2);
    scene.settle().await;
    assert_eq!(
        store.recording_files(recording).await.unwrap(),
        [],
        "somebody may write it still"
    );
    assert!(scene.path(recording, 3).exists());

    scene.age(DAY * 2);
    for _ in 0..2 {
        scene.settle().await;
        let found = store.fragments(recording).await.unwrap();
        let found: Vec<_> = found.into_iter().map(|(_, fragment)| fragment).collect();
        assert_eq!(found, scene.told);
    }
    let last = scene.told.last().unwrap();
    let known = store.finished_files().await.unwrap();
    assert_eq!(
        known
            .iter()
            .map(|file| (file.number, file.size))
            .collect::<Vec<_>>(),
        [(0, last.offset + last.length)],
        "its rule finds it"
    );
    assert!(!scene.path(recording, 3).exists());
}

#[tokio::test]
async fn a_file_of_no_recording_goes() {
    let scene = Scene::new().await;
    let (doomed, kept) = (RecordingId(ids::fresh()), RecordingId(ids::fresh()));
    for recording in [doomed, kept] {
        begin(&scene.store, recording).await;
        scene.copy(recording, 0);
        scene.end(recording).await;
    }
    // One's file is known; the other's is not, and it is past its rule.
    let known = Note::File {
        recording: kept,
        number: 0,
        init_length: scene.told[0].offset,
    };
    scene.store.keep_notes(&[known]).await.unwrap();
    let doom = "UPDATE recording SET doomed = 1 WHERE NOT EXISTS (SELECT 1 FROM recording_file WHERE recording = id)";
    scene.store.alter(doom).await.unwrap();
    assert_eq!(scene.store.recordings_doomed().await.unwrap(), [doomed]);
    let strange = scene.store.recordings_folder().join("read me.txt");
    fs::write(&strange, "not ours").unwrap();

    scene.age(DAY / 2);
    scene.settle().await;
    assert!(scene.path(scene.recording, 0).exists(), "it is too young");
    scene.age(DAY * 2);
    scene.settle().await;
    assert!(
        scene.path(scene.recording, 0).exists(),
        "the database may have lost it"
    );
    assert!(!scene.path(doomed, 0).exists());
    scene.age(DAY * 3);
    scene.settle().await;
    assert!(
        !scene.path(scene.recording, 0).exists(),
        "there is no such recording"
    );
    assert_eq!(scene.store.recording_files(doomed).await.unwrap(), []);
    assert!(scene.path(kept, 0).exists() && strange.exists());
}

#[tokio::test]
async fn what_goes_on_is_left_alone_and_one_that_cannot_be_deleted_keeps_no_other() {
    let scene = Scene::new().await;
    begin(&scene.store, scene.recording).await;
    let (one, two) = (RecordingId(ids::fresh()), RecordingId(ids::fresh()));
    // In their sequence, the one that is stuck comes first.
    let (stuck, other) = (one.min(two), one.max(two));
    scene.copy(other, 0);
    scene.age(DAY * 2);
    // A folder is no file: deleting it as one fails.
    fs::create_dir(scene.path(stuck, 0)).unwrap();
    let in_two_days = SystemTime::now() + DAY * 2;
    settle_strays(&scene.store, in_two_days, DAY).await.unwrap();
    assert!(scene.path(scene.recording, 0).exists());
    assert_eq!(scene.store.recording_files(scene.recording).await.unwrap(), []);
    assert!(scene.path(stuck, 0).exists() && !scene.path(other, 0).exists());
}
