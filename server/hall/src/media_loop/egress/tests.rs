//! Sending on real sockets.

use std::net::{SocketAddr, UdpSocket};
use std::time::Duration;

use super::{Egress, WAITING, WAITING_FIRST};

fn receiver() -> (UdpSocket, SocketAddr) {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    socket.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    let address = socket.local_addr().unwrap();
    (socket, address)
}

fn received(socket: &UdpSocket, count: usize) -> Vec<Vec<u8>> {
    let mut buffer = [0; 2_000];
    (0..count)
        .map(|_| {
            let length = socket.recv(&mut buffer).unwrap();
            buffer[..length].to_vec()
        })
        .collect()
}

fn picture(number: u8) -> Vec<Vec<u8>> {
    let packet = |part: u8, length| {
        let mut bytes = vec![number; length];
        bytes[0] = part;
        bytes
    };
    vec![
        packet(0, 1_150),
        packet(1, 1_150),
        packet(2, 1_150),
        packet(3, 200),
    ]
}

#[test]
fn everything_arrives_whole_in_order() {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    let viewers = [receiver(), receiver(), receiver()];
    let mut egress = Egress::new();
    for number in 0..10 {
        for (_, to) in &viewers {
            for bytes in picture(number) {
                egress.push(&socket, *to, bytes);
            }
        }
    }
    egress.flush(&socket);
    let sent: Vec<_> = (0..10).flat_map(picture).collect();
    for (viewer, _) in &viewers {
        assert_eq!(received(viewer, sent.len()), sent);
    }
    assert_eq!(egress.refused(), 0);
}

#[test]
fn enough_go_at_once_the_first_few_soonest() {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    let (viewer, to) = receiver();
    let mut egress = Egress::new();
    for enough in [WAITING_FIRST, 16, 32, WAITING, WAITING] {
        for _ in 1..enough {
            egress.push(&socket, to, vec![7; 9]);
        }
        assert_eq!(egress.waiting.len(), enough - 1, "not yet");
        egress.push(&socket, to, vec![7; 9]);
        assert_eq!(received(&viewer, enough), vec![vec![7; 9]; enough]);
    }
    egress.push(&socket, to, vec![7; 9]);
    egress.flush(&socket);
    for _ in 0..WAITING_FIRST {
        egress.push(&socket, to, vec![7; 9]);
    }
    assert_eq!(
        received(&viewer, 1 + WAITING_FIRST).len(),
        1 + WAITING_FIRST,
        "the first again"
    );
}

#[test]
fn what_cannot_be_sent_costs_only_itself() {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    let (viewer, to) = receiver();
    let nowhere = "[::1]:9".parse().unwrap();
    let mut egress = Egress::new();
    for address in [to, nowhere, nowhere, to] {
        egress.push(&socket, address, vec![1; 100]);
    }
    egress.push(&socket, to, Vec::new());
    egress.push(&socket, to, vec![2; 70_000]);
    egress.push(&socket, to, vec![3; 10]);
    egress.flush(&socket);
    assert_eq!(
        received(&viewer, 4),
        [vec![1; 100], vec![1; 100], Vec::new(), vec![3; 10]]
    );
    assert_eq!(egress.refused(), 3);
}
