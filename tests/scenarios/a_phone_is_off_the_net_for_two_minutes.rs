//! What an officer does off the net reaches the hall once, in sequence, when the net is back.

use std::time::Duration;

use domain::order::{Addressee, AssignmentState};
use protocol::api::OrderView;
use tests::district::{scene, stand};
use tests::relay::TcpRelay;
use tests::{TestHall, eventually};

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_off_the_net_for_two_minutes_delivers_everything_once_in_sequence() {
    let hall = TestHall::start().await;
    let town = hall.town("Vaduz").await;
    let officer = hall.officer("Vaduz 1", town).await;
    let dispatcher = hall.dispatcher().await;
    let relay = TcpRelay::to(hall.address).await;
    let phone = hall.online_phone(&officer, Some(relay.address)).await;
    let sent = dispatcher.order(Addressee::Unit(officer.unit), scene()).await;
    eventually("the phone rings", async || phone.orders().pop()).await;
    dispatcher
        .order_when("delivered", sent.id, |order| order.started_at.is_some())
        .await;

    relay.cut();
    let cut_at = hall::now();
    phone.accept(sent.id).await.unwrap();
    phone.set_off(sent.id).await.unwrap();
    stand(&phone, scene(), Duration::from_secs(8)).await;
    for number in 1..=20 {
        phone
            .report(sent.id, format!("report {number}"), None)
            .await
            .unwrap();
        stand(&phone, scene(), Duration::from_secs(5)).await;
    }
    stand(&phone, scene(), Duration::from_secs(12)).await;
    assert!(phone.snapshot().waiting >= 24, "{}", phone.snapshot().waiting);
    let mended_at = hall::now();
    relay.mend();
    assert!(mended_at.since(cut_at) >= Duration::from_mins(2));

    eventually("the outbox is empty", async || {
        (phone.snapshot().waiting == 0).then_some(())
    })
    .await;
    let known: OrderView = dispatcher.get(&format!("/api/orders/{}", sent.id)).await;
    let texts: Vec<_> = known.reports.iter().map(|report| report.text.clone()).collect();
    let expected: Vec<_> = (1..=20).map(|number| format!("report {number}")).collect();
    assert_eq!(texts, expected);
    assert!(
        known
            .reports
            .iter()
            .all(|report| report.at < mended_at && report.learnt_at >= mended_at)
    );
    let part = &known.assignments[0];
    assert_eq!(part.state, AssignmentState::UnderWay);
    for step in [part.answered.unwrap(), part.under_way.unwrap()] {
        assert!(step.at < mended_at && step.learnt_at >= mended_at, "{step:?}");
    }
    let arrived = known.legs.arrived.unwrap();
    assert!(
        arrived.met_at < mended_at && arrived.learnt_at >= mended_at,
        "{arrived:?}"
    );
    phone.shutdown().await;
    hall.stop().await;
}
