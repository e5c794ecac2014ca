//! A camera rests while nobody needs its picture; its officer knows who looks.

use std::time::{Duration, Instant};

use domain::{Role, Timestamp, UnitId};
use phone::Phone;
use tests::filming::Filming;
use tests::watcher::watch;
use tests::{Desk, SOON, TestHall, eventually};

/// How long a viewer may wait for a camera that rested, on a busy machine.
const BACK_WITHIN: Duration = Duration::from_secs(3);

#[tokio::test(flavor = "multi_thread")]
async fn a_camera_nobody_needs_rests_and_is_back_for_whoever_looks() {
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
    rests(&phone).await;
    assert!(leader.unit(officer.unit).await.live, "a camera that rests is on");

    for _ in 0..2 {
        let began = Instant::now();
        let (seen, who) = tokio::join!(
            watch(&leader, officer.unit, SOON, |seen| seen.moving >= 30),
            phone.until(|known| !known.watchers.is_empty()),
        );
        who.unwrap();
        assert!(seen.moving >= 30, "{seen:?}");
        println!("a camera that rested: 30 pictures within {:?}", began.elapsed());
        rests(&phone).await;
    }

    let first = Instant::now();
    let (seen, who) = tokio::join!(
        watch(&leader, officer.unit, SOON, |seen| seen.pictures >= 1),
        eventually("who watches", async || {
            let known = phone.snapshot();
            known.watchers.first().map(|one| (one.name.clone(), one.role))
        }),
    );
    let waited = seen.last_at.unwrap().duration_since(first);
    println!("a camera that rested shows its first picture after {waited:?}");
    assert!(waited < BACK_WITHIN, "{waited:?}");
    assert_eq!(who, ("leader".to_owned(), Role::Leader));
    rests(&phone).await;

    // One picture is looked at, too.
    let (still, who) = tokio::join!(
        still(&leader, officer.unit),
        phone.until(|known| known.watchers.first().is_some_and(|one| one.name == "leader")),
    );
    who.unwrap();
    println!("a camera that rested gave a still within {still:?}");
    rests(&phone).await;
    camera.stop().await;
    phone.shutdown().await;
    hall.stop().await;
}

/// A still of now: how long it took.
async fn still(desk: &Desk, unit: UnitId) -> Duration {
    let (asked, asked_at) = (Instant::now(), hall::now());
    let url = format!("{}/api/units/{unit}/still", desk.url);
    let request = reqwest::Client::new().get(url).bearer_auth(&desk.token);
    let got = request.send().await.unwrap();
    assert_eq!(got.status(), reqwest::StatusCode::OK);
    let time: Timestamp = got.headers()["picture-time"].to_str().unwrap().parse().unwrap();
    assert!(
        time >= asked_at.before(Duration::from_secs(2)) && time <= hall::now(),
        "{time:?}, asked at {asked_at:?}"
    );
    assert!(got.bytes().await.unwrap().starts_with(&[0xff, 0xd8, 0xff]));
    asked.elapsed()
}

async fn rests(phone: &Phone) {
    phone
        .until(|known| !known.camera_needed && known.watchers.is_empty())
        .await
        .unwrap();
}
