//! Whoever's sessions are ended is out within a second or so: page, picture and phone.

use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use domain::Role;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tests::filming::Filming;
use tests::socket::Socket;
use tests::watcher::{Seen, watch};
use tests::{SOON, TestHall, eventually};
use tokio::sync::Notify;

#[tokio::test(flavor = "multi_thread")]
async fn a_viewer_whose_sessions_are_ended_sees_nothing_more() {
    let hall = TestHall::start().await;
    let town = hall.town("Vaduz").await;
    let officer = hall.officer("Vaduz 1", town).await;
    let leader = hall.seat("leader", Role::Leader).await;
    let phone = hall.online_phone(&officer, None).await;
    let camera = Filming::start(&phone, "Vaduz 1").await;
    eventually("live", async || {
        leader.unit(officer.unit).await.live.then_some(())
    })
    .await;

    let mut page = Socket::open(&leader, "/ws/viewer").await;
    let moving = Arc::new(Notify::new());
    let revoked = Arc::new(OnceLock::<Instant>::new());
    let enough = {
        let (moving, revoked) = (Arc::clone(&moving), Arc::clone(&revoked));
        move |seen: &Seen| {
            if seen.pictures >= 5 {
                moving.notify_one();
            }
            let since = revoked.get().map(Instant::elapsed);
            since.is_some_and(|since| since > Duration::from_secs(10))
        }
    };
    let revoke = async {
        tokio::time::timeout(SOON, moving.notified())
            .await
            .expect("the picture comes in time");
        hall.revoke("leader").await;
        *revoked.get_or_init(Instant::now)
    };
    let watching = watch(&leader, officer.unit, SOON, enough);
    let (seen, revoked_at) = tokio::join!(watching, revoke);
    let last_at = seen.last_at.unwrap();
    assert!(
        last_at < revoked_at + Duration::from_secs(5),
        "the picture went on for {:?}",
        last_at - revoked_at
    );
    let bye: Value = serde_json::from_str(&page.last_words().await.unwrap()).unwrap();
    assert_eq!(bye["reason"], json!("signed_out"), "{bye}");
    let (status, _) = leader
        .call::<()>(Method::GET, "/api/units", None::<&()>)
        .await
        .unwrap_err();
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    camera.stop().await;
    phone.shutdown().await;
    hall.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_phone_is_out_and_its_picture_stops() {
    let hall = TestHall::start().await;
    let town = hall.town("Vaduz").await;
    let officer = hall.officer("Vaduz 1", town).await;
    let dispatcher = hall.dispatcher().await;
    let phone = hall.online_phone(&officer, None).await;
    let camera = Filming::start(&phone, "Vaduz 1").await;
    eventually("live", async || {
        dispatcher.unit(officer.unit).await.live.then_some(())
    })
    .await;

    hall.remove("Vaduz 1").await;
    eventually("the stream stopped", async || {
        (!dispatcher.unit(officer.unit).await.live).then_some(())
    })
    .await;
    eventually("the phone is out", async || {
        (!phone.snapshot().online).then_some(())
    })
    .await;
    camera.stop().await;
    phone.shutdown().await;
    hall.stop().await;
}
