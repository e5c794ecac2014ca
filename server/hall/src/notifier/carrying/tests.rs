//! That what hangs holds nothing else up.

use std::sync::Arc;

use super::*;

#[tokio::test]
async fn a_carrier_that_hangs_leaves_the_others_their_room() {
    let room = Arc::new(Room::default());
    let slow = Carrier::App(PushVendor::Fcm);
    for _ in 0..2 * AT_ONCE {
        let room = Arc::clone(&room);
        tokio::spawn(async move { room.within(slow, std::future::pending()).await });
    }
    tokio::task::yield_now().await;
    let soon = Duration::from_millis(200);
    let at_once = async |carrier| timeout(soon, room.within(carrier, async { Called::Taken })).await;
    assert!(at_once(slow).await.is_err(), "its room is used up");
    let others = [PushVendor::Hms, PushVendor::Mi].map(Carrier::App);
    for carrier in others
        .into_iter()
        .chain([Carrier::WebPush, Carrier::Sms, Carrier::Call])
    {
        assert_eq!(at_once(carrier).await, Ok(Called::Taken), "{carrier:?}");
    }
}
