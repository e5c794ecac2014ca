//! Of a picture in several layers a phone encodes those that somebody needs.

use domain::Role;
use phone::Phone;
use tests::filming::Filming;
use tests::watcher::watch;
use tests::{SOON, TestHall, eventually};

const SIZES: [(usize, usize); 3] = [(160, 96), (320, 192), (640, 384)];

#[tokio::test(flavor = "multi_thread")]
async fn who_looks_at_a_phone_has_its_large_layer_encoded_and_no_other() {
    let hall = TestHall::start().await;
    let town = hall.town("Vaduz").await;
    let officers = [
        hall.officer("Vaduz 1", town).await,
        hall.officer("Vaduz 2", town).await,
    ];
    let leader = hall.seat("leader", Role::Leader).await;
    let [phone, other] = [
        hall.online_phone(&officers[0], None).await,
        hall.online_phone(&officers[1], None).await,
    ];
    let camera = Filming::start_in(&phone, "Vaduz 1", &SIZES).await;
    let other_camera = Filming::start_in(&other, "Vaduz 2", &SIZES).await;
    eventually("the unit is live", async || {
        leader.unit(officers[0].unit).await.live.then_some(())
    })
    .await;

    let large = |seen: &tests::watcher::Seen| seen.size == SIZES[2] && seen.moving >= 60;
    let (seen, ()) = tokio::join!(
        watch(&leader, officers[0].unit, SOON, large),
        wanted(&phone, &[false, false, true]),
    );
    assert_eq!(seen.size, SIZES[2], "{seen:?}");
    assert_ne!(
        other.snapshot().layers_wanted,
        [false, false, true],
        "nobody asks the other phone for it"
    );
    wanted(&phone, &[true, false, false]).await;

    // The camera rests by now, and the large layer is wanted first of all.
    let seen = watch(&leader, officers[0].unit, SOON, large).await;
    assert_eq!(seen.size, SIZES[2], "{seen:?}");
    camera.stop().await;
    other_camera.stop().await;
    for phone in [phone, other] {
        phone.shutdown().await;
    }
    hall.stop().await;
}

async fn wanted(phone: &Phone, layers: &[bool]) {
    phone.until(|known| known.layers_wanted == layers).await.unwrap();
}
