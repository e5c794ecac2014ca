//! A phone whose app the system suspends.

use super::*;

/// The files of this process that are open in a folder.
fn open_in(folder: &TempDir) -> usize {
    let open = std::fs::read_dir("/proc/self/fd").unwrap().flatten();
    let targets = open.filter_map(|open| std::fs::read_link(open.path()).ok());
    targets.filter(|target| target.starts_with(folder.path())).count()
}

#[tokio::test]
async fn it_holds_nothing_and_forgets_nothing() {
    let (hall, folder) = (SmallHall::open().await, TempDir::new().unwrap());
    let phone = Phone::start(config(&hall, &folder)).unwrap();
    soon(phone.until(|known| known.online)).await.unwrap();
    assert!(open_in(&folder) > 0);

    phone.suspend().await.unwrap();
    assert!(!phone.snapshot().online);
    assert_eq!(open_in(&folder), 0);
    phone.go_on_duty().await.unwrap();
    assert_eq!(
        open_in(&folder),
        0,
        "what is stored meanwhile holds nothing either"
    );
    phone.suspend().await.unwrap();
    sleep(Duration::from_secs(3)).await;
    assert!(hall.told().is_empty(), "{:?}", hall.told());

    phone.resume().await.unwrap();
    phone.resume().await.unwrap();
    soon(phone.until(|known| known.online && known.waiting == 0))
        .await
        .unwrap();
    assert!(matches!(hall.told()[..], [Told::GoOnDuty]));
    phone.shutdown().await;
}

#[tokio::test]
async fn what_it_was_told_is_there_if_it_never_comes_back() {
    let (hall, folder) = (SmallHall::open().await, TempDir::new().unwrap());
    let phone = Phone::start(config(&hall, &folder)).unwrap();
    phone.suspend().await.unwrap();
    phone.go_on_duty().await.unwrap();
    phone.shutdown().await;

    let phone = Phone::start(config(&hall, &folder)).unwrap();
    soon(phone.until(|known| known.online && known.waiting == 0))
        .await
        .unwrap();
    assert!(matches!(hall.told()[..], [Told::GoOnDuty]));
    phone.shutdown().await;
}
