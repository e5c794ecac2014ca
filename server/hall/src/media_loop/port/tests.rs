//! The port on real sockets.

use std::io::ErrorKind;
use std::net::UdpSocket;
use std::time::{Duration, Instant};

use mio::{Events, Poll, Token};

use super::{Port, REST, SHORT_REST};
use crate::media_loop::intake::Intake;
use crate::media_loop::socket;

const MEDIA: Token = Token(1);
const FEEDBACK: Token = Token(2);
const RECEIVER_REPORT: &[u8] = &[0x81, 201, 0, 7];
const NOT_FEEDBACK: [&[u8]; 6] = [
    &[0x80, 96, 1],
    &[0x90, 224, 1],
    &[0x80, 191, 1],
    &[0, 200, 1],
    &[22, 254, 253],
    &[0x80],
];

struct World {
    poll: Poll,
    port: Port,
    peer: UdpSocket,
}

impl World {
    fn new() -> Self {
        let poll = Poll::new().unwrap();
        let any = "127.0.0.1:0".parse().unwrap();
        let port = Port::open(any, poll.registry(), [MEDIA, FEEDBACK]).unwrap();
        let peer = UdpSocket::bind("127.0.0.1:0").unwrap();
        peer.connect(port.local_addr().unwrap()).unwrap();
        Self { poll, port, peer }
    }

    /// Takes note of what the poll tells; tells whether it told of anything.
    fn wait(&mut self, at_most: Duration) -> bool {
        let mut events = Events::with_capacity(4);
        self.poll.poll(&mut events, Some(at_most)).unwrap();
        for event in &events {
            match event.token() {
                MEDIA => self.port.note_media(),
                FEEDBACK => self.port.note_feedback(),
                other => panic!("{other:?}"),
            }
        }
        !events.is_empty()
    }

    fn feedback(&mut self, now: Instant) -> Vec<Vec<u8>> {
        all(|intake| self.port.take_feedback(now, intake))
    }

    fn media(&mut self) -> Vec<Vec<u8>> {
        all(|intake| self.port.take_media(intake))
    }
}

fn all(mut take: impl FnMut(&mut Intake) -> bool) -> Vec<Vec<u8>> {
    let (mut intake, mut taken) = (Intake::new(), Vec::new());
    loop {
        let more = take(&mut intake);
        taken.extend(intake.datagrams().map(|(_, bytes)| bytes.to_vec()));
        if !more {
            return taken;
        }
    }
}

#[test]
fn feedback_is_told_from_all_else() {
    let mut world = World::new();
    for bytes in NOT_FEEDBACK {
        world.peer.send(bytes).unwrap();
    }
    for kind in [192, 200, 201, 205, 206, 223] {
        world.peer.send(&[0x80, kind, 0, 1]).unwrap();
    }
    let feedback = world.feedback(Instant::now());
    let kinds: Vec<_> = feedback.iter().map(|bytes| bytes[1]).collect();
    assert_eq!(kinds, [192, 200, 201, 205, 206, 223]);
    assert_eq!(world.media(), NOT_FEEDBACK);
}

#[test]
fn feedback_rests_after_some_was_taken_and_media_does_not() {
    let mut world = World::new();
    world.peer.send(RECEIVER_REPORT).unwrap();
    let now = Instant::now();
    assert_eq!(world.feedback(now).len(), 1);
    assert!(world.media().is_empty());
    world.wait(Duration::ZERO);

    world.peer.send(RECEIVER_REPORT).unwrap();
    assert!(!world.wait(Duration::from_millis(50)), "woken by feedback");
    assert!(world.feedback(now).is_empty(), "taken at once");
    assert_eq!(world.port.wake_at(), Some(now + REST));
    world.peer.send(NOT_FEEDBACK[0]).unwrap();
    assert!(world.wait(Duration::from_secs(5)), "media waits as well");
    assert_eq!(world.media(), [NOT_FEEDBACK[0]]);
    assert_eq!(world.feedback(now + SHORT_REST), [RECEIVER_REPORT]);
    assert_eq!(world.port.wake_at(), Some(now + SHORT_REST + REST));
}

#[test]
fn feedback_that_rested_without_any_is_listened_to() {
    let mut world = World::new();
    world.peer.send(RECEIVER_REPORT).unwrap();
    let now = Instant::now();
    assert_eq!(world.feedback(now).len(), 1);
    assert!(world.media().is_empty());
    assert!(world.feedback(now + REST).is_empty());
    assert_eq!(world.port.wake_at(), None);
    assert!(!world.port.is_waiting());
    world.wait(Duration::ZERO);

    world.peer.send(RECEIVER_REPORT).unwrap();
    assert!(world.wait(Duration::from_secs(5)), "not woken");
    assert!(world.port.is_waiting());
    assert_eq!(world.feedback(now + REST), [RECEIVER_REPORT]);
}

#[test]
fn what_came_during_the_rest_is_told_of_when_it_ends() {
    let mut world = World::new();
    world.peer.send(RECEIVER_REPORT).unwrap();
    let now = Instant::now();
    assert_eq!(world.feedback(now).len(), 1);
    world.peer.send(RECEIVER_REPORT).unwrap();
    assert_eq!(world.feedback(now + REST), [RECEIVER_REPORT]);
}

#[test]
fn two_ports_do_not_share_a_number() {
    let world = World::new();
    let poll = Poll::new().unwrap();
    let taken = world.port.local_addr().unwrap();
    let refused = Port::open(taken, poll.registry(), [MEDIA, FEEDBACK]).unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::AddrInUse);
}

#[test]
fn without_a_socket_of_its_own_feedback_comes_with_the_media() {
    let poll = Poll::new().unwrap();
    let media = socket::bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let peer = UdpSocket::bind("127.0.0.1:0").unwrap();
    peer.connect(media.local_addr().unwrap()).unwrap();
    let refused = Err(ErrorKind::Unsupported.into());
    let port = Port::over(media, refused, poll.registry(), [MEDIA, FEEDBACK]).unwrap();
    let mut world = World { poll, port, peer };
    assert!(world.media().is_empty());
    for bytes in [RECEIVER_REPORT, NOT_FEEDBACK[0]] {
        world.peer.send(bytes).unwrap();
    }
    assert!(world.wait(Duration::from_secs(5)), "woken by feedback too");
    assert_eq!(world.media(), [RECEIVER_REPORT, NOT_FEEDBACK[0]]);
    assert!(world.feedback(Instant::now()).is_empty());
    assert_eq!(world.port.wake_at(), None);
    assert!(!world.port.is_waiting());
}
