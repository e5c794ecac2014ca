//! What is past its rule is gone, the oldest first, and nothing that goes on.

mod handing_over;
mod hanging;

use domain::{RecordingId, Source, UnitId};
use tempfile::TempDir;

use super::super::away;
use super::*;
use crate::ids;
use crate::recorder::file_name;
use crate::store::{FragmentRow, NewRow, Note, Sought};

struct Shelf {
    _folder: TempDir,
    store: Store,
    archive: Archive,
}

impl Shelf {
    async fn new(away: Option<&str>) -> Self {
        let folder = TempDir::new().unwrap();
        let store = Store::open(folder.path()).await.unwrap();
        let archive = Archive::open(store.recordings_folder(), away).unwrap();
        Self {
            _folder: folder,
            store,
            archive,
        }
    }

    /// A recording with a file of 1,000 bytes.
    async fn put(&self, started_at: Timestamp, ended_at: Option<Timestamp>) -> RecordingId {
        let id = RecordingId(ids::fresh());
        let row = NewRow {
            id,
            source: Source::Unit(UnitId(ids::fresh())),
            order: None,
            by: None,
            started_at,
        };
        self.store.begin_recording(row).await.unwrap();
        let file = Note::File {
            recording: id,
            number: 0,
            init_length: 100,
        };
        let fragment = FragmentRow {
            offset: 100,
            length: 900,
            starts_at: started_at,
            duration_ms: 500,
            has_key_frame: true,
        };
        let fragment = Note::Fragment {
            recording: id,
            file: 0,
            fragment,
        };
        let ended = ended_at.map(|at| Note::Ended { recording: id, at });
        let notes: Vec<_> = [file, fragment].into_iter().chain(ended).collect();
        self.store.keep_notes(&notes).await.unwrap();
        std::fs::write(self.file(id), vec![0; 1_000]).unwrap();
        id
    }

    async fn hand_over(&self, within: Duration) {
        away::hand_over(&self.store, &self.archive, within).await.unwrap();
    }

    /// All that is past the rule goes, here and there.
    async fn forget(&self, rule: &RecordingRule, now: Timestamp) {
        doom(&self.store, &self.archive, rule, now).await.unwrap();
        away::forget_doomed(&self.store, &self.archive).await.unwrap();
    }

    fn file(&self, id: RecordingId) -> std::path::PathBuf {
        self.store.recordings_folder().join(file_name(id, 0))
    }

    async fn is_there(&self, id: RecordingId) -> bool {
        let known = self.store.recording(id).await.unwrap().is_some();
        let listed = self
            .store
            .recordings(Sought::default(), |_, _| true)
            .await
            .unwrap();
        assert_eq!(known, listed.iter().any(|recording| recording.id == id));
        assert_eq!(known, self.file(id).exists(), "file and row go together");
        known
    }
}

#[tokio::test]
async fn old_ones_go_and_those_that_go_on_stay() {
    let shelf = Shelf::new(None).await;
    let now = clock::now();
    let ago = |days: u32| now.before(DAY * days);
    let old = shelf.put(ago(40), Some(ago(31))).await;
    let younger = shelf.put(ago(40), Some(ago(29))).await;
    let open = shelf.put(ago(40), None).await;
    let rule = RecordingRule::default();
    shelf.forget(&rule, now).await;
    assert!(!shelf.is_there(old).await);
    assert!(shelf.is_there(younger).await && shelf.is_there(open).await);
}

#[tokio::test]
async fn over_the_limit_the_oldest_go_until_the_rest_fits() {
    let shelf = Shelf::new(None).await;
    let now = clock::now();
    let mut recordings = Vec::new();
    for days in [5, 4, 3, 2] {
        let at = now.before(DAY * days);
        recordings.push(shelf.put(at, Some(at)).await);
    }
    let open = shelf.put(now.before(DAY * 6), None).await;
    let rule = RecordingRule {
        most_bytes: Some(3_500),
        ..RecordingRule::default()
    };
    shelf.forget(&rule, now).await;
    let mut there = Vec::new();
    for recording in recordings {
        there.push(shelf.is_there(recording).await);
    }
    assert_eq!(there, [false, false, true, true]);
    assert!(shelf.is_there(open).await);
}

#[tokio::test]
async fn what_is_handed_over_takes_no_room_here() {
    let away = TempDir::new().unwrap();
    let shelf = Shelf::new(away.path().to_str()).await;
    let now = clock::now();
    let (ended, open) = (shelf.put(now, Some(now)).await, shelf.put(now, None).await);
    shelf.hand_over(away::LOOK_EVERY).await;
    assert!(!shelf.file(ended).exists() && away.path().join(file_name(ended, 0)).exists());
    assert!(shelf.file(open).exists());
    assert_eq!(shelf.store.recorded_here().await.unwrap(), 1_000);
    shelf.hand_over(away::LOOK_EVERY).await;

    let rule = RecordingRule {
        most_bytes: Some(1),
        ..RecordingRule::default()
    };
    shelf.forget(&rule, now).await;
    assert!(
        away.path().join(file_name(ended, 0)).exists(),
        "it is not what fills the disk"
    );
    shelf.forget(&rule, now.after(DAY * 31)).await;
    assert!(!away.path().join(file_name(ended, 0)).exists());
    assert_eq!(shelf.store.recording(ended).await.unwrap(), None);
}

