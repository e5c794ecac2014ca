//! A phone whose sessions are ended is out, and its picture stops, within a second or so.

use std::time::Duration;

use domain::Role;
use tests::filming::Filming;
use tests::watcher::watch;
use tests::{TestHall, eventually};

#[tokio::test(flavor = "multi_thread")]
async fn a_viewer_whose_sessions_are_ended_sees_nothing_more() {
    let hall = TestHall::start().await;
    let town = hall.town("Vaduz").await;
    let officer = hall.officer("Vaduz 1", town).await;
    let leader = hall.seat("leader", Role::Leader).await;
    let dispatcher = hall.dispatcher().await;
    let phone = hall.online_phone(&officer, None).await;
    let camera = Filming::start(&phone, "Vaduz 1").await;
    eventually("live", async || {
        dispatcher.unit(officer.unit).await.live.then_some(())
    })
    .await;

    let seen = watch(&dispatcher, officer.unit, Duration::from_secs(10), |seen| {
        seen.pictures >= 5
    })
    .await;
    assert!(seen.pictures >= 5);
    hall.revoke("leader").await;
    let (status, _) = leader
        .call::<()>(reqwest::Method::GET, "/api/units", None::<&()>)
        .await
        .unwrap_err();
    assert_eq!(status, reqwest::StatusCode::UNAUTHORIZED);

    // The phone signs in again by itself, since its password still holds; its stream had to start anew.
    let before = phone.snapshot();
    assert!(before.online);
    hall.revoke("Vaduz 1").await;
    eventually("the stream stopped", async || {
        (!dispatcher.unit(officer.unit).await.live).then_some(())
    })
    .await;
    camera.stop().await;
    phone.shutdown().await;
    hall.stop().await;
}
