//! Authentic feedback that makes no sense: whoever has keys may seal anything.

use proptest::prelude::*;

use super::world::{STREAM, World};
use super::{FRAME, SOON, assert_gapless, film};
use crate::rtcp;

const PUBLISHER: u64 = 1;
const VIEWER: u64 = 2;
const WALL: u64 = 3;
const BESIDE: u64 = 4;

/// What a packet says of itself: its first octet, its type, its length in words, what follows.
type Said = (u8, u8, Option<u16>, Vec<u8>);

/// Everybody, with a picture to ask for.
fn watched() -> World {
    let mut world = super::live();
    world.watch(VIEWER);
    world.join_wall(WALL, 1);
    world.watch(BESIDE);
    world.run(SOON);
    world.place(WALL, 0, Some((STREAM, 720)));
    world.send_key_frame(PUBLISHER);
    film(&mut world, PUBLISHER, 10);
    world
}

/// The sources that a peer can name: those it receives, those it sends; then nobody's.
fn sources(world: &World, peer: u64) -> Vec<u32> {
    let sources = world.packets(peer, true).last().map(|packet| *packet.header.ssrc);
    let own = world
        .last_datagram_of(PUBLISHER)
        .filter(|datagram| !rtcp::is_rtcp(datagram))
        .and_then(|datagram| Some(u32::from_be_bytes(*datagram.get(8..)?.first_chunk()?)));
    sources.into_iter().chain(own).chain([0]).collect()
}

/// A compound packet. Most of it has the length that it says; where a source is named, it is one of `sources`.
fn compound(said: &[Said], sources: &[u32]) -> Vec<u8> {
    let mut compound = Vec::new();
    for (first, kind, length, body) in said {
        let mut body = body.clone();
        body.resize(body.len().next_multiple_of(4), 0);
        let words = u16::try_from(body.len() / 4).unwrap();
        for (at, word) in body.chunks_exact_mut(4).take(3).enumerate() {
            let source = sources[(usize::from(*first) + at) % sources.len()];
            if word[0] < 200 {
                word.copy_from_slice(&source.to_be_bytes());
            }
        }
        compound.extend([*first, *kind]);
        compound.extend(length.unwrap_or(words).to_be_bytes());
        compound.extend(body);
    }
    // The header and a sender are what SRTCP leaves in the clear.
    compound.resize(compound.len().max(8), 0);
    compound
}

fn said() -> impl Strategy<Value = Said> {
    let first = prop_oneof![8 => 0x80..=0xBF_u8, 1 => any::<u8>()];
    let kind = prop_oneof![8 => 200..=207_u8, 1 => any::<u8>()];
    let length = prop_oneof![8 => Just(None), 1 => any::<u16>().prop_map(Some)];
    (first, kind, length, prop::collection::vec(any::<u8>(), 0..160))
}

/// A wall's transport feedback on packets that it does not have, from `first` on.
fn lacking(first: u16, count: u16) -> Vec<u8> {
    let head = [0x8F, 205, 0, 5, 0, 0, 0, 1, 0, 0, 0, 0];
    let reference_time_and_number = [0, 0, 1, 0];
    // A run of packets that did not come, then padding.
    let run = [count.to_be_bytes(), [0; 2]];
    let numbers = [first.to_be_bytes(), count.to_be_bytes()];
    [
        &head[..],
        numbers.as_flattened(),
        &reference_time_and_number,
        run.as_flattened(),
    ]
    .concat()
}

#[test]
fn a_report_that_begins_before_the_first_packet_puts_nobody_out() {
    let mut world = watched();
    world.forge(WALL, &lacking(u16::MAX - 3, 16));
    film(&mut world, PUBLISHER, 5);
    let counters = world.sfu.counters();
    assert_eq!((counters.peers, counters.peers_faulty), (4, 0));
    assert_gapless(&world.video(BESIDE));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_feedback_panics_is_answered_by_a_flood_or_touches_others(
        told in prop::collection::vec((prop::collection::vec(said(), 1..8), 0..3_usize), 1..40),
    ) {
        let mut world = watched();
        for (said, at) in told {
            let peer = [PUBLISHER, VIEWER, WALL][at];
            let compound = compound(&said, &sources(&world, peer));
            let before = world.sfu.counters().datagrams_out;
            world.forge(peer, &compound);
            let answers = world.sfu.counters().datagrams_out - before;
            prop_assert!(answers <= 16, "{} datagrams for one", answers);
            world.send_delta_frame(PUBLISHER);
            world.run(FRAME);
        }
        world.send_key_frame(PUBLISHER);
        film(&mut world, PUBLISHER, 5);
        let counters = world.sfu.counters();
        prop_assert_eq!((counters.peers, counters.peers_faulty), (4, 0));
        assert_gapless(&world.video(BESIDE));
        let last = world.video(BESIDE).last().map(|(.., payload)| payload.clone());
        prop_assert_eq!(last, Some(vec![0x41, 9, 9, 9]));
    }
}
