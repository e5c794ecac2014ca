//! An object store that never answers keeps nothing on the hall's disk.

use std::sync::Arc;

use object_store::aws::AmazonS3Builder;
use recording::Reserve;
use tokio::net::TcpListener;

use super::*;
use crate::recorder::RoomWatch;

const RESERVE: u64 = 1_000;

/// Who asks this one hears nothing.
async fn never_answers() -> (TcpListener, Arc<dyn object_store::ObjectStore>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let store = AmazonS3Builder::new()
        .with_bucket_name("hall")
        .with_region("here")
        .with_access_key_id("hall")
        .with_secret_access_key("secret")
        .with_endpoint(format!("http://{}", listener.local_addr().unwrap()))
        .with_allow_http(true)
        .build()
        .unwrap();
    (listener, Arc::new(store))
}

#[tokio::test]
async fn while_handing_over_hangs_what_is_past_its_rule_goes_from_a_disk_that_is_nearly_full() {
    let (listener, never) = never_answers().await;
    let folder = TempDir::new().unwrap();
    let store = Store::open(folder.path()).await.unwrap();
    let lies_in = store.recordings_folder();
    let archive = Archive::with_store(lies_in.clone(), never);
    let shelf = Shelf {
        _folder: folder,
        store: store.clone(),
        archive: archive.clone(),
    };
    let now = clock::now();
    let young = shelf.put(now, Some(now)).await;
    let (disk, room) = RoomWatch::new(lies_in, Reserve(RESERVE));
    disk.take_in(Ok(RESERVE * 1_000));
    let (stop, stopping) = watch::channel(false);
    let there = tokio::spawn(away::run(store.clone(), archive.clone(), stopping.clone()));
    let here = tokio::spawn(run(store, archive, RecordingRule::default(), room, stopping));
    let _unanswered = listener.accept().await.unwrap();

    let ended = now.before(DAY * 31);
    let old = shelf.put(ended, Some(ended)).await;
    assert!(disk.take_in(Ok(0)), "the disk is nearly full");
    let gone = async {
        while shelf.file(old).exists() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    let gone = tokio::time::timeout(LOOK_EVERY * 2, gone).await;
    assert!(gone.is_ok(), "it waits for the object store");
    assert_eq!(shelf.store.recording(old).await.unwrap(), None, "nobody sees it");
    assert!(shelf.file(young).exists(), "it lies nowhere else");
    assert!(!there.is_finished(), "it waits for an answer");

    stop.send(true).unwrap();
    here.await.unwrap();
    there.await.unwrap();
}
