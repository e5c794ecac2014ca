//! A media loop on real sockets.

mod client;
mod wire;

use std::num::NonZeroU8;
use std::time::Duration;

use sfu::{LeaveReason, OfferRefusal, Placement, ShardId, StreamKey};
use tokio::sync::mpsc;
use tokio::time::timeout;

use self::client::Client;
use super::{MediaDoor, MediaEvent, MediaLoop, MediaPorts, MediaRefusal};

const STREAM: u128 = 0xfeed;

fn ports(bind: &str, shards: u8) -> MediaPorts {
    MediaPorts {
        bind: bind.parse().unwrap(),
        tcp: 0,
        advertise: None,
        shards: NonZeroU8::new(shards).unwrap(),
        prefers_h265: false,
    }
}

fn start() -> (MediaDoor, mpsc::Receiver<MediaEvent>) {
    MediaLoop::start(ports("127.0.0.1:0", 1)).unwrap()
}

async fn next(events: &mut mpsc::Receiver<MediaEvent>) -> MediaEvent {
    timeout(Duration::from_secs(10), events.recv())
        .await
        .expect("an event in time")
        .expect("a running loop")
}

#[tokio::test]
async fn a_malformed_offer_is_refused() {
    let (door, _events) = start();
    let refused = door.publish(STREAM, "nonsense".to_owned()).await;
    assert_eq!(refused, Err(MediaRefusal::Offer(OfferRefusal::NotSdp)));
    assert_eq!(door.counters().await.unwrap().forwarding.offers_refused, 1);
    door.shutdown().await;
}

#[tokio::test]
async fn a_picture_goes_from_a_publisher_to_a_viewer() {
    let (door, mut events) = start();
    let (publisher, offer) = Client::publisher();
    let session = door.publish(STREAM, offer).await.unwrap();
    assert!(
        session
            .answer_sdp
            .contains(&format!("127.0.0.1 {} typ host", door.local_addr().port()))
    );
    let publishing =
        tokio::task::spawn_blocking(move || publisher.film(&session.answer_sdp, Duration::from_secs(3)));
    let MediaEvent::StreamStarted { stream: STREAM, peer } = next(&mut events).await else {
        panic!("not started")
    };
    assert_eq!(peer, session_peer(&door).await);

    let (viewer, offer) = Client::viewer();
    let watched = door.watch(STREAM, offer).await.unwrap();
    let received = tokio::task::spawn_blocking(move || viewer.watch(&watched.answer_sdp, 30))
        .await
        .unwrap();
    assert!(received >= 30, "{received} packets");

    publishing.await.unwrap();
    let mut ended = Vec::new();
    while ended.len() < 3 {
        ended.push(next(&mut events).await);
    }
    let stopped = MediaEvent::StreamStopped {
        stream: STREAM,
        peer,
        reason: LeaveReason::Closed,
    };
    assert!(ended.contains(&stopped), "{ended:?}");
    let counters = door.counters().await.unwrap();
    assert!(counters.forwarding.rtp_forwarded >= 30);
    assert_eq!((counters.forwarding.peers, counters.sends_refused), (0, 0));
    door.shutdown().await;
}

#[tokio::test]
async fn a_picture_goes_over_tcp_where_no_udp_gets_through() {
    let (door, mut events) = start();
    let (publisher, offer) = Client::publisher_over_tcp();
    let session = door.publish(STREAM, offer).await.unwrap();
    let publishing =
        tokio::task::spawn_blocking(move || publisher.film(&session.answer_sdp, Duration::from_secs(3)));
    assert!(matches!(
        next(&mut events).await,
        MediaEvent::StreamStarted { .. }
    ));
    let (viewer, offer) = Client::viewer_over_tcp();
    let watched = door.watch(STREAM, offer).await.unwrap();
    let watching = tokio::task::spawn_blocking(move || viewer.watch(&watched.answer_sdp, 30));
    assert!(watching.await.unwrap() >= 30);
    publishing.await.unwrap();
    let counters = door.counters().await.unwrap();
    assert!(counters.forwarding.rtp_forwarded >= 30);
    let unwanted = (
        counters.tcp_turned_away,
        counters.tcp_hung_up,
        counters.tcp_dropped,
    );
    assert_eq!((counters.tcp_accepted, unwanted), (2, (0, 0, 0)));
    door.shutdown().await;
}

/// The first peer of a door.
async fn session_peer(door: &MediaDoor) -> u64 {
    assert_eq!(door.counters().await.unwrap().forwarding.peers, 1);
    1
}

