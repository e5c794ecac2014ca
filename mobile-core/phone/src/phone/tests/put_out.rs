//! A phone that the hall put out.

use super::*;

#[tokio::test]
async fn its_camera_asks_no_more() {
    let (hall, folder) = (SmallHall::open().await, TempDir::new().unwrap());
    hall.take_streams();
    let phone = Phone::start(config(&hall, &folder)).unwrap();
    soon(phone.until(|known| known.online)).await.unwrap();
    phone.go_on_duty().await.unwrap();
    let mut notices = phone.notices();
    hall.revoke();
    hall.hang_up();
    while soon(notices.next()).await != Some(Notice::Unit(UnitNotice::PhoneRevoked)) {}
    let asked = hall.sign_ins();
    let live = phone.go_live(LiveConfig::default()).await.unwrap();
    let mut events = live.events();
    let refused = soon(events.next()).await;
    assert_eq!(refused, Some(crate::LiveEvent::Refused { status: 401 }));
    sleep(Duration::from_secs(5)).await;
    assert_eq!(hall.sign_ins(), asked + 1);
    soon(live.stop()).await;
    assert!(!phone.snapshot().live, "it can still be switched off");
    phone.shutdown().await;
}
