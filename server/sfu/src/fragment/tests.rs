//! Fragments, good and bad.

use proptest::prelude::*;

use super::{answer, credentials, read};
use crate::credentials::Mint;
use crate::messages::AmendmentRefusal;
use crate::peer_address::Reached;

/// The request of RFC 9725 section 4.3.2.
const RESTART: &str = "a=ice-options:trickle ice2\r\na=group:BUNDLE 0 1\r\n\
    m=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\na=ice-ufrag:ysXw\r\na=ice-pwd:vw5LmwG4y/e6dPP/zAP9Gp5k\r\n\
    a=candidate:1387637174 1 udp 2122260223 192.0.2.1 61764 typ host generation 0 ufrag EsAw network-id 1\r\n";

#[test]
fn the_rfcs_restart_is_read() {
    let fragment = read(RESTART).unwrap();
    assert_eq!(fragment.credentials.ufrag, "ysXw");
    assert_eq!(fragment.credentials.pass, "vw5LmwG4y/e6dPP/zAP9Gp5k");
    let about = ["a=group:BUNDLE 0 1", "m=audio 9 UDP/TLS/RTP/SAVPF 111", "a=mid:0"];
    assert_eq!(fragment.about, about);
}

#[test]
fn our_answer_can_be_read_like_theirs() {
    let (_, ours) = Mint::new([5; 32]).credentials();
    let fragment = read(RESTART).unwrap();
    let reached = Reached {
        udp: ([192, 0, 2, 9], 7).into(),
        tcp: Some(([192, 0, 2, 9], 8).into()),
    };
    let text = answer(&fragment, &ours, reached).unwrap();
    assert_eq!(credentials(&text), Ok(ours));
    assert!(text.contains("192.0.2.9 7 typ host"), "{text}");
    assert!(text.contains("192.0.2.9 8 typ host tcptype passive"), "{text}");
}

#[test]
fn a_line_that_is_too_long_is_not_repeated() {
    let long = RESTART.replace("a=mid:0", &format!("a=mid:{}", "0".repeat(300)));
    assert_eq!(read(&long).unwrap().about.len(), 2);
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in "(a=ice-(ufrag|pwd):[ -~]{0,40}\r?\n|[ -~]{0,20}\n){0,6}") {
        match read(&text) {
            Ok(fragment) => {
                prop_assert!(fragment.credentials.ufrag.len() >= 4);
                prop_assert!(fragment.credentials.pass.len() >= 22);
            }
            Err(refusal) => prop_assert_ne!(refusal, AmendmentRefusal::UnknownPeer),
        }
    }
}