#[tokio::test]
async fn a_file_that_is_gone_already_counts_as_deleted() {
    let shelf = Shelf::new(None).await;
    let now = clock::now();
    let old = shelf.put(now.before(DAY * 40), Some(now.before(DAY * 31))).await;
    std::fs::remove_file(shelf.file(old)).unwrap();
    let rule = RecordingRule::default();
    shelf.forget(&rule, now).await;
    assert!(!shelf.is_there(old).await);
    assert_eq!(shelf.store.recordings_doomed().await.unwrap(), []);
}

#[tokio::test]
async fn one_that_cannot_be_deleted_keeps_no_other_waiting_and_is_shown_no_more() {
    let shelf = Shelf::new(None).await;
    let now = clock::now();
    let ended = now.before(DAY * 31);
    let bad = shelf.put(now.before(DAY * 50), Some(ended)).await;
    // A folder is no file: deleting it as one fails.
    std::fs::remove_file(shelf.file(bad)).unwrap();
    std::fs::create_dir_all(shelf.file(bad).join("stuck")).unwrap();
    let mut others = Vec::new();
    for days in [40, 39, 38] {
        others.push(shelf.put(now.before(DAY * days), Some(ended)).await);
    }
    let rule = RecordingRule::default();
    shelf.forget(&rule, now).await;
    for other in others {
        assert!(!shelf.is_there(other).await);
    }
    assert_eq!(shelf.store.recording(bad).await.unwrap(), None);
    assert_eq!(shelf.store.recordings_doomed().await.unwrap(), [bad]);
    // It is mended.
    std::fs::remove_dir_all(shelf.file(bad)).unwrap();
    shelf.forget(&rule, now).await;
    assert_eq!(shelf.store.recordings_doomed().await.unwrap(), []);
}

#[tokio::test]
async fn while_the_object_store_refuses_the_own_copies_go_and_the_others_when_it_is_back() {
    let away = TempDir::new().unwrap();
    let place = away.path().join("place");
    let shelf = Shelf::new(place.to_str()).await;
    let now = clock::now();
    let ended = now.before(DAY * 31);
    let mut there = Vec::new();
    for _ in 0..5 {
        there.push(shelf.put(ended, Some(ended)).await);
    }
    shelf.hand_over(away::LOOK_EVERY).await;
    let here = shelf.put(ended, Some(ended)).await;
    // Nothing can be deleted there: each name stands for a folder that is not empty.
    for id in there.iter().chain([&here]) {
        let _ = std::fs::remove_file(place.join(file_name(*id, 0)));
        std::fs::create_dir_all(place.join(file_name(*id, 0)).join("stuck")).unwrap();
    }
    let rule = RecordingRule::default();
    shelf.forget(&rule, now).await;
    assert!(!shelf.file(here).exists(), "the hall's own copy is gone");
    assert_eq!(shelf.store.recorded_here().await.unwrap(), 0);
    assert_eq!(shelf.store.recordings_doomed().await.unwrap().len(), 6);
    assert_eq!(shelf.store.recording(here).await.unwrap(), None, "nobody sees it");

    std::fs::remove_dir_all(&place).unwrap();
    std::fs::create_dir(&place).unwrap();
    shelf.forget(&rule, now).await;
    assert_eq!(shelf.store.recordings_doomed().await.unwrap(), []);
}

#[tokio::test]
async fn what_is_forgotten_lies_nowhere_any_more_even_if_it_was_left_behind() {
    let away = TempDir::new().unwrap();
    let shelf = Shelf::new(away.path().to_str()).await;
    let now = clock::now();
    let ended = now.before(DAY * 31);
    let old = shelf.put(ended, Some(ended)).await;
    shelf.hand_over(away::LOOK_EVERY).await;
    std::fs::write(shelf.file(old), vec![0; 1_000]).unwrap();
    let rule = RecordingRule::default();
    shelf.forget(&rule, now).await;
    assert!(!shelf.is_there(old).await);
    assert!(!away.path().join(file_name(old, 0)).exists());
}

#[tokio::test]
async fn what_lies_in_a_store_that_is_not_named_any_more_is_not_taken_for_deleted() {
    let away = TempDir::new().unwrap();
    let shelf = Shelf::new(away.path().to_str()).await;
    let now = clock::now();
    let ended = now.before(DAY * 31);
    let old = shelf.put(ended, Some(ended)).await;
    shelf.hand_over(away::LOOK_EVERY).await;
    let without = Archive::open(shelf.store.recordings_folder(), None).unwrap();
    let rule = RecordingRule::default();
    doom(&shelf.store, &without, &rule, now).await.unwrap();
    away::forget_doomed(&shelf.store, &without).await.unwrap();
    assert_eq!(shelf.store.recordings_doomed().await.unwrap(), [old]);
    assert_eq!(shelf.store.recording(old).await.unwrap(), None, "nobody sees it");
    // It is named again.
    shelf.forget(&rule, now).await;
    assert!(!away.path().join(file_name(old, 0)).exists());
    assert_eq!(shelf.store.recordings_doomed().await.unwrap(), []);
}
