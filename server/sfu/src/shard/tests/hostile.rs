//! What bad input does: nothing, to anybody else.

use std::sync::Arc;
use std::time::Duration;

use proptest::prelude::*;
use str0m::media::Direction;

use super::world::{STREAM, World};
use super::{SOON, assert_gapless, film, live};
use crate::numbered::tests::video;
use crate::publisher::Packet;
use crate::{Input, LeaveReason, OfferRefusal, Output, PeerAddress, PeerId};

#[test]
fn an_offer_in_the_wrong_direction_is_refused() {
    let mut world = World::new();
    let (offer, _) = world.offer(1, Direction::RecvOnly, 0);
    world.sfu.handle_input(
        world.now,
        Input::Published {
            peer: PeerId(1),
            stream: STREAM,
            offer: &offer,
        },
    );
    let refused = Output::Answer {
        peer: PeerId(1),
        result: Err(OfferRefusal::WrongDirection),
    };
    assert_eq!(world.sfu.poll_output(), Some(refused));
    assert_eq!(world.sfu.counters().peers, 0);
}

#[test]
fn a_refused_offer_leaves_the_present_publisher_alone() {
    let mut world = live();
    world.sfu.handle_input(
        world.now,
        Input::Published {
            peer: PeerId(9),
            stream: STREAM,
            offer: "hello",
        },
    );
    let refused = Output::Answer {
        peer: PeerId(9),
        result: Err(OfferRefusal::NotSdp),
    };
    assert_eq!(world.sfu.poll_output(), Some(refused));
    assert_eq!(world.sfu.poll_output(), None);
    assert_eq!(world.sfu.counters().peers, 1);
}

#[test]
fn a_panic_takes_one_peer_only() {
    let mut world = live();
    world.watch(2);
    world.watch(3);
    world.run(SOON);
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    world
        .sfu
        .with_peer::<()>(world.now, PeerId(2), |_, _| panic!("a bug"));
    std::panic::set_hook(hook);
    world.send_key_frame(1);
    world.run(SOON);
    assert_eq!(
        world.outputs.last(),
        Some(&Output::PeerLeft {
            peer: PeerId(2),
            reason: LeaveReason::Faulty
        })
    );
    assert_eq!(world.video(3).len(), 3);
    assert_eq!(world.sfu.counters().peers_faulty, 1);
}

#[test]
fn a_panic_over_what_a_stream_sent_takes_its_publisher_only() {
    let mut world = live();
    world.watch(2);
    world.run(SOON);
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    // No layer has this number, and there is none after it.
    let broken = Packet {
        layer: usize::MAX,
        ..video(world.now, 1, b"bug")
    };
    world.sfu.forward_crossed(world.now, STREAM, &[Arc::new(broken)]);
    world.drain_sfu();
    std::panic::set_hook(hook);
    world.run(SOON);
    let left = Output::PeerLeft {
        peer: PeerId(1),
        reason: LeaveReason::Faulty,
    };
    assert!(world.outputs.contains(&left), "{:?}", world.outputs);
    assert_eq!(world.sfu.counters().peers, 1, "its viewer waits for the next one");
    world.publish(5, 500);
    world.run(SOON);
    world.send_key_frame(5);
    world.run(SOON);
    assert_eq!(world.video(2).len(), 3);
}

#[test]
fn a_phone_whose_address_another_took_over_goes_on() {
    let mut world = live();
    world.watch(2);
    world.watch(3);
    world.run(SOON);
    world.send_key_frame(1);
    for _ in 0..20 {
        let address = world.address(1);
        world.sfu.demux.register(address, PeerId(3));
        film(&mut world, 1, 1);
    }
    world.run(SOON);
    let video = world.video(2);
    assert_eq!(video.len(), 3 + 20);
    assert_gapless(&video);
}

#[test]
fn a_stranger_gets_nothing() {
    let mut world = live();
    let stranger = PeerAddress::udp("192.0.2.1:9".parse().unwrap());
    for first in [0_u8, 1, 22, 63, 128, 191, 255] {
        let bytes = [&[first][..], &[0; 100]].concat();
        world.sfu.handle_input(
            world.now,
            Input::Datagram {
                from: stranger,
                bytes: &bytes,
            },
        );
        assert_eq!(world.sfu.poll_output(), None);
    }
    assert_eq!(world.sfu.counters().strangers_dropped, 7);
}

