//! Reports with their photos.

use domain::order::MOST_PHOTO_BYTES;

use super::*;
use crate::store;

const PHOTO: [u8; 7] = [0xff, 0xd8, 0xff, 0xdb, 1, 2, 3];

#[tokio::test]
async fn a_photo_reaches_the_hall_under_its_name() {
    let (hall, folder) = (SmallHall::open().await, TempDir::new().unwrap());
    let phone = Phone::start(config(&hall, &folder)).unwrap();
    let order = hall.give_order();
    soon(phone.until(|known| !known.orders.is_empty())).await.unwrap();
    phone
        .report(order, "seen".to_owned(), Some(PHOTO.to_vec()))
        .await
        .unwrap();
    let whole = soon(hall.until_whole(1)).await;
    let sha256 = files::name(&PHOTO);
    assert_eq!(whole, [(sha256, "image/jpeg".to_owned(), PHOTO.to_vec())]);
    phone.shutdown().await;
}

#[tokio::test]
async fn a_photo_the_hall_would_not_take_is_refused_at_the_door() {
    let (hall, folder) = (SmallHall::open().await, TempDir::new().unwrap());
    let phone = Phone::start(config(&hall, &folder)).unwrap();
    let report = async |photo| {
        phone
            .report(OrderId(uuid::Uuid::nil()), String::new(), Some(photo))
            .await
    };
    let too_big = report(vec![0; MOST_PHOTO_BYTES as usize + 1]).await;
    assert!(matches!(too_big, Err(ReportError::PhotoTooBig)));
    let png = report(b"\x89PNG\r\n\x1a\n".to_vec()).await;
    assert!(matches!(png, Err(ReportError::PhotoNotJpeg)));
    phone.shutdown().await;
}

#[tokio::test]
async fn what_is_refused_is_said_to_whoever_tapped_and_leaves_no_photo_behind() {
    let (hall, folder) = (SmallHall::open().await, TempDir::new().unwrap());
    let away = PhoneConfig {
        connect_to: Some("127.0.0.1:9".parse().unwrap()),
        ..config(&hall, &folder)
    };
    let phone = Phone::start(away.clone()).unwrap();
    let order = OrderId(uuid::Uuid::from_u128(5));
    let refused = |taken: Result<(), TapError>| match taken {
        Err(TapError::Refused { code, .. }) => assert_eq!(code, "order_ended", "the unit has no such order"),
        other => panic!("{other:?}"),
    };
    refused(phone.accept(order).await);
    match phone.report(order, String::new(), Some(PHOTO.to_vec())).await {
        Err(ReportError::Tap(why)) => refused(Err(why)),
        other => panic!("{other:?}"),
    }
    phone.shutdown().await;
    let owner = format!("{} at {}", away.name, away.hall);
    let opened = store::open(&away.store, &owner).unwrap();
    assert_eq!(opened.store.next_attachment().unwrap(), None);
}
