//! Finished files go to the object store, as far as they can.

use super::*;

#[tokio::test]
async fn a_file_that_is_lost_keeps_no_other_from_being_handed_over() {
    let away = TempDir::new().unwrap();
    let shelf = Shelf::new(away.path().to_str()).await;
    let now = clock::now();
    let lost = shelf.put(now.before(DAY), Some(now)).await;
    std::fs::remove_file(shelf.file(lost)).unwrap();
    let other = shelf.put(now, Some(now)).await;
    shelf.hand_over(away::LOOK_EVERY).await;
    assert!(away.path().join(file_name(other, 0)).exists());
    assert_eq!(shelf.store.recording_files(lost).await.unwrap(), []);
    assert_eq!(shelf.store.finished_files().await.unwrap(), []);
}

#[tokio::test]
async fn a_copy_that_could_not_be_deleted_when_it_was_handed_over_goes_at_a_later_look() {
    let away = TempDir::new().unwrap();
    let shelf = Shelf::new(away.path().to_str()).await;
    let now = clock::now();
    let (left, open) = (shelf.put(now, Some(now)).await, shelf.put(now, None).await);
    shelf.hand_over(away::LOOK_EVERY).await;
    // As if the hall's own disk had refused.
    std::fs::write(shelf.file(left), vec![0; 1_000]).unwrap();
    shelf.hand_over(away::LOOK_EVERY).await;
    assert!(!shelf.file(left).exists(), "it lies elsewhere");
    assert!(away.path().join(file_name(left, 0)).exists());
    assert!(shelf.file(open).exists(), "it lies nowhere else");
}

#[tokio::test]
async fn a_backlog_is_handed_over_look_by_look_so_that_forgetting_is_not_late() {
    let away = TempDir::new().unwrap();
    let shelf = Shelf::new(away.path().to_str()).await;
    let now = clock::now();
    for _ in 0..3 {
        shelf.put(now, Some(now)).await;
    }
    for looks in 1..=3 {
        shelf.hand_over(Duration::ZERO).await;
        assert_eq!(std::fs::read_dir(away.path()).unwrap().count(), looks);
    }
    assert_eq!(shelf.store.finished_files().await.unwrap(), []);
}
