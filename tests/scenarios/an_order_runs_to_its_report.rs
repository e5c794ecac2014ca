//! An order reaches the phone, rings, and runs through its three legs to its end.

use std::time::Duration;

use domain::order::{Addressee, AssignmentState};
use protocol::api::{OrderState, OrderView};
use tests::district::{north_of, scene, stand};
use tests::filming::Filming;
use tests::{TestHall, Viewer, eventually};

#[tokio::test(flavor = "multi_thread")]
async fn an_order_runs_to_its_report() {
    let hall = TestHall::start().await;
    let town = hall.town("Vaduz").await;
    let officer = hall.officer("Vaduz 1", town).await;
    let dispatcher = hall.dispatcher().await;
    let mut board = Viewer::open(&dispatcher).await;
    let phone = hall.online_phone(&officer, None).await;
    stand(&phone, north_of(scene(), 900.0), Duration::from_millis(600)).await;
    let nearest = eventually("a recommendation", async || {
        dispatcher.recommendations(scene()).await.units.pop()
    })
    .await;
    assert_eq!(nearest.unit, officer.unit);
    // 900 m by a detour at a car's pace, guessed since this hall has no roads.
    assert!((60..300).contains(&nearest.route_s) && nearest.guessed);
    assert!(nearest.on_time_pct > 50);

    let sent = dispatcher.order(Addressee::Unit(officer.unit), scene()).await;
    assert_eq!(sent.legs.arrived, None);
    let rung = eventually("the phone rings", async || phone.orders().pop()).await;
    assert_eq!(
        (rung.order.id, rung.order.place.name.as_str()),
        (sent.id, "Städtle")
    );
    let delivered = dispatcher
        .order_when("delivered", sent.id, |order| order.started_at.is_some())
        .await;
    assert_eq!(delivered.assignments[0].state, AssignmentState::Delivered);
    assert_eq!(
        delivered.due_at.unwrap().since(delivered.started_at.unwrap()),
        Duration::from_mins(15)
    );

    phone.accept(sent.id).await.unwrap();
    phone.set_off(sent.id).await.unwrap();
    dispatcher
        .order_when("under way", sent.id, |order| {
            order.assignments[0].state == AssignmentState::UnderWay
        })
        .await;
    stand(&phone, north_of(scene(), 12.0), Duration::from_secs(8)).await;
    let arrived = dispatcher
        .order_when("arrived", sent.id, |order| order.legs.arrived.is_some())
        .await;
    assert_eq!((arrived.legs.on_video, arrived.legs.reported), (None, None));

    let camera = Filming::start(&phone, "Vaduz 1").await;
    dispatcher
        .order_when("on video", sent.id, |order| order.legs.on_video.is_some())
        .await;
    phone
        .report(sent.id, "火已扑灭 the fire is out".to_owned(), None)
        .await
        .unwrap();
    let reported = dispatcher
        .order_when("reported", sent.id, |order| order.legs.reported.is_some())
        .await;
    assert_eq!(reported.reports[0].text, "火已扑灭 the fire is out");
    assert!(reported.breaches.arrived.is_none() && reported.breaches.on_video.is_none());

    let _: OrderView = dispatcher
        .post(&format!("/api/orders/{}/close", sent.id), &())
        .await;
    board
        .until("closed on the board", |board| {
            (board.orders.get(&sent.id)?.status == OrderState::Closed).then_some(())
        })
        .await;
    eventually("the phone knows", async || {
        phone.orders().is_empty().then_some(())
    })
    .await;
    camera.stop().await;
    phone.shutdown().await;
    hall.stop().await;
}
