//! A disk that is nearly full takes no more pictures.
//!
//! The rest of it is for the record of what is decided: orders go on, and everybody is told.

use domain::order::Addressee;
use protocol::api::{Fault, OrderView, RecordingView};
use reqwest::{Method, StatusCode};
use serde_json::json;
use tests::desk::order_to;
use tests::district::scene;
use tests::filming::Filming;
use tests::{TestHall, eventually};

#[tokio::test(flavor = "multi_thread")]
async fn a_nearly_full_disk_stops_recordings_and_nothing_else() {
    let hall = TestHall::start_with(tempfile::tempdir().unwrap(), |options| {
        options.recordings.reserve_bytes = u64::MAX;
    })
    .await;
    let town = hall.town("Vaduz").await;
    let officer = hall.officer("Vaduz 1", town).await;
    let dispatcher = hall.dispatcher().await;
    let phone = hall.online_phone(&officer, None).await;
    let camera = Filming::start(&phone, "Vaduz 1").await;
    eventually("the unit is live", async || {
        dispatcher.unit(officer.unit).await.live.then_some(())
    })
    .await;

    let asked = dispatcher
        .call::<RecordingView>(
            Method::POST,
            "/api/recordings",
            Some(&json!({ "unit": officer.unit })),
        )
        .await;
    let (status, fault): (StatusCode, Fault) = asked.unwrap_err();
    assert_eq!(
        (status, fault.code.as_str()),
        (StatusCode::INSUFFICIENT_STORAGE, "no_room")
    );
    let order = order_to(Addressee::Unit(officer.unit), scene());
    let order: OrderView = dispatcher.post("/api/orders", &order).await;
    eventually("the order is on the phone", async || {
        let mut known = phone.orders().into_iter();
        known.find(|known| known.order.id == order.id).map(|_| ())
    })
    .await;
    let health = reqwest::get(format!("{}/healthz", hall.url())).await.unwrap();
    assert_eq!(health.status(), StatusCode::OK);
    assert!(health.text().await.unwrap().contains("nothing is recorded"));
    let figures = reqwest::get(format!("{}/metrics", hall.url())).await.unwrap();
    assert!(
        figures
            .text()
            .await
            .unwrap()
            .contains("yike_recordings_no_room 1")
    );
    let none: Vec<RecordingView> = dispatcher.get("/api/recordings").await;
    assert_eq!(none, []);
    camera.stop().await;
    phone.shutdown().await;
    hall.stop().await;
}
