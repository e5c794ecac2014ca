//! What the index is told, and when.

use std::fs::File;
use std::sync::Arc;

use domain::{RecordingId, Timestamp};
use tokio::sync::mpsc;

use super::super::gaps::gaps;
use super::super::keeping::{Kept, keeping};
use crate::ids;
use crate::store::{FragmentRow, Note};

fn fragment(recording: RecordingId, offset: u64) -> Note {
    Note::Fragment {
        recording,
        file: 0,
        fragment: FragmentRow {
            offset,
            length: 100,
            starts_at: Timestamp::from_millis(0),
            duration_ms: 500,
            has_key_frame: true,
        },
    }
}

#[test]
fn notes_come_in_the_order_of_noting_and_what_the_disk_does_not_keep_is_told_as_a_gap() {
    let (notes, mut told) = mpsc::channel(8);
    let (notebook, mut keeper) = keeping(notes);
    let folder = tempfile::tempdir().unwrap();
    let opened = || File::open(folder.path()).unwrap();
    let good = Arc::new(Kept::new(tempfile::tempfile().unwrap(), opened()));
    // A device takes bytes and keeps none: the system says so when it is asked to.
    let bad = Arc::new(Kept::new(File::create("/dev/null").unwrap(), opened()));
    let (one, two) = (RecordingId(ids::fresh()), RecordingId(ids::fresh()));
    let ended = Note::Ended {
        recording: two,
        at: Timestamp::from_millis(2_000),
    };
    notebook.note_kept(fragment(one, 0), &good);
    notebook.note_kept(fragment(two, 0), &bad);
    notebook.note_kept(fragment(one, 100), &good);
    notebook.note(ended);
    assert!(told.try_recv().is_err(), "the disk was not waited for");

    keeper.keep_waiting();
    let told: Vec<_> = std::iter::from_fn(|| told.try_recv().ok()).collect();
    let [video, sound] = gaps(two, 0, 500);
    assert_eq!(told, [fragment(one, 0), video, sound, fragment(one, 100), ended]);
    assert_eq!((good.is_given_up(), bad.is_given_up()), (false, true));
}
