//! A phone's pictures are decoded by a leader, also over a bad network.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::num::NonZeroU8;
use std::time::Duration;

use domain::Role;
use tests::filming::Filming;
use tests::relay::{UdpRelay, Weather};
use tests::watcher::watch;
use tests::{SOON, TestHall, eventually};

#[tokio::test(flavor = "multi_thread")]
async fn the_picture_reaches_a_leader() {
    let hall = TestHall::start().await;
    show_to_a_leader(hall).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_picture_reaches_a_leader_over_a_bad_network() {
    let outside = IpAddr::V4(Ipv4Addr::new(127, 0, 0, 2));
    let hall = TestHall::start_with(tempfile::tempdir().unwrap(), |options| {
        // The relay stands before one port.
        options.media.shards = NonZeroU8::MIN;
        options.media.advertise = Some(outside);
    })
    .await;
    let weather = Weather {
        loss: 0.05,
        delay: Duration::from_millis(40),
    };
    let at = SocketAddr::new(outside, hall.media_address.port());
    let target = SocketAddr::new(Ipv4Addr::LOCALHOST.into(), hall.media_address.port());
    let _relay = UdpRelay::between(at, target, weather, 7).await;
    show_to_a_leader(hall).await;
}

async fn show_to_a_leader(hall: TestHall) {
    let town = hall.town("Vaduz").await;
    let officer = hall.officer("Vaduz 1", town).await;
    let leader = hall.seat("leader", Role::Leader).await;
    let phone = hall.online_phone(&officer, None).await;
    let camera = Filming::start(&phone, "Vaduz 1").await;
    eventually("the unit is live", async || {
        leader.unit(officer.unit).await.live.then_some(())
    })
    .await;

    let seen = watch(&leader, officer.unit, SOON, |seen| seen.moving >= 30).await;
    assert!(seen.moving >= 30, "{seen:?}");
    assert_eq!(seen.size, (640, 360));

    camera.stop().await;
    eventually("the unit is no longer live", async || {
        (!leader.unit(officer.unit).await.live).then_some(())
    })
    .await;
    phone.shutdown().await;
    hall.stop().await;
}
