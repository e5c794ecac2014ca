//! A phone changes networks while a leader watches, and its stream goes on.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use domain::Role;
use reqwest::header::{CONTENT_TYPE, ETAG, IF_MATCH, LOCATION};
use reqwest::{Client, StatusCode};
use str0m::media::{Direction, MediaKind};
use str0m::{Candidate, Rtc};
use tests::filming::Filming;
use tests::watcher::watch;
use tests::{Desk, TestHall, eventually};

/// How often the phone changes networks.
const CHANGES: usize = 20;
/// Longer than a picture's turn, and than it takes to see a gap.
const BETWEEN: Duration = Duration::from_millis(700);
const FRAGMENT: &str = "application/trickle-ice-sdpfrag";

#[tokio::test(flavor = "multi_thread")]
async fn the_leader_sees_no_gap() {
    let hall = TestHall::start().await;
    let town = hall.town("Vaduz").await;
    let officer = hall.officer("Vaduz 1", town).await;
    let leader = hall.seat("leader", Role::Leader).await;
    let phone = hall.online_phone(&officer, None).await;
    let camera = Filming::start(&phone, "Vaduz 1").await;
    eventually("the unit is live", async || {
        leader.unit(officer.unit).await.live.then_some(())
    })
    .await;

    let shown = Arc::new(Mutex::new(Vec::<Instant>::new()));
    let (seeing, moving) = (Arc::clone(&shown), phone.clone());
    let changes = tokio::spawn(async move {
        tokio::time::sleep(BETWEEN * 3).await;
        let mut moments = Vec::new();
        for _ in 0..CHANGES {
            moments.push(Instant::now());
            moving.network_changed().await.unwrap();
            tokio::time::sleep(BETWEEN).await;
        }
        moments
    });
    let time = BETWEEN * u32::try_from(CHANGES + 5).unwrap();
    watch(&leader, officer.unit, time, move |seen| {
        let mut shown = seeing.lock().unwrap();
        if seen.last_at > shown.last().copied() {
            shown.extend(seen.last_at);
        }
        false
    })
    .await;
    let moments = changes.await.unwrap();

    let shown = std::mem::take(&mut *shown.lock().unwrap());
    for pair in moments.windows(2) {
        let (change, next) = (pair[0], pair[1]);
        let goes_on = shown.iter().any(|&at| at > change && at < next);
        assert!(goes_on, "no picture between two changes");
    }

    camera.stop().await;
    phone.shutdown().await;
    hall.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ice_restarts_by_patch() {
    let hall = TestHall::start().await;
    let town = hall.town("Vaduz").await;
    let officer = hall.officer("Vaduz 1", town).await;
    let desk = Desk::sign_in(&hall.url(), &officer.name, &officer.password).await;
    let offer = offer();
    let opened = Client::new()
        .post(format!("{}/whip/{}", hall.url(), officer.unit))
        .bearer_auth(&desk.token)
        .header(CONTENT_TYPE, "application/sdp")
        .body(offer.clone())
        .send()
        .await
        .unwrap();
    assert_eq!(opened.status(), StatusCode::CREATED);
    let tag = opened.headers()[ETAG].to_str().unwrap().to_owned();
    let session = format!("{}{}", hall.url(), opened.headers()[LOCATION].to_str().unwrap());
    let patch = async |condition: Option<&str>, media_type: &str, body: String| {
        let mut request = Client::new()
            .patch(&session)
            .bearer_auth(&desk.token)
            .header(CONTENT_TYPE, media_type);
        if let Some(condition) = condition {
            request = request.header(IF_MATCH, condition);
        }
        request.body(body).send().await.unwrap()
    };

    let fresh = "a=ice-ufrag:fresh\r\na=ice-pwd:abcdefghijklmnopqrstuvwx\r\n".to_owned();
    for (condition, media_type, body, status) in [
        (None, FRAGMENT, fresh.clone(), StatusCode::PRECONDITION_REQUIRED),
        (
            Some("\"another\""),
            FRAGMENT,
            fresh.clone(),
            StatusCode::PRECONDITION_FAILED,
        ),
        (
            Some("*"),
            "application/sdp",
            fresh.clone(),
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
        ),
        (
            Some("*"),
            FRAGMENT,
            "a=ice-ufrag:fresh\r\n".to_owned(),
            StatusCode::BAD_REQUEST,
        ),
        (Some(tag.as_str()), FRAGMENT, offer, StatusCode::NO_CONTENT),
    ] {
        let answer = patch(condition, media_type, body).await;
        assert_eq!(answer.status(), status, "{condition:?} {media_type}");
    }

    let restarted = patch(Some("*"), FRAGMENT, fresh.clone()).await;
    assert_eq!(restarted.status(), StatusCode::OK);
    assert_eq!(restarted.headers()[CONTENT_TYPE], FRAGMENT);
    assert_ne!(restarted.headers()[ETAG].to_str().unwrap(), tag);
    let fragment = restarted.text().await.unwrap();
    for part in ["a=ice-lite", "a=ice-ufrag:", "a=ice-pwd:", "a=candidate:"] {
        assert!(fragment.contains(part), "{part} in {fragment}");
    }
    let outdated = patch(Some(&tag), FRAGMENT, fresh).await;
    assert_eq!(outdated.status(), StatusCode::PRECONDITION_FAILED);
    hall.stop().await;
}

fn offer() -> String {
    let mut rtc = Rtc::builder().build(Instant::now());
    rtc.add_local_candidate(Candidate::host("127.0.0.1:9".parse().unwrap(), "udp").unwrap());
    let mut changes = rtc.sdp_api();
    changes.add_media(MediaKind::Video, Direction::SendOnly, None, None, None);
    changes.apply().unwrap().0.to_sdp_string()
}
