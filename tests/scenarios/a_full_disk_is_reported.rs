//! What cannot be kept does not happen, and everybody is told.

use domain::order::Addressee;
use protocol::api::{Fault, OrderView};
use reqwest::{Method, StatusCode};
use tests::desk::order_to;
use tests::district::scene;
use tests::{TestHall, eventually};

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_is_reported() {
    let hall = TestHall::start_with(tempfile::tempdir().unwrap(), |options| {
        options.room = Some(512 * 1024);
    })
    .await;
    let town = hall.town("Vaduz").await;
    let officer = hall.officer("Vaduz 1", town).await;
    let dispatcher = hall.dispatcher().await;

    let mut kept = 0;
    let (status, fault): (StatusCode, Fault) = loop {
        let mut order = order_to(Addressee::Unit(officer.unit), scene());
        order.note = Some("n".repeat(3000));
        match dispatcher
            .call::<OrderView>(Method::POST, "/api/orders", Some(&order))
            .await
        {
            Ok(_) => kept += 1,
            Err(fault) => break fault,
        }
        assert!(kept < 1000, "the disk never filled");
    };
    assert_eq!(
        (status, fault.code.as_str()),
        (StatusCode::INSUFFICIENT_STORAGE, "not_kept")
    );
    let orders: Vec<OrderView> = dispatcher.get("/api/orders").await;
    assert_eq!(orders.len(), kept, "what was not kept is not on the board");
    let health = reqwest::get(format!("{}/healthz", hall.url())).await.unwrap();
    assert_eq!(health.status(), StatusCode::SERVICE_UNAVAILABLE);

    let hall = hall.restart().await;
    let dispatcher = tests::Desk::sign_in(&hall.url(), "dispatcher", "a password for stories").await;
    eventually("the hall is well again", async || {
        let order = order_to(Addressee::Unit(officer.unit), scene());
        dispatcher
            .call::<OrderView>(Method::POST, "/api/orders", Some(&order))
            .await
            .ok()
    })
    .await;
    let health = reqwest::get(format!("{}/healthz", hall.url())).await.unwrap();
    assert_eq!(health.status(), StatusCode::OK);
    hall.stop().await;
}
