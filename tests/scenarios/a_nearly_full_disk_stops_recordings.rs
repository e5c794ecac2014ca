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
        options.recordings.reserve_bytes = 0;
    })
    .await;
    let town = hall.town("Vaduz").await;
    let officer = hall.officer("Vaduz 1", town).await;
    let dispatcher = hall.dispatcher().await;
    let live = async || dispatcher.unit(officer.unit).await.live.then_some(());
    let record = async || {
        let asked = json!({ "unit": officer.unit });
        dispatcher
            .call::<RecordingView>(Method::POST, "/api/recordings", Some(&asked))
            .await
    };
    let phone = hall.online_phone(&officer, None).await;
    let camera = Filming::start(&phone, "Vaduz 1").await;
    eventually("the unit is live", live).await;
    let with_room = record().await.expect("there is room");
    eventually("a picture is recorded", async || {
        let recordings: Vec<RecordingView> = dispatcher.get("/api/recordings").await;
        recordings
            .iter()
            .any(|recording| recording.plays_ms > 0)
            .then_some(())
    })
    .await;
    camera.stop().await;
    phone.shutdown().await;

    // The same hall on a disk that has no room any more.
    let address = hall.address;
    let hall = TestHall::start_with(hall.stop().await, |options| {
        options.bind = address;
        options.recordings.reserve_bytes = u64::MAX;
    })
    .await;
    let phone = hall.online_phone(&officer, None).await;
    let camera = Filming::start(&phone, "Vaduz 1").await;
    eventually("the unit is live", live).await;
    let (status, fault): (StatusCode, Fault) = record().await.unwrap_err();
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
    let recordings: Vec<RecordingView> = dispatcher.get("/api/recordings").await;
    let ids: Vec<_> = recordings.iter().map(|recording| recording.id).collect();
    assert_eq!(
        ids,
        [with_room.id],
        "the one of before is there still, and no other"
    );
    camera.stop().await;
    phone.shutdown().await;
    hall.stop().await;
}