#[tokio::test]
async fn a_peer_that_is_sent_away_leaves() {
    let (door, mut events) = start();
    let (_client, offer) = Client::viewer();
    let session = door.watch(STREAM, offer).await.unwrap();
    door.leave(session.peer);
    door.leave(session.peer);
    assert_eq!(
        next(&mut events).await,
        MediaEvent::PeerLeft {
            peer: session.peer,
            reason: LeaveReason::Asked
        }
    );
    assert_eq!(door.counters().await.unwrap().forwarding.peers, 0);
    door.shutdown().await;
    assert!(events.try_recv().is_err(), "told once");
}

#[tokio::test]
async fn shutting_down_sends_everybody_away_and_frees_the_port() {
    let (door, mut events) = start();
    let (_client, offer) = Client::viewer();
    let session = door.watch(STREAM, offer).await.unwrap();
    door.shutdown().await;
    door.shutdown().await;
    assert_eq!(
        next(&mut events).await,
        MediaEvent::PeerLeft {
            peer: session.peer,
            reason: LeaveReason::Asked
        }
    );
    assert_eq!(events.recv().await, None, "the thread is gone");
    assert_eq!(door.counters().await, Err(MediaRefusal::Stopped));
    std::net::UdpSocket::bind(door.local_addr()).expect("the port is free");
}

#[tokio::test]
async fn a_loop_without_its_door_ends() {
    let (door, mut events) = start();
    drop(door);
    let ended = timeout(Duration::from_secs(5), events.recv())
        .await
        .expect("soon");
    assert_eq!(ended, None);
}

#[tokio::test]
async fn strangers_are_counted_and_nothing_else() {
    let (door, _events) = start();
    let stranger = std::net::UdpSocket::bind("127.0.0.1:0").unwrap();
    for first in [0_u8, 22, 128, 255] {
        stranger.send_to(&[first; 64], door.local_addr()).unwrap();
    }
    let mut dropped = 0;
    for _ in 0..100 {
        dropped = door.counters().await.unwrap().forwarding.strangers_dropped;
        if dropped == 4 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(dropped, 4);
    door.shutdown().await;
}

#[tokio::test]
async fn a_picture_crosses_from_the_shard_it_comes_to_to_that_of_a_wall() {
    let ports = ports("127.0.0.1:0", 2);
    let (door, mut events) = MediaLoop::start(ports).unwrap();
    let second = |stream: &u128| StreamKey(*stream).home(ports.shards) == ShardId(1);
    let stream = (0..1_000).find(second).unwrap();
    let (publisher, offer) = Client::publisher();
    let session = door.publish(stream, offer).await.unwrap();
    let to = session.answer_sdp.clone();
    let publishing = tokio::task::spawn_blocking(move || publisher.film(&to, Duration::from_secs(3)));
    assert!(matches!(
        next(&mut events).await,
        MediaEvent::StreamStarted { .. }
    ));

    let (wall, offer) = Client::viewer();
    let joined = door.join(offer).await.unwrap();
    let candidate = |sdp: &str| {
        sdp.lines()
            .find(|line| line.contains("typ host"))
            .map(str::to_owned)
    };
    assert_ne!(
        candidate(&joined.answer_sdp),
        candidate(&session.answer_sdp),
        "another port"
    );
    let placement = Placement {
        stream: StreamKey(stream),
        height: 720,
        priority: 0,
    };
    door.place(joined.peer, 0, Some(placement)).unwrap();
    let received = tokio::task::spawn_blocking(move || wall.watch(&joined.answer_sdp, 30));
    assert!(received.await.unwrap() >= 30);
    publishing.await.unwrap();
    let counters = door.counters().await.unwrap();
    assert!(counters.forwarding.rtp_forwarded >= 30);
    assert_eq!(counters.crossings_lost, 0);
    door.shutdown().await;
}

#[tokio::test]
async fn an_address_nobody_can_reach_is_an_error() {
    let mut ports = ports("0.0.0.0:0", 1);
    let error = MediaLoop::start(ports).unwrap_err();
    assert!(error.to_string().contains("advertise"), "{error}");
    ports.advertise = Some("192.0.2.7".parse().unwrap());
    let (door, _events) = MediaLoop::start(ports).unwrap();
    let (_client, offer) = Client::viewer();
    assert!(
        door.watch(STREAM, offer)
            .await
            .unwrap()
            .answer_sdp
            .contains("192.0.2.7")
    );
    door.shutdown().await;
}

#[tokio::test]
async fn every_count_has_a_name_of_its_own() {
    let (door, _events) = start();
    let counters = door.counters().await.unwrap();
    let names: std::collections::BTreeSet<_> = counters
        .named()
        .chain(counters.present())
        .map(|(name, ..)| name)
        .collect();
    assert_eq!(names.len(), counters.named().count() + counters.present().count());
    door.shutdown().await;
}
