//! Who gets which datagram.

use proptest::prelude::*;

use super::{Demux, Route, stun};
use crate::credentials::{Mint, Ufrag};
use crate::messages::PeerId;
use crate::peer_address::PeerAddress;

const PEER: PeerId = PeerId(4);

fn address() -> PeerAddress {
    PeerAddress::udp(([192, 0, 2, 1], 9).into())
}

fn known() -> (Demux, String) {
    let (ufrag, creds) = Mint::new([1; 32]).credentials();
    let mut demux = Demux::default();
    demux.admit(ufrag, PEER);
    (demux, creds.ufrag)
}

/// A Binding request with a username, maybe USE-CANDIDATE.
fn check(username: &str, nominating: bool) -> Vec<u8> {
    let mut attributes = Vec::new();
    attributes.extend([0, 6]);
    attributes.extend(u16::try_from(username.len()).unwrap().to_be_bytes());
    attributes.extend(username.bytes());
    attributes.resize(attributes.len().next_multiple_of(4), 0);
    if nominating {
        attributes.extend([0, 0x25, 0, 0]);
    }
    let mut bytes = vec![0, 1];
    bytes.extend(u16::try_from(attributes.len()).unwrap().to_be_bytes());
    bytes.extend([0x21, 0x12, 0xA4, 0x42]);
    bytes.extend([7; 12]);
    bytes.extend(attributes);
    bytes
}

#[test]
fn a_check_goes_to_whom_it_names() {
    let (demux, ufrag) = known();
    for nominating in [false, true] {
        let bytes = check(&format!("{ufrag}:theirs"), nominating);
        assert_eq!(
            demux.route(address(), &bytes),
            Route::Check {
                peer: PEER,
                ufrag: Ufrag::read(ufrag.as_bytes()).unwrap(),
                nominating
            }
        );
    }
}

#[test]
fn a_check_that_names_nobody_is_a_strangers() {
    let (demux, ufrag) = known();
    for username in [
        "",
        ":",
        "x",
        "aaaaaaaaaaaa:theirs",
        &ufrag[1..],
        &format!("{ufrag}a:theirs"),
    ] {
        assert_eq!(
            demux.route(address(), &check(username, false)),
            Route::Stranger,
            "{username}"
        );
    }
}

#[test]
fn media_goes_by_its_address_once_that_is_registered() {
    let (mut demux, _) = known();
    for first in [20, 63, 128, 191] {
        assert_eq!(demux.route(address(), &[first, 0, 0]), Route::Stranger);
    }
    demux.register(address(), PEER);
    for first in [20, 63, 128, 191] {
        assert_eq!(demux.route(address(), &[first, 0, 0]), Route::Media(PEER));
    }
    for first in [4, 19, 64, 127, 192, 255] {
        assert_eq!(
            demux.route(address(), &[first, 0, 0]),
            Route::Stranger,
            "neither DTLS nor SRTP"
        );
    }
    demux.unregister(address(), PEER);
    assert_eq!(demux.route(address(), &[128, 0, 0]), Route::Stranger);
}

#[test]
fn an_address_taken_over_is_not_forgotten_with_its_former_owner() {
    let (mut demux, _) = known();
    demux.register(address(), PEER);
    demux.register(address(), PeerId(5));
    demux.unregister(address(), PEER);
    assert_eq!(demux.route(address(), &[128, 0, 0]), Route::Media(PeerId(5)));
}

#[test]
fn a_dismissed_peer_is_not_found() {
    let (mut demux, ufrag) = known();
    demux.dismiss(Ufrag::read(ufrag.as_bytes()).unwrap());
    assert_eq!(
        demux.route(address(), &check(&format!("{ufrag}:theirs"), false)),
        Route::Stranger
    );
}

#[test]
fn only_a_success_proves_a_check() {
    assert!(stun::is_success_response(&[1, 1, 0, 0]));
    assert!(!stun::is_success_response(&[1, 0x11, 0, 0]), "an error does not");
    assert!(!stun::is_success_response(&[]));
}

proptest! {
    #[test]
    fn any_bytes_are_routed(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let (demux, _) = known();
        prop_assert_eq!(demux.route(address(), &bytes), Route::Stranger);
    }

    #[test]
    fn any_damage_to_a_check_is_survived(at in 0_usize..60, byte: u8, cut in 0_usize..60) {
        let (demux, ufrag) = known();
        let mut bytes = check(&format!("{ufrag}:theirs"), true);
        if let Some(damaged) = bytes.get_mut(at) {
            *damaged = byte;
        }
        let _ = demux.route(address(), &bytes);
        bytes.truncate(cut);
        let _ = demux.route(address(), &bytes);
    }
}

#[test]
fn a_publishers_packets_from_elsewhere_are_found_by_their_source() {
    let (mut demux, _) = known();
    demux.know(7, PEER);
    demux.know(7, PeerId(5));
    let packet = [&[0x80, 96, 0, 1, 0, 0, 0, 0][..], &7_u32.to_be_bytes(), &[1; 20]].concat();
    assert_eq!(
        demux.route(address(), &packet),
        Route::Moved(PEER),
        "the first to come"
    );
    let feedback = [&[0x80, 205, 0, 1, 0, 0, 0, 0][..], &7_u32.to_be_bytes()].concat();
    for other in [&feedback, &packet[..11], &packet[..1]] {
        assert_eq!(demux.route(address(), other), Route::Stranger);
    }
    demux.forget(PEER);
    assert_eq!(demux.route(address(), &packet), Route::Stranger);
}
