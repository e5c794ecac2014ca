//! What viewers of one stream get by the transport that is ours: the library at their end must find nothing amiss.

use std::time::{Duration, SystemTime};

use super::world::{LATENCY, WALL_CLOCK};
use super::{FRAME, SOON, assert_gapless, film, live};
use crate::{Input, LeaveReason, Output, PeerId};

#[test]
fn a_viewer_with_another_certificate_than_it_promised_gets_nothing() {
    let mut world = live();
    world.watch_with(2, |offer| {
        let (head, digits) = offer.split_once("a=fingerprint:sha-256 ").unwrap();
        let (first, rest) = digits.split_at(2);
        let other = if first == "00" { "01" } else { "00" };
        format!("{head}a=fingerprint:sha-256 {other}{rest}")
    });
    world.watch(3);
    world.run(SOON);
    world.send_key_frame(1);
    world.run(SOON);
    let left = Output::PeerLeft {
        peer: PeerId(2),
        reason: LeaveReason::Faulty,
    };
    assert!(world.outputs.contains(&left), "{:?}", world.outputs);
    assert!(world.video(2).is_empty());
    assert_eq!(world.video(3).len(), 3);
}

#[test]
fn a_viewer_that_waits_for_the_handshake_is_offered_one() {
    let mut world = live();
    world.watch_with(2, |offer| offer.replace("a=setup:actpass", "a=setup:passive"));
    world.run(SOON);
    world.send_key_frame(1);
    film(&mut world, 1, 10);
    world.run(SOON);
    let video = world.video(2);
    assert_eq!(video.len(), 3 + 10);
    assert_gapless(&video);
}

#[test]
fn a_viewer_is_told_the_wall_clock_of_the_media() {
    let mut world = live();
    world.watch(2);
    world.run(SOON);
    let began = world.now;
    world.send_key_frame(1);
    film(&mut world, 1, 90);
    world.run(FRAME);
    let newest = world.packets(2, true).last().unwrap();
    let report = newest.last_sender_info.unwrap();
    let told = report.ntp_time.duration_since(SystemTime::UNIX_EPOCH).unwrap();
    let at_the_end = WALL_CLOCK + SOON * 3 + (world.now - began);
    assert!(told <= at_the_end, "{told:?} of {at_the_end:?}");
    assert!(
        told + Duration::from_millis(1_200) > at_the_end,
        "{told:?} of {at_the_end:?}"
    );
}

#[test]
fn nobody_ends_a_viewer_by_what_he_sends_in_its_name() {
    // DTLS records in the clear: a fatal alert, a greeting cut short, one of another version, noise.
    let spoofed: [&[u8]; 4] = [
        &[21, 0xFE, 0xFD, 0, 0, 0, 0, 0, 0, 0, 9, 0, 2, 2, 40],
        &[22, 0xFE, 0xFD, 0, 0, 0, 0, 0, 0, 0, 9, 0, 4, 1, 0, 0, 40],
        &[22, 0x01, 0x00, 0, 0, 0, 0, 0, 0, 0, 9, 0, 1, 1],
        &[63; 80],
    ];
    let mut world = live();
    world.watch(2);
    let address = world.address(2);
    for round in 0..100 {
        world.run(LATENCY / 5);
        let bytes = spoofed[round % spoofed.len()];
        let from = address;
        world.sfu.handle_input(world.now, Input::Datagram { from, bytes });
        world.drain_sfu();
    }
    world.run(SOON);
    world.send_key_frame(1);
    world.run(SOON);
    assert_eq!(world.sfu.counters().peers_faulty, 0);
    assert_eq!(world.video(2).len(), 3);
}
