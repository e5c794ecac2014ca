//! What bad input does: nothing, to anybody else.

use std::time::Duration;

use proptest::prelude::*;
use str0m::media::Direction;

use super::world::{STREAM, World};
use super::{SOON, live};
use crate::{Input, LeaveReason, OfferRefusal, Output, PeerId};

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
fn a_stranger_gets_nothing() {
    let mut world = live();
    let stranger = "192.0.2.1:9".parse().unwrap();
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
    let stranger = "192.0.2.1:9".parse().unwrap();
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
    let address = "10.0.1.1:4000".parse().unwrap();
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
