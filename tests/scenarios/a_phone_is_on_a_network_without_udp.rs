//! A phone whose network lets no UDP through is seen all the same: to begin with, and when UDP is shut while it films.

use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::num::NonZeroU8;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use domain::{Role, UnitId};
use tests::filming::Filming;
use tests::relay::{TcpRelay, UdpRelay, Weather};
use tests::watcher::{Seen, watch_from_within};
use tests::{Desk, SOON, TestHall, eventually};

/// Where phones are told that they reach the hall's media: only relays are there.
const OUTSIDE: IpAddr = IpAddr::V4(Ipv4Addr::new(127, 0, 0, 3));
const INSIDE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
/// Longer than it takes to find another way.
const LEG: Duration = Duration::from_secs(6);
const FINE: Weather = Weather {
    loss: 0.0,
    delay: Duration::from_millis(10),
};

/// A hall with a relay before its TCP port for media.
async fn hall_behind_relay() -> (TestHall, TcpRelay) {
    let port = TcpListener::bind((INSIDE, 0))
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let hall = TestHall::start_with(tempfile::tempdir().unwrap(), |options| {
        // The relays stand before one port.
        options.media.shards = NonZeroU8::MIN;
        options.media.advertise = Some(OUTSIDE);
        options.media.tcp = port;
    })
    .await;
    let relay = TcpRelay::between((OUTSIDE, port).into(), (INSIDE, port).into()).await;
    (hall, relay)
}

/// Watches from inside, where there is UDP.
async fn watch(
    desk: &Desk,
    unit: UnitId,
    time: Duration,
    enough: impl Fn(&Seen) -> bool + Send + 'static,
) -> Seen {
    watch_from_within(desk, unit, OUTSIDE, time, enough).await
}

/// How many connections for media there are.
async fn connections(hall: &TestHall) -> usize {
    let figures = reqwest::get(format!("{}/metrics", hall.url())).await.unwrap();
    let figures = figures.text().await.unwrap();
    let is_it = |line: &&str| !line.starts_with('#') && line.contains("media_tcp_connections ");
    let line = figures.lines().find(is_it);
    let (_, count) = line.expect("they are counted").rsplit_once(' ').unwrap();
    count.parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_single_datagram_the_picture_reaches_a_leader() {
    let (hall, _relay) = hall_behind_relay().await;
    let town = hall.town("Vaduz").await;
    let officer = hall.officer("Vaduz 1", town).await;
    let leader = hall.seat("leader", Role::Leader).await;
    let phone = hall.online_phone(&officer, None).await;
    let began = Instant::now();
    let camera = Filming::start(&phone, "Vaduz 1").await;
    eventually("the unit is live", async || {
        leader.unit(officer.unit).await.live.then_some(())
    })
    .await;
    println!("live over TCP after {:?}", began.elapsed());

    let seen = watch(&leader, officer.unit, SOON, |seen| seen.moving >= 30).await;
    assert!(seen.moving >= 30, "{seen:?}");
    assert_eq!(connections(&hall).await, 1);

    camera.stop().await;
    eventually("the connection is left", async || {
        (connections(&hall).await == 0).then_some(())
    })
    .await;
    phone.shutdown().await;
    hall.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn when_udp_is_shut_while_it_films_the_picture_goes_on() {
    let (hall, _tcp) = hall_behind_relay().await;
    let port = hall.media_address.port();
    let (at, target): (SocketAddr, SocketAddr) = ((OUTSIDE, port).into(), (INSIDE, port).into());
    let udp = UdpRelay::between(at, target, FINE, 5).await;
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
    let seeing = Arc::clone(&shown);
    let (viewer, unit) = (leader.clone(), officer.unit);
    let watching = tokio::spawn(async move {
        watch(&viewer, unit, LEG * 5, move |seen| {
            let mut shown = seeing.lock().unwrap();
            if seen.last_at > shown.last().copied() {
                shown.extend(seen.last_at);
            }
            false
        })
        .await
    });
    let mut legs = Vec::new();
    let mut leg = async |what: &'static str| {
        tokio::time::sleep(LEG).await;
        let now = Instant::now();
        legs.push((what, now.checked_sub(LEG / 3).unwrap(), now));
        connections(&hall).await
    };
    assert_eq!(leg("with UDP").await, 0);
    udp.cut();
    assert_eq!(leg("after UDP was shut").await, 1);
    phone.network_changed().await.unwrap();
    assert_eq!(leg("on another network without UDP").await, 1);
    udp.mend();
    phone.network_changed().await.unwrap();
    assert_eq!(leg("on another network with UDP").await, 0);
    watching.await.unwrap();

    let shown = std::mem::take(&mut *shown.lock().unwrap());
    for (what, from, to) in legs {
        let pictures = shown.iter().filter(|at| (from..to).contains(*at)).count();
        assert!(pictures >= 10, "{pictures} pictures in two seconds {what}");
    }
    let gap = shown.windows(2).map(|pair| pair[1] - pair[0]).max();
    println!("the longest gap was {gap:?}");

    camera.stop().await;
    phone.shutdown().await;
    hall.stop().await;
}
