//! A unit that is late turns its order red, leg by leg, when the limit is up.

use std::time::Duration;

use tests::{Viewer, eventually, past};

#[tokio::test(flavor = "multi_thread")]
async fn a_late_unit() {
    let almost = Duration::from_secs(15 * 60 - 45);
    let past::Past {
        hall,
        officer,
        order,
        received_at,
    } = past::order_received(almost, true).await;
    let dispatcher = hall.dispatcher().await;
    let mut board = Viewer::open(&dispatcher).await;
    let before = board.orders[&order].clone();
    assert!(before.breaches.arrived.is_none(), "the limit is not up yet");
    assert_eq!(
        before.started_at,
        Some(received_at),
        "the clock goes on over a start of the hall"
    );

    let late = board
        .until("the breach on the board", |board| {
            let order = board.orders.get(&order)?;
            let breaches = &order.breaches;
            let all = [&breaches.arrived, &breaches.on_video, &breaches.reported];
            all.iter().all(|breach| breach.is_some()).then(|| order.clone())
        })
        .await;
    let declared = late.breaches.arrived.unwrap().declared_at;
    let due = late.due_at.unwrap();
    assert!(
        declared >= due && declared.since(due) < Duration::from_secs(15),
        "{declared} {due}"
    );

    let phone = hall.online_phone(&officer, None).await;
    eventually("the phone has its order", async || phone.orders().pop()).await;
    phone
        .report(order, "late, but here".to_owned(), None)
        .await
        .unwrap();
    let reported = dispatcher
        .order_when("reported", order, |order| order.legs.reported.is_some())
        .await;
    assert!(reported.legs.reported.unwrap().met_at > reported.due_at.unwrap());
    assert_eq!(
        reported.breaches.reported.unwrap().corrected_at,
        None,
        "a late report mends nothing"
    );
    phone.shutdown().await;
    hall.stop().await;
}
