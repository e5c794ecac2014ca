//! What an officer shows on an order is recorded, and whoever may see the order plays it.

use std::time::{Duration, Instant};

use domain::Role;
use domain::order::Addressee;
use protocol::api::{Fault, OrderView, RecordingView};
use reqwest::{Client, Method, Response, StatusCode};
use serde_json::json;
use tests::district::scene;
use tests::ffprobe::ffprobe;
use tests::filming::Filming;
use tests::{Desk, TestHall, eventually};

async fn get(desk: &Desk, path: &str, range: Option<&str>) -> Response {
    let mut request = Client::new()
        .get(format!("{}{path}", desk.url))
        .bearer_auth(&desk.token);
    if let Some(range) = range {
        request = request.header("Range", range);
    }
    request.send().await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_is_recorded() {
    let hall = TestHall::start().await;
    let (vaduz, schaan) = (hall.town("Vaduz").await, hall.town("Schaan").await);
    let officer = hall.officer("Vaduz 1", vaduz).await;
    let colleague = hall.officer("Vaduz 2", vaduz).await;
    let dispatcher = hall.dispatcher().await;
    let leader = hall.seat("leader", Role::Leader).await;
    let elsewhere = hall.seat("desk-schaan", Role::TownDesk { town: schaan }).await;
    let own = Desk::sign_in(&hall.url(), &officer.name, &officer.password).await;
    let other = Desk::sign_in(&hall.url(), &colleague.name, &colleague.password).await;
    let phone = hall.online_phone(&officer, None).await;
    let camera = Filming::start(&phone, "Vaduz 1").await;
    eventually("the unit is live", async || {
        leader.unit(officer.unit).await.live.then_some(())
    })
    .await;

    // Without an order nothing is recorded until somebody asks for it.
    let none: Vec<RecordingView> = leader.get("/api/recordings").await;
    assert_eq!(none, []);
    let by_hand: RecordingView = dispatcher
        .post("/api/recordings", &json!({ "unit": officer.unit }))
        .await;
    assert!(by_hand.by_hand && by_hand.order.is_none());
    let refused: Result<RecordingView, (StatusCode, Fault)> = leader
        .call(
            Method::POST,
            "/api/recordings",
            Some(&json!({ "unit": officer.unit })),
        )
        .await;
    assert_eq!(refused.unwrap_err().0, StatusCode::FORBIDDEN);

    let order = dispatcher.order(Addressee::Unit(officer.unit), scene()).await;
    eventually("the phone rings", async || {
        phone
            .orders()
            .into_iter()
            .find(|known| known.order.id == order.id)
    })
    .await;
    phone.accept(order.id).await.unwrap();
    let found = leader
        .recordings_when("the order is recorded", &order, |found| {
            found.first().is_some_and(|recording| recording.plays_ms > 3_000)
        })
        .await;
    assert_eq!(
        (found.len(), found[0].by_hand, found[0].ended_at),
        (1, false, None)
    );
    let id = found[0].id;
    let whole: Vec<RecordingView> = own.get("/api/recordings").await;
    assert_eq!(
        whole.len(),
        2,
        "what was begun by hand ended where the order began"
    );
    assert!(
        whole
            .iter()
            .any(|recording| recording.id == by_hand.id && recording.ended_at.is_some())
    );
    let bound: Result<RecordingView, (StatusCode, Fault)> = dispatcher
        .call(Method::DELETE, &format!("/api/recordings/{id}"), None::<&()>)
        .await;
    assert_eq!(bound.unwrap_err().0, StatusCode::CONFLICT);

    let playlist = get(&leader, &format!("/recordings/{id}/index.m3u8"), None).await;
    let playlist = playlist.text().await.unwrap();
    assert!(playlist.contains("#EXT-X-PLAYLIST-TYPE:EVENT"), "{playlist}");

    still(&leader, &officer.unit.to_string()).await;

    // A break in the stream is a break in the recording, no end of it.
    camera.stop().await;
    eventually("the unit is no longer live", async || {
        (!leader.unit(officer.unit).await.live).then_some(())
    })
    .await;
    // A picture before the break is shown into it, so that the gap is a little shorter.
    tokio::time::sleep(Duration::from_secs(2)).await;
    let before = found[0].plays_ms;
    let camera = Filming::start(&phone, "Vaduz 1").await;
    let found = leader
        .recordings_when("it goes on", &order, |found| found[0].plays_ms > before + 4_000)
        .await;
    assert_eq!((found.len(), found[0].id), (1, id));
    let gaps = &found[0].gaps;
    assert!(
        gaps.iter()
            .any(|gap| gap.to.since(gap.from) >= Duration::from_secs(1)),
        "{gaps:?}"
    );

    let _: OrderView = dispatcher
        .post(&format!("/api/orders/{}/close", order.id), &())
        .await;
    let found = leader
        .recordings_when("it ends with the order", &order, |found| {
            found[0].ended_at.is_some()
        })
        .await;
    play(&leader, &found[0]).await;

    for stranger in [&elsewhere, &other] {
        let none: Vec<RecordingView> = stranger.get(&format!("/api/recordings?order={}", order.id)).await;
        assert_eq!(none, []);
        for path in [
            format!("/recordings/{id}.mp4"),
            format!("/recordings/{id}/index.m3u8"),
        ] {
            assert_eq!(get(stranger, &path, None).await.status(), StatusCode::NOT_FOUND);
        }
    }
    assert_eq!(
        get(&own, &format!("/recordings/{id}.mp4"), None).await.status(),
        StatusCode::OK
    );
    camera.stop().await;
    phone.shutdown().await;
    hall.stop().await;
}

/// The picture of a fresh key frame; how soon it came is told.
async fn still(desk: &Desk, unit: &str) {
    let path = format!("/api/units/{unit}/still?width=320");
    let first = get(desk, &path, None).await;
    assert_eq!(first.status(), StatusCode::OK);
    let asked = Instant::now();
    let again = get(desk, &path, None).await;
    let jpeg = again.bytes().await.unwrap();
    let took = asked.elapsed();
    assert!(jpeg.starts_with(&[0xff, 0xd8, 0xff]));
    println!("a still of {} bytes came within {took:?}", jpeg.len());
    let wide = get(desk, &format!("/api/units/{unit}/still?width=9"), None).await;
    assert_eq!(wide.status(), StatusCode::BAD_REQUEST);
}

/// The whole is a file that opens, a part is that part, the playlist names all of it.
async fn play(desk: &Desk, recording: &RecordingView) {
    let id = recording.id;
    let whole = get(desk, &format!("/recordings/{id}.mp4"), None).await;
    assert_eq!(whole.headers()["content-type"], "video/mp4");
    let whole = whole.bytes().await.unwrap();
    let part = get(desk, &format!("/recordings/{id}/0.mp4"), Some("bytes=1000-2999")).await;
    assert_eq!(part.status(), StatusCode::PARTIAL_CONTENT);
    assert_eq!(
        part.headers()["content-range"],
        format!("bytes 1000-2999/{}", whole.len())
    );
    assert_eq!(part.bytes().await.unwrap()[..], whole[1_000..3_000]);
    let beyond = get(desk, &format!("/recordings/{id}.mp4"), Some("bytes=999999999-")).await;
    assert_eq!(beyond.status(), StatusCode::RANGE_NOT_SATISFIABLE);

    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("whole.mp4");
    std::fs::write(&file, &whole).unwrap();
    let probed = ffprobe(&file);
    assert_eq!(probed.complaints, "");
    assert!(probed.pictures > 60, "{probed:?}");

    let playlist = get(desk, &format!("/recordings/{id}/index.m3u8"), None).await;
    assert_eq!(
        playlist.headers()["content-type"],
        "application/vnd.apple.mpegurl"
    );
    let playlist = playlist.text().await.unwrap();
    for line in [
        "#EXT-X-PROGRAM-DATE-TIME:",
        "#EXT-X-DISCONTINUITY\n",
        "#EXT-X-ENDLIST",
        "0.mp4\n",
    ] {
        assert!(playlist.contains(line), "{line}: {playlist}");
    }
}
