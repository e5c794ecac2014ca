//! That the index cannot be kept is said, and not every second.

use domain::{RecordingId, Timestamp};
use tempfile::TempDir;
use tokio::sync::mpsc;
use tracing::Level;

use super::super::index;
use super::START_MS;
use super::recovering::begin;
use crate::ids;
use crate::logged::Logged;
use crate::store::{Note, Store};

#[tokio::test]
async fn that_the_database_refuses_is_said_when_it_begins_and_when_it_ends_and_nothing_is_lost() {
    let folder = TempDir::new().unwrap();
    let store = Store::open(folder.path()).await.unwrap();
    let mut recordings = Vec::new();
    for _ in 0..5 {
        let recording = RecordingId(ids::fresh());
        begin(&store, recording).await;
        recordings.push(recording);
    }
    let refuse = "CREATE TRIGGER refuse BEFORE UPDATE ON recording BEGIN SELECT RAISE(ABORT, 'no'); END";
    store.alter(refuse).await.unwrap();
    let (logged, _listening) = Logged::listen();
    // Room for one: when the third is taken, the first has been tried.
    let (notes, inbox) = mpsc::channel(1);
    let indexing = tokio::spawn(index(store.clone(), inbox));
    for recording in recordings {
        let at = Timestamp::from_millis(START_MS + 1_000);
        notes.send(Note::Ended { recording, at }).await.unwrap();
    }
    assert_eq!(
        logged.count(Level::ERROR, "the index of recordings cannot be kept"),
        1
    );
    assert_eq!(
        logged.count(Level::INFO, "the index of recordings is kept again"),
        0
    );
    assert_eq!(store.recordings_open().await.unwrap().len(), 5);

    store.alter("DROP TRIGGER refuse").await.unwrap();
    drop(notes);
    indexing.await.unwrap();
    assert_eq!(store.recordings_open().await.unwrap(), []);
    assert_eq!(logged.count(Level::ERROR, ""), 1);
    assert_eq!(
        logged.count(Level::INFO, "the index of recordings is kept again"),
        1
    );
}
