//! Where packets go when a peer has several addresses.

use std::time::{Duration, Instant};

use super::{MAX_SOURCES, Path, SILENCE};
use crate::peer_address::PeerAddress;

#[expect(clippy::disallowed_methods, reason = "an Instant has no other origin")]
fn origin() -> Instant {
    Instant::now()
}

fn address(port: u16) -> PeerAddress {
    PeerAddress::udp(([10, 0, 0, 1], port).into())
}

/// A path that has settled on port 1.
fn settled(now: Instant) -> Path {
    let mut path = Path::default();
    path.checked(now, address(1), true);
    path.heard(now, address(1));
    path
}

#[test]
fn at_first_it_is_the_transports_choice() {
    assert_eq!(Path::default().destination(address(9)), address(9));
}

#[test]
fn media_from_a_newer_address_moves_it_at_once() {
    let now = origin();
    let mut path = settled(now);
    let later = now + Duration::from_millis(5);
    path.checked(later, address(2), false);
    assert_eq!(path.destination(address(9)), address(1), "a check alone does not");
    assert!(path.heard(later, address(2)));
    assert_eq!(path.destination(address(9)), address(2));
}

#[test]
fn stragglers_do_not_turn_it_back_but_a_return_does() {
    let now = origin();
    let mut path = settled(now);
    let later = now + Duration::from_millis(5);
    path.checked(later, address(2), false);
    path.heard(later, address(2));
    assert!(!path.heard(later, address(1)));
    assert_eq!(path.destination(address(9)), address(2));
    assert!(
        path.heard(later + SILENCE, address(1)),
        "the newer one has fallen silent"
    );
    assert_eq!(path.destination(address(9)), address(1));
}

#[test]
fn a_nominating_check_moves_it_when_the_present_address_is_silent() {
    let now = origin();
    let mut path = settled(now);
    path.checked(now, address(2), true);
    assert_eq!(path.destination(address(9)), address(1));
    path.checked(now + SILENCE, address(2), true);
    assert_eq!(path.destination(address(9)), address(2));
}

#[test]
fn an_address_never_proved_is_ignored() {
    let now = origin();
    let mut path = settled(now);
    assert!(!path.heard(now + 2 * SILENCE, address(7)));
    assert_eq!(path.destination(address(9)), address(1));
}

#[test]
fn addresses_are_bounded_and_the_present_one_stays() {
    let now = origin();
    let mut path = settled(now);
    for port in 2..1_000 {
        let forgotten = path.checked(now + Duration::from_millis(u64::from(port)), address(port), false);
        assert_eq!(forgotten.is_some(), usize::from(port) > MAX_SOURCES);
        assert_ne!(forgotten, Some(address(1)));
    }
    assert_eq!(path.addresses().count(), MAX_SOURCES);
}

fn over_tcp(port: u16) -> PeerAddress {
    PeerAddress::tcp(address(port).at)
}

#[test]
fn udp_nominated_takes_over_from_tcp_at_once() {
    let now = origin();
    let mut path = Path::default();
    path.checked(now, over_tcp(1), true);
    path.heard(now, over_tcp(1));
    path.checked(now, address(1), true);
    assert_eq!(path.destination(address(9)), address(1));
}

#[test]
fn tcp_nominated_takes_over_only_when_udp_is_silent() {
    let now = origin();
    let mut path = settled(now);
    path.checked(now, over_tcp(1), true);
    assert_eq!(path.destination(address(9)), address(1));
    path.checked(now + SILENCE, over_tcp(1), true);
    assert_eq!(path.destination(address(9)), over_tcp(1));
}
