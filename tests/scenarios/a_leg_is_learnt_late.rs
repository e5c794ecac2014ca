//! A leg met in time but learnt late corrects, on record, the breach that was declared meanwhile.

use std::time::Duration;

use tests::district::{scene, stand};
use tests::relay::TcpRelay;
use tests::{eventually, past};

#[tokio::test(flavor = "multi_thread")]
async fn a_leg_is_learnt_late() {
    let almost = Duration::from_secs(15 * 60 - 50);
    let past::Past {
        hall, officer, order, ..
    } = past::order_received(almost, true).await;
    let dispatcher = hall.dispatcher().await;
    let relay = TcpRelay::to(hall.address).await;
    let phone = hall.online_phone(&officer, Some(relay.address)).await;
    eventually("the phone has its order", async || phone.orders().pop()).await;

    relay.cut();
    stand(&phone, scene(), Duration::from_secs(7)).await;
    let breached = dispatcher
        .order_when("the breach", order, |order| order.breaches.arrived.is_some())
        .await;
    assert_eq!(breached.legs.arrived, None);
    relay.mend();

    let corrected = dispatcher
        .order_when("the correction", order, |order| {
            order
                .breaches
                .arrived
                .as_ref()
                .is_some_and(|breach| breach.corrected_at.is_some())
        })
        .await;
    let arrived = corrected.legs.arrived.unwrap();
    let due = corrected.due_at.unwrap();
    assert!(
        arrived.met_at <= due && arrived.learnt_at > due,
        "{arrived:?} {due}"
    );
    assert_eq!(corrected.breaches.reported.unwrap().corrected_at, None);
    phone.shutdown().await;
    hall.stop().await;
}
