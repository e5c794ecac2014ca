//! Receiving on real sockets.

use std::net::UdpSocket;

use super::{Intake, LARGEST, TOGETHER};

fn between(address: &str) -> (UdpSocket, UdpSocket) {
    let (from, to) = (
        UdpSocket::bind(address).unwrap(),
        UdpSocket::bind(address).unwrap(),
    );
    from.connect(to.local_addr().unwrap()).unwrap();
    (from, to)
}

#[test]
fn all_come_in_their_order_from_where_they_were_sent() {
    for address in ["127.0.0.1:0", "[::1]:0"] {
        let (from, to) = between(address);
        let mut intake = Intake::new();
        assert!(!intake.take(&to), "nothing waits");
        assert_eq!(intake.datagrams().count(), 0);
        for number in 0..=TOGETHER {
            from.send(&vec![7; number]).unwrap();
        }
        for (lengths, more) in [(0..TOGETHER, true), (TOGETHER..TOGETHER + 1, false)] {
            assert_eq!(intake.take(&to), more);
            let came: Vec<_> = intake.datagrams().collect();
            let sent: Vec<_> = lengths.map(|length| vec![7; length]).collect();
            assert_eq!(
                came.iter().map(|(_, bytes)| bytes.to_vec()).collect::<Vec<_>>(),
                sent
            );
            let own = from.local_addr().unwrap();
            assert!(came.iter().all(|(from, _)| *from == own), "{came:?}");
        }
        assert!(!intake.take(&to));
        assert_eq!(intake.datagrams().count(), 0, "those taken last are gone");
    }
}

#[test]
fn a_datagram_that_is_too_large_is_cut_and_harms_no_other() {
    let (from, to) = between("127.0.0.1:0");
    from.send(&[1; 9_000]).unwrap();
    from.send(&[2; 9]).unwrap();
    let mut intake = Intake::new();
    intake.take(&to);
    let came: Vec<_> = intake.datagrams().map(|(_, bytes)| bytes.to_vec()).collect();
    assert_eq!(came, [vec![1; LARGEST], vec![2; 9]]);
}