#[test]
fn a_forged_check_registers_nobody() {
    let mut world = live();
    let stranger = PeerAddress::udp("192.0.2.1:9".parse().unwrap());
    let check = world.forged_check(1);
    world.sfu.handle_input(
        world.now,
        Input::Datagram {
            from: stranger,
            bytes: &check,
        },
    );
    assert_eq!(world.sfu.poll_output(), None, "not even an error");
    assert_eq!(world.sfu.counters().checks_refused, 1);
    world.sfu.handle_input(
        world.now,
        Input::Datagram {
            from: stranger,
            bytes: &[128; 100],
        },
    );
    assert_eq!(world.sfu.counters().strangers_dropped, 1);
}

#[test]
fn a_forged_check_keeps_nobody_alive() {
    let mut world = live();
    world.cut_off(1);
    let address = PeerAddress::udp("10.0.1.1:4000".parse().unwrap());
    for _ in 0..25 {
        let check = world.forged_check(1);
        world.sfu.handle_input(
            world.now,
            Input::Datagram {
                from: address,
                bytes: &check,
            },
        );
        world.run(SOON);
    }
    assert_eq!(
        world.outputs.last(),
        Some(&Output::PeerLeft {
            peer: PeerId(1),
            reason: LeaveReason::Silent
        })
    );
}

#[test]
fn what_is_sent_in_a_publishers_name_keeps_no_path_alive() {
    let (first, second) = ("10.0.1.1:4000", "10.0.1.1:4001");
    let mut world = live();
    world.watch(2);
    world.run(SOON);
    world.move_to(1, second);
    film(&mut world, 1, 30);
    let replayed = world.last_datagram_of(1).unwrap();
    world.move_to(1, first);
    let moved = world.sfu.counters().paths_moved;
    let from = PeerAddress::udp(second.parse().unwrap());
    for _ in 0..60 {
        let mut changed = replayed.clone();
        changed[3] = changed[3].wrapping_add(100);
        for bytes in [
            &replayed[..],
            &changed,
            &[128; 100],
            &[0x80, 201, 0, 1, 0, 0, 0, 1],
        ] {
            world.sfu.handle_input(world.now, Input::Datagram { from, bytes });
            world.drain_sfu();
        }
        film(&mut world, 1, 1);
    }
    assert_eq!(world.sfu.counters().paths_moved, moved + 1, "back to the first");
    let asked = world.key_frame_requests(1);
    world.lose_picture(2);
    world.run(SOON);
    assert!(world.key_frame_requests(1) > asked, "it is reached there");
}

#[test]
fn nobody_ends_a_publisher_by_what_he_sends_in_its_name() {
    let mut world = live();
    world.watch(2);
    world.run(SOON);
    let from = world.address(1);
    let real = world.last_datagram_of(1).unwrap();
    for round in 0..=255_u8 {
        let mut forged = real.clone();
        forged[2] = round;
        let record = [21, 0xFE, 0xFD, 0, 0, 0, 0, 0, 0, 0, round, 0, 2, 2, 40];
        let goodbye = [0x81, 203, 0, 1, real[8], real[9], real[10], real[11]];
        for bytes in [&forged[..], &record, &goodbye, &real[..13]] {
            world.sfu.handle_input(world.now, Input::Datagram { from, bytes });
            world.drain_sfu();
        }
    }
    world.send_key_frame(1);
    film(&mut world, 1, 30);
    world.run(SOON);
    assert_eq!(world.sfu.counters().peers_faulty, 0);
    assert_gapless(&world.video(2));
    assert_eq!(world.video(2).len(), 3 + 30);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_datagram_panics_or_unseats_a_peer(
        datagrams in prop::collection::vec((any::<u8>(), prop::collection::vec(any::<u8>(), 0..200)), 1..60),
    ) {
        let mut world = live();
        world.watch(2);
        let known = [world.address(1), world.address(2)];
        for (first, mut bytes) in datagrams {
            if let Some(byte) = bytes.first_mut() {
                *byte = first;
            }
            for from in known {
                world.sfu.handle_input(world.now, Input::Datagram { from, bytes: &bytes });
            }
        }
        world.run(Duration::from_millis(100));
        prop_assert_eq!(world.sfu.counters().peers, 2);
        prop_assert_eq!(world.sfu.counters().peers_faulty, 0);
    }
}
