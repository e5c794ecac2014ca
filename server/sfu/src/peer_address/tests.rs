//! The candidates that peers are told.

use super::{PeerAddress, Reached};

fn reached(tcp: Option<u16>) -> Reached {
    let at = |port| ([192, 0, 2, 7], port).into();
    Reached {
        udp: at(5_000),
        tcp: tcp.map(at),
    }
}

#[test]
fn udp_is_told_alone_where_nobody_listens_on_tcp() {
    assert_eq!(reached(None).candidates().unwrap().len(), 1);
}

#[test]
fn tcp_is_passive_and_liked_less_than_udp() {
    let told = reached(Some(5_001)).candidates().unwrap();
    let [udp, tcp] = told.as_slice() else {
        panic!("{told:?}")
    };
    assert!(tcp.prio() < udp.prio());
    let line = tcp.to_sdp_string();
    assert!(
        line.contains(" tcp ") && line.contains("192.0.2.7 5001 typ host"),
        "{line}"
    );
    assert!(line.contains("tcptype passive"), "{line}");
    assert!(!udp.to_sdp_string().contains("tcptype"));
}

#[test]
fn the_same_numbers_are_two_addresses() {
    let at = ([192, 0, 2, 9], 4_000).into();
    assert_ne!(PeerAddress::udp(at), PeerAddress::tcp(at));
}
