//! What viewers can make of their right to ask for packets again.

use std::time::Duration;

use super::world::{STREAM, World};
use super::{SOON, assert_gapless};
use crate::{LeaveReason, Output, PeerId};

/// Who sends, who asks too much, who watches in peace.
const PUBLISHER: u64 = 1;
const BOMBER: u64 = 2;
const BESIDE: u64 = 3;

/// A picture every so often, of three packets.
const PICTURE: Duration = Duration::from_millis(5);
const PACKETS: usize = 3;
const PICTURES: usize = 600;
/// How many bombs come with each picture.
const BOMBS: usize = 4;
/// How many entries the WebRTC library reads of a request; each names 17 packets.
const ENTRIES: usize = 31;

/// A compound packet that asks for the newest packets of a source: so many times the library's most, over and over.
fn bomb(ssrc: u32, newest: u16, requests: usize) -> Vec<u8> {
    let mut bomb = vec![0x80, 201, 0, 1, 0, 0, 0xBA, 0xD0];
    let back = (0..10).cycle().map(|entry| newest.wrapping_sub(16 + 17 * entry));
    let firsts: Vec<u16> = back.take(requests * ENTRIES).collect();
    for request in firsts.chunks(ENTRIES) {
        bomb.extend([0x81, 205, 0, 33, 0, 0, 0xBA, 0xD0]);
        bomb.extend(ssrc.to_be_bytes());
        for first in request {
            bomb.extend(first.to_be_bytes());
            bomb.extend([0xFF, 0xFF]);
        }
    }
    bomb
}

/// What came of a few seconds of film.
struct Told {
    /// The most that a bomb had sent again at once.
    most_at_once: usize,
    /// What went to the bomber, and to the one beside it.
    sent: [usize; 2],
    /// When each packet reached the one beside it, from the first on.
    arrivals: Vec<Duration>,
    world: World,
}

/// Films for a few seconds; bombs come with each picture, of so many requests each.
fn film(mut world: World, requests: usize) -> Told {
    let before = [BOMBER, BESIDE].map(|peer| world.sent_to(peer));
    let mut most_at_once = 0;
    for _ in 0..PICTURES {
        world.begin_picture(PUBLISHER);
        let part = |first: u8| [&[0x7c, first][..], &[1; 250]].concat();
        world.send_video(PUBLISHER, &[0x67, 0x42, 0xe0, 0x1f], false);
        world.send_video(PUBLISHER, &part(0x85), false);
        world.send_video(PUBLISHER, &part(0x45), true);
        world.run(PICTURE);
        let newest = world.packets(BOMBER, true).last().map(|packet| &packet.header);
        let Some(newest) = newest.filter(|_| requests > 0) else {
            continue;
        };
        let bomb = bomb(*newest.ssrc, newest.sequence_number, requests);
        for _ in 0..BOMBS {
            let before = world.sent_to(BOMBER);
            world.forge(BOMBER, &bomb);
            most_at_once = most_at_once.max(world.sent_to(BOMBER) - before);
        }
    }
    world.run(SOON);
    let after = [BOMBER, BESIDE].map(|peer| world.sent_to(peer));
    let arrivals = world.video_arrivals(BESIDE);
    Told {
        most_at_once,
        sent: [after[0] - before[0], after[1] - before[1]],
        arrivals: arrivals.iter().map(|&at| at - arrivals[0]).collect(),
        world,
    }
}

/// Two viewers of one stream.
fn watched() -> World {
    let mut world = super::live();
    world.watch(BOMBER);
    world.watch(BESIDE);
    world.run(SOON);
    world
}

/// A wall with the stream in a slot, with a viewer beside it.
fn on_a_wall() -> World {
    let mut world = super::live();
    world.join_wall(BOMBER, 1);
    world.watch(BESIDE);
    world.run(SOON);
    world.place(BOMBER, 0, Some((STREAM, 720)));
    world
}

#[test]
fn a_viewer_that_asks_for_everything_again_is_sent_its_share_of_repairs() {
    let (quiet, loud) = (film(watched(), 0), film(watched(), 10));
    let packets = PICTURES * PACKETS;
    assert_eq!(quiet.sent, [packets; 2]);
    assert_eq!(loud.sent[1], packets);
    assert_eq!(loud.arrivals, quiet.arrivals, "nobody else waits for it");
    assert_gapless(&loud.world.video(BESIDE));
    assert!((1..=8).contains(&loud.most_at_once), "{}", loud.most_at_once);
    let repairs = loud.sent[0] - packets;
    assert!((500..=50 + packets / 2).contains(&repairs), "{repairs} repairs");
    assert_eq!(loud.world.sfu.counters().peers_faulty, 0);
}

#[test]
fn a_wall_that_asks_for_everything_again_is_sent_its_share_of_repairs() {
    let (quiet, loud) = (film(on_a_wall(), 0), film(on_a_wall(), 1));
    let packets = PICTURES * PACKETS;
    assert_eq!(loud.sent[1], packets);
    assert_eq!(loud.arrivals, quiet.arrivals, "nobody else waits for it");
    assert_gapless(&loud.world.video(BESIDE));
    assert!(loud.most_at_once <= 8, "{}", loud.most_at_once);
    let repairs = loud.sent[0] - quiet.sent[0];
    assert!((500..=packets * 11 / 10).contains(&repairs), "{repairs} repairs");
    let counters = loud.world.sfu.counters();
    assert_eq!(
        counters.peers_faulty, 0,
        "others could have sent again what it said"
    );
    assert!(
        counters.datagrams_refused > 500,
        "{}: what waits is bounded",
        counters.datagrams_refused
    );
}

#[test]
fn a_wall_on_a_network_that_loses_is_heard_all_the_same() {
    let mut world = on_a_wall();
    world.loses_every = Some(7);
    let told = film(world, 0);
    let repairs = told.sent[0].saturating_sub(PICTURES * PACKETS * 6 / 7);
    assert!(repairs > 100, "{repairs}: it asks for much");
    let counters = told.world.sfu.counters();
    assert_eq!((counters.datagrams_refused, counters.peers_faulty), (0, 0));
}

#[test]
fn a_wall_that_names_more_in_a_datagram_than_anybody_can_miss_is_shown_out() {
    let (quiet, mut world) = (film(on_a_wall(), 0), on_a_wall());
    world = film(world, 0).world;
    let newest = world.packets(BOMBER, true).last().unwrap().header.clone();
    world.begin_picture(PUBLISHER);
    world.send_video(PUBLISHER, &[0x41, 9], true);
    world.run(PICTURE);
    let before = world.sent_to(BOMBER);
    world.forge(BOMBER, &bomb(*newest.ssrc, newest.sequence_number, 10));
    assert!(world.sent_to(BOMBER) - before <= 8);
    let left = Output::PeerLeft {
        peer: PeerId(BOMBER),
        reason: LeaveReason::Faulty,
    };
    assert!(world.outputs.contains(&left));
    let told = world.video(BESIDE).len();
    world.begin_picture(PUBLISHER);
    world.send_video(PUBLISHER, &[0x41, 9], true);
    world.run(SOON);
    assert_eq!(world.video(BESIDE).len(), told + 2);
    assert_eq!(world.video(BESIDE).len(), quiet.arrivals.len() + 2);
}
