//! What the disk says of its room is told once.

use super::*;

#[test]
fn a_disk_has_some_room_and_never_an_endless_one() {
    let folder = tempfile::tempdir().unwrap();
    let free = free(folder.path()).unwrap();
    assert!(free > 0);
    let (_, room) = RoomWatch::new(folder.path().to_owned(), Reserve(0));
    assert!(!room.is_short());
    let (_, room) = RoomWatch::new(folder.path().to_owned(), Reserve(u64::MAX));
    assert!(room.is_short());
}

#[tokio::test]
async fn what_changes_wakes_those_who_wait_and_what_does_not_wakes_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let (watch, mut room) = RoomWatch::new(folder.path().to_owned(), Reserve(0));
    let watch = RoomWatch {
        reserve: Reserve(1_000_000),
        ..watch
    };
    assert!(!watch.take_in(Ok(1_000_000)));
    assert!(watch.take_in(Ok(999_999)));
    assert!(!watch.take_in(Ok(5)), "it was short already");
    assert!(!watch.take_in(Err(io::Error::other("gone"))), "nobody knows");
    room.changed().await;
    assert!(room.is_short());
    assert!(watch.take_in(Ok(2_000_000)));
    room.changed().await;
    assert!(!room.is_short());
    let unchanged = tokio::time::timeout(Duration::from_millis(20), room.changed()).await;
    assert!(unchanged.is_err());
}
