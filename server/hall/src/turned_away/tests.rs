//! A flood is a line a minute, whatever it is made of.

use std::net::UdpSocket;
use std::num::NonZeroU8;

use super::*;
use crate::media_loop::{MediaLoop, MediaPorts};

const STRANGERS: &str = "datagrams of strangers";

/// A connectivity check (RFC 8489) under a username fragment that nobody has.
fn check(number: u32) -> Vec<u8> {
    let username = format!("hall{number:08}:page");
    let padded = username.len().next_multiple_of(4);
    let length = u16::try_from(4 + padded).unwrap();
    let mut bytes = vec![0, 1];
    bytes.extend(length.to_be_bytes());
    bytes.extend([0x21, 0x12, 0xA4, 0x42]);
    bytes.extend([7; 12]);
    bytes.extend([0, 6]);
    bytes.extend(u16::try_from(username.len()).unwrap().to_be_bytes());
    bytes.extend(username.as_bytes());
    bytes.resize(20 + usize::from(length), 0);
    bytes
}

#[tokio::test]
async fn a_flood_of_checks_under_wrong_names_is_told_once_a_minute_with_its_number() {
    let ports = MediaPorts {
        bind: "127.0.0.1:0".parse().unwrap(),
        tcp: 0,
        advertise: None,
        shards: NonZeroU8::MIN,
        prefers_h265: false,
    };
    let (media, _events) = MediaLoop::start(ports).unwrap();
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    let (turned_away, mut telling) = (TurnedAway::default(), Telling::default());
    let began = Instant::now();
    let (mut sent, mut lines) = (0, Vec::new());
    // Looked at much more often than in earnest, while virtually two minutes pass.
    for look in 0..=120_u32 {
        for _ in 0..100 {
            socket.send_to(&check(sent), media.local_addr()).unwrap();
            sent += 1;
        }
        let arrived = async {
            while media.counters().await.unwrap().forwarding.datagrams_in < u64::from(sent) {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(10), arrived)
            .await
            .unwrap();
        let counted = media.counters().await.unwrap();
        assert_eq!(counted.forwarding.strangers_dropped, u64::from(sent));
        let now = began + Duration::from_secs(1) * look;
        lines.extend(telling.look(now, turned_away.kinds(&counted)));
    }
    assert_eq!(lines, [(STRANGERS, 100), (STRANGERS, 6_000), (STRANGERS, 6_000)]);
    media.shutdown().await;
}

#[test]
fn each_kind_is_told_of_by_itself_and_nothing_is_told_twice() {
    let (turned_away, mut telling) = (TurnedAway::default(), Telling::default());
    let began = Instant::now();
    let mut look = |after_s: u64, strangers: u64, offers: u64| {
        turned_away.0.strangers.store(strangers, Ordering::Relaxed);
        let mut media = MediaCounters::default();
        media.forwarding.offers_refused = offers;
        let told = telling.look(began + Duration::from_secs(after_s), turned_away.kinds(&media));
        told.into_iter().map(|(_, count)| count).collect::<Vec<_>>()
    };
    assert!(look(0, 0, 0).is_empty());
    assert_eq!(look(5, 1, 0), [1]);
    assert_eq!(look(10, 9, 4), [4], "the other kind has not been told of yet");
    assert!(look(64, 9, 4).is_empty());
    assert_eq!(look(65, 9, 4), [8]);
    assert!(look(600, 9, 4).is_empty());
}
