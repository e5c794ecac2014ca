//! A phone with our own uplink, whose network lets no UDP through, to begin with or after a while.

use std::time::Duration;

use super::SOON;
use super::world::{STREAM, World};
use crate::Protocol;

const MOST_BPS: u64 = 1_200_000;
/// What is filmed between two looks.
const LOOK: Duration = Duration::from_millis(200);
/// Within this a stream that never had UDP has to be seen.
const SEEN_WITHIN: Duration = Duration::from_secs(3);
/// No longer than this may the picture stand still when UDP is shut.
const LONGEST_GAP: Duration = Duration::from_secs(3);

/// A wall that shows what a phone films.
fn watched(no_udp: bool) -> World {
    let mut world = World::new();
    world.publish_uplink_over(1, MOST_BPS, |network| network.no_udp = no_udp);
    world.join_wall(2, 1);
    world.run(Duration::from_millis(100));
    world.place(2, 0, Some((STREAM, 150)));
    world
}

/// Films for so long; the longest time in which the wall was shown nothing.
fn film(world: &mut World, span: Duration) -> Duration {
    let until = world.now + span;
    let (mut longest, mut since) = (Duration::ZERO, world.now);
    let mut shown = world.shown(2, 0).len();
    while world.now < until {
        world.film_with_phone(LOOK);
        let now_shown = world.shown(2, 0).len();
        if now_shown > shown {
            since = world.now;
        }
        shown = now_shown;
        longest = longest.max(world.now - since);
    }
    longest
}

/// What carries the phone's media.
fn carried_by(world: &World) -> Protocol {
    let network = &world.phone.as_ref().unwrap().network;
    network.media_by.expect("media were sent")
}

/// How many connections are open, and how many were asked for.
fn connections(world: &World) -> (usize, u16) {
    let network = &world.phone.as_ref().unwrap().network;
    (network.connections.len(), network.asked)
}

fn shut_udp(world: &mut World, shut: bool) {
    world.phone.as_mut().unwrap().network.no_udp = shut;
}

#[test]
fn where_udp_works_no_connection_is_opened() {
    let mut world = watched(false);
    assert!(film(&mut world, Duration::from_mins(1)) <= Duration::from_secs(1));
    // Nor while nothing is filmed.
    world.run(Duration::from_mins(2));
    assert_eq!(connections(&world), (0, 0));
    assert_eq!(carried_by(&world), Protocol::Udp);
}

#[test]
fn where_no_udp_gets_through_the_stream_is_seen_over_tcp() {
    let mut world = watched(true);
    film(&mut world, SEEN_WITHIN);
    assert!(!world.shown(2, 0).is_empty());
    assert_eq!(carried_by(&world), Protocol::Tcp);
    assert!(film(&mut world, Duration::from_mins(3)) <= LOOK * 2, "it goes on");
    assert_eq!(connections(&world), (1, 1), "over one connection");
    let rates = world.phone.as_ref().unwrap().rates();
    assert!(
        rates[0] >= 50_000,
        "the rate is measured over TCP as well: {rates:?}"
    );
}

#[test]
fn a_phone_that_cannot_even_send_udp_does_not_wait() {
    let mut world = watched(false);
    world.refuse_udp();
    film(&mut world, Duration::from_millis(600));
    assert!(!world.shown(2, 0).is_empty());
    assert_eq!(carried_by(&world), Protocol::Tcp);
}

#[test]
fn when_udp_is_shut_the_stream_goes_on_over_tcp_and_when_it_opens_over_udp_again() {
    let mut world = watched(false);
    film(&mut world, Duration::from_secs(10));
    shut_udp(&mut world, true);
    let gap = film(&mut world, Duration::from_secs(20));
    assert!(gap <= LONGEST_GAP, "{gap:?}");
    assert_eq!(carried_by(&world), Protocol::Tcp);
    assert_eq!(connections(&world), (1, 1));
    shut_udp(&mut world, false);
    let gap = film(&mut world, Duration::from_mins(1));
    assert!(gap <= LOOK * 2, "{gap:?}");
    assert_eq!(carried_by(&world), Protocol::Udp);
    assert_eq!(connections(&world), (0, 1), "the connection is left");
    film(&mut world, Duration::from_mins(2));
    assert_eq!(connections(&world), (0, 1), "and stays so");
}

#[test]
fn after_a_tunnel_it_is_udp_again() {
    for seconds in 3..=8 {
        let mut world = watched(false);
        film(&mut world, SOON * 5);
        let network = &mut world.phone.as_mut().unwrap().network;
        (network.no_udp, network.no_tcp) = (true, true);
        film(&mut world, SOON * seconds);
        let network = &mut world.phone.as_mut().unwrap().network;
        (network.no_udp, network.no_tcp) = (false, false);
        film(&mut world, SOON * 20);
        assert_eq!(carried_by(&world), Protocol::Udp, "{seconds}");
        assert_eq!(connections(&world).0, 0, "{seconds}");
    }
}

#[test]
fn a_connection_that_breaks_or_falls_silent_is_replaced() {
    let mut world = watched(true);
    film(&mut world, SOON * 5);
    world.break_connections();
    let gap = film(&mut world, SOON * 5);
    assert!(gap <= SOON, "{gap:?}");
    assert_eq!(connections(&world), (1, 2));
    // The one that is open carries nothing any more.
    let silent = world.phone.as_ref().unwrap().network.connections.clone();
    world.phone.as_mut().unwrap().network.dead.extend(silent);
    let gap = film(&mut world, SOON * 20);
    assert!(gap <= SOON * 6, "{gap:?}");
    assert_eq!(connections(&world), (1, 3));
}

#[test]
fn on_another_network_a_connection_is_opened_at_once_and_the_former_one_carries_on() {
    let mut world = watched(true);
    film(&mut world, SOON * 5);
    for turn in 1..=5 {
        world.move_phone(4_000 + turn);
        let gap = film(&mut world, SOON * 10);
        assert!(gap <= LOOK * 2, "{gap:?}");
        assert_eq!(carried_by(&world), Protocol::Tcp);
        assert_eq!(connections(&world), (1, 1 + turn));
    }
}

#[test]
fn an_attempt_that_another_network_comes_into_is_made_anew() {
    let mut world = watched(false);
    film(&mut world, SOON * 5);
    shut_udp(&mut world, true);
    while connections(&world).1 == 0 {
        world.run(Duration::from_millis(1));
    }
    world.move_phone(4_001);
    let gap = film(&mut world, SOON);
    assert!(gap <= LOOK * 2, "{gap:?}");
    assert_eq!(connections(&world), (1, 2));
}

#[test]
fn on_another_network_with_udp_it_is_udp_at_once() {
    let mut world = watched(true);
    film(&mut world, SOON * 5);
    shut_udp(&mut world, false);
    world.move_phone(4_001);
    let gap = film(&mut world, SOON * 2);
    assert!(gap <= LOOK * 2, "{gap:?}");
    assert_eq!(carried_by(&world), Protocol::Udp);
    assert_eq!(connections(&world).0, 0);
}

#[test]
fn from_a_network_with_udp_to_one_without_the_stream_goes_on() {
    let mut world = watched(false);
    film(&mut world, SOON * 5);
    shut_udp(&mut world, true);
    world.move_phone(4_001);
    let gap = film(&mut world, SOON * 20);
    assert!(gap <= LONGEST_GAP, "{gap:?}");
    assert_eq!(carried_by(&world), Protocol::Tcp);
    assert_eq!(connections(&world), (1, 1));
}
