//! Peers whose networks let no UDP through, so that all of theirs comes over TCP.

use super::world::{STREAM, World};
use super::{SOON, assert_gapless, film};
use crate::{Input, PeerAddress, Placement, Protocol, SlotId};

/// A world whose clients have no UDP.
fn without_udp() -> World {
    let mut world = World::new();
    world.protocol = Protocol::Tcp;
    world
}

#[test]
fn a_viewer_sees_a_publisher() {
    let mut world = without_udp();
    world.publish(1, 100);
    world.watch(2);
    world.run(SOON);
    world.send_key_frame(1);
    film(&mut world, 1, 30);
    world.run(SOON);
    assert_eq!(world.video(2).len(), 3 + 30);
    assert_gapless(&world.video(2));
    assert_eq!(
        world.address(1),
        PeerAddress::tcp("10.0.1.1:4000".parse().unwrap())
    );
    assert_eq!(world.sfu.counters().peers_connected, 2);
}

#[test]
fn a_viewers_wishes_arrive() {
    let mut world = without_udp();
    world.publish(1, 100);
    world.watch(2);
    world.run(SOON);
    world.send_key_frame(1);
    world.run(SOON);
    let asked = world.key_frame_requests(1);
    world.lose_picture(2);
    world.run(SOON);
    assert_eq!(world.key_frame_requests(1), asked + 1);
}

#[test]
fn a_wall_sees_whoever_has_udp() {
    let mut world = World::new();
    world.publish(1, 100);
    world.protocol = Protocol::Tcp;
    world.join_wall(2, 2);
    world.run(SOON);
    let placement = Placement {
        stream: STREAM,
        height: 720,
        priority: 0,
    };
    world.sfu.handle_input(
        world.now,
        Input::Placed {
            peer: crate::PeerId(2),
            slot: SlotId(0),
            placement: Some(placement),
        },
    );
    world.send_key_frame(1);
    film(&mut world, 1, 30);
    world.run(SOON);
    assert!(world.video(2).len() >= 3 + 30, "{}", world.video(2).len());
}

#[test]
fn a_peer_of_udp_is_not_known_at_the_same_numbers_over_tcp() {
    let mut world = World::new();
    world.publish(1, 100);
    world.watch(2);
    world.run(SOON);
    world.send_key_frame(1);
    film(&mut world, 1, 10);
    let real = world.last_datagram_of(1).unwrap();
    let before = world.sfu.counters();
    for peer in [1, 2] {
        let from = PeerAddress::tcp(world.address(peer).at);
        // What was sent already, feedback that is none, a record: all of them from an address that has proved nothing.
        for bytes in [&real[..], &[0x80, 201, 0, 1, 0, 0, 0, 1], &[22, 254, 253, 0]] {
            world.sfu.handle_input(world.now, Input::Datagram { from, bytes });
            assert_eq!(world.sfu.poll_output(), None);
        }
    }
    let after = world.sfu.counters();
    assert_eq!(after.strangers_dropped, before.strangers_dropped + 6);
    assert_eq!(
        (after.paths_moved, after.sources),
        (before.paths_moved, before.sources)
    );
    film(&mut world, 1, 10);
    assert_eq!(world.video(2).len(), 23);
}

#[test]
fn a_connection_lost_is_replaced_by_another_and_nothing_is_published_anew() {
    let mut world = without_udp();
    world.publish(1, 100);
    world.watch(2);
    world.run(SOON);
    world.send_key_frame(1);
    film(&mut world, 1, 10);
    for port in 6_000..6_005 {
        world.move_to(1, &format!("172.16.0.9:{port}"));
        film(&mut world, 1, 5);
    }
    world.run(SOON);
    assert_eq!(world.video(2).len(), 13 + 5 * 5);
    assert_gapless(&world.video(2));
}
