//! An order to a town rings its desk, which gives it on; the clock runs from the desk's receipt.

use domain::Role;
use domain::order::Addressee;
use protocol::ViewerToHall;
use protocol::api::Fault;
use reqwest::{Method, StatusCode};
use serde_json::json;
use tests::district::scene;
use tests::{TestHall, Viewer, eventually};

#[tokio::test(flavor = "multi_thread")]
async fn a_town_gives_its_order_on() {
    let hall = TestHall::start().await;
    let (vaduz, schaan) = (hall.town("Vaduz").await, hall.town("Schaan").await);
    let officer = hall.officer("Vaduz 1", vaduz).await;
    let stranger = hall.officer("Schaan 1", schaan).await;
    let dispatcher = hall.dispatcher().await;
    let desk = hall.seat("desk-vaduz", Role::TownDesk { town: vaduz }).await;
    let neighbour = hall.seat("desk-schaan", Role::TownDesk { town: schaan }).await;
    let mut screen = Viewer::open(&desk).await;
    let phone = hall.online_phone(&officer, None).await;

    let sent = dispatcher.order(Addressee::Town(vaduz), scene()).await;
    assert!(sent.assignments.is_empty() && sent.started_at.is_none());
    screen
        .until("the order at the desk", |screen| {
            screen.orders.get(&sent.id).cloned()
        })
        .await;
    screen.say(&ViewerToHall::OrderReceived { order: sent.id }).await;
    let received = dispatcher
        .order_when("received by the desk", sent.id, |order| {
            order.started_at.is_some()
        })
        .await;

    let path = format!("/api/orders/{}/offers", sent.id);
    let elsewhere = json!({ "unit": stranger.unit });
    let refused: (StatusCode, Fault) = desk
        .call::<()>(Method::POST, &path, Some(&elsewhere))
        .await
        .unwrap_err();
    assert_eq!(
        (refused.0, refused.1.field.as_deref()),
        (StatusCode::UNPROCESSABLE_ENTITY, Some("unit"))
    );
    let hidden: (StatusCode, Fault) = neighbour
        .call::<()>(Method::POST, &path, Some(&elsewhere))
        .await
        .unwrap_err();
    assert_eq!(hidden.0, StatusCode::NOT_FOUND);

    desk.offer(sent.id, officer.unit).await;
    let rung = eventually("the phone rings", async || phone.orders().pop()).await;
    phone.accept(rung.order.id).await.unwrap();
    let taken = dispatcher
        .order_when("accepted", sent.id, |order| {
            order.assignments.iter().any(|one| one.state.is_taken())
        })
        .await;
    assert_eq!(
        taken.started_at, received.started_at,
        "giving an order on never restarts its clock"
    );
    phone.shutdown().await;
    hall.stop().await;
}
