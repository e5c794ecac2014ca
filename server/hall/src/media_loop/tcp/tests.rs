//! Connections on real sockets, in a time of the test's own.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use mio::{Events, Poll, Token};

use super::super::socket;
use super::{Connections, Counts, IDLE_AFTER, MOST_UNPROVED_OF_ONE, PROVED_WITHIN};

/// As a reply to a check begins.
const REPLY: [u8; 20] = [1; 20];
const PATIENCE: Duration = Duration::from_secs(5);

struct Port {
    poll: Poll,
    events: Events,
    tcp: Connections,
    at: SocketAddr,
    now: Instant,
    heard: Vec<(SocketAddr, Vec<u8>)>,
}

impl Port {
    fn open() -> Self {
        let poll = Poll::new().unwrap();
        let listener = socket::listen("127.0.0.1:0".parse().unwrap()).unwrap();
        let at = listener.local_addr().unwrap();
        let tcp = Connections::new(listener, poll.registry().try_clone().unwrap(), Token(7)).unwrap();
        Self {
            poll,
            events: Events::with_capacity(64),
            tcp,
            at,
            now: Instant::now(),
            heard: Vec::new(),
        }
    }

    /// Runs until something is so.
    fn until(&mut self, what: &str, done: impl Fn(&Self) -> bool) {
        let patience = Instant::now() + PATIENCE;
        while !done(self) {
            assert!(Instant::now() < patience, "{what}: {:?}", self.tcp.counts());
            self.turn();
        }
    }

    fn turn(&mut self) {
        self.poll
            .poll(&mut self.events, Some(Duration::from_millis(5)))
            .unwrap();
        for event in &self.events {
            self.tcp.note(event);
        }
        self.tcp.look_after(self.now);
        let heard = &mut self.heard;
        for _ in 0..64 {
            self.tcp
                .take_some(|from, bytes| heard.push((from, bytes.to_vec())));
        }
        self.tcp.flush();
    }

    /// Lets somebody connect.
    fn connected(&mut self) -> TcpStream {
        let before = self.tcp.count();
        let client = TcpStream::connect(self.at).unwrap();
        client.set_read_timeout(Some(PATIENCE)).unwrap();
        self.until("a connection", |port| port.tcp.count() > before);
        client
    }

    /// Whether the far end has been closed.
    fn has_closed(client: &mut TcpStream) -> bool {
        match client.read(&mut [0; 64]) {
            Ok(length) => length == 0,
            Err(error) => error.kind() == ErrorKind::ConnectionReset,
        }
    }
}

fn frame(bytes: &[u8]) -> Vec<u8> {
    [&u16::try_from(bytes.len()).unwrap().to_be_bytes()[..], bytes].concat()
}

fn received(client: &mut TcpStream) -> Vec<u8> {
    let mut length = [0; 2];
    client.read_exact(&mut length).unwrap();
    let mut bytes = vec![0; usize::from(u16::from_be_bytes(length))];
    client.read_exact(&mut bytes).unwrap();
    bytes
}

#[test]
fn what_comes_in_pieces_is_heard_whole_and_what_is_said_comes_in_frames() {
    let mut port = Port::open();
    let mut client = port.connected();
    let from = client.local_addr().unwrap();
    for piece in [&[0_u8][..], &[3, 7], &[8, 9, 0, 1, 5, 0]] {
        client.write_all(piece).unwrap();
        port.turn();
    }
    port.until("two frames", |port| port.heard.len() == 2);
    assert_eq!(port.heard, [(from, vec![7, 8, 9]), (from, vec![5])]);
    port.tcp.push(port.now, from, &REPLY);
    port.tcp.push(port.now, from, &[200; 1_200]);
    port.tcp.flush();
    assert_eq!(received(&mut client), REPLY);
    assert_eq!(received(&mut client), [200; 1_200]);
}

#[test]
fn who_says_that_a_frame_is_too_long_is_hung_up_on() {
    let mut port = Port::open();
    let mut client = port.connected();
    client.write_all(b"GET / HTTP/1.1\r\n\r\n").unwrap();
    port.until("an end", |port| port.tcp.count() == 0);
    assert!(Port::has_closed(&mut client));
    assert_eq!(port.tcp.counts().hung_up, 1);
    assert!(port.heard.is_empty());
}

#[test]
fn who_proves_nothing_in_time_is_hung_up_on_whatever_he_says() {
    let mut port = Port::open();
    let (mut silent, mut chatty) = (port.connected(), port.connected());
    port.now += PROVED_WITHIN.mul_f32(0.99);
    chatty.write_all(&frame(&[0; 20])).unwrap();
    port.until("what he says", |port| !port.heard.is_empty());
    assert_eq!(port.tcp.count(), 2);
    port.now += Duration::from_secs(1);
    port.turn();
    assert_eq!(port.tcp.count(), 0);
    assert!(Port::has_closed(&mut silent) && Port::has_closed(&mut chatty));
    assert_eq!(port.tcp.counts().hung_up, 2);
}

#[test]
fn who_has_proved_himself_stays_as_long_as_he_goes_on_checking() {
    let mut port = Port::open();
    let mut client = port.connected();
    let from = client.local_addr().unwrap();
    for _ in 0..5 {
        port.tcp.push(port.now, from, &REPLY);
        // What is sent to him is no sign that he is there.
        port.now += IDLE_AFTER.mul_f32(0.99);
        port.tcp.push(port.now, from, &[200; 10]);
        port.turn();
        assert_eq!(port.tcp.count(), 1);
    }
    port.now += Duration::from_secs(2);
    port.turn();
    assert_eq!(port.tcp.count(), 0);
    while !Port::has_closed(&mut client) {}
}

#[test]
fn one_address_has_only_so_many_strangers() {
    let mut port = Port::open();
    let mut clients: Vec<_> = (0..MOST_UNPROVED_OF_ONE).map(|_| port.connected()).collect();
    let mut another = TcpStream::connect(port.at).unwrap();
    port.until("a refusal", |port| port.tcp.counts().turned_away == 1);
    assert!(Port::has_closed(&mut another));
    // Whoever proves himself, or leaves, makes room.
    let proved = clients[0].local_addr().unwrap();
    port.tcp.push(port.now, proved, &REPLY);
    clients.push(port.connected());
    drop(clients.pop());
    port.until("an end", |port| port.tcp.count() == MOST_UNPROVED_OF_ONE);
    clients.push(port.connected());
    assert_eq!(port.tcp.counts().turned_away, 1);
}

#[test]
fn a_slow_reader_gets_whole_frames_and_costs_only_so_much() {
    let mut port = Port::open();
    let mut client = port.connected();
    let from = client.local_addr().unwrap();
    let media = |number: u32| [&[128, 96][..], &number.to_be_bytes(), &[7; 1_100]].concat();
    let pushed = 20_000;
    for number in 0..pushed {
        port.tcp.push(port.now, from, &media(number));
        port.tcp.flush();
    }
    let Counts { dropped, .. } = port.tcp.counts();
    assert!(dropped > u64::from(pushed) / 2, "{dropped}");
    // There is room left for a check's reply.
    port.tcp.push(port.now, from, &REPLY);
    assert_eq!(port.tcp.counts().dropped, dropped);
    client.set_nonblocking(false).unwrap();
    let reader = std::thread::spawn(move || {
        let mut numbers = Vec::new();
        loop {
            let bytes = received(&mut client);
            if bytes == REPLY {
                return numbers;
            }
            assert_eq!(bytes.len(), 1_106, "a whole frame");
            numbers.push(u32::from_be_bytes(bytes[2..6].try_into().unwrap()));
        }
    });
    port.until("the reader", |_| reader.is_finished());
    let numbers = reader.join().unwrap();
    assert!(
        numbers
            .iter()
            .copied()
            .eq(0..u32::try_from(numbers.len()).unwrap()),
        "the newest were dropped"
    );
    assert_eq!(numbers.len() as u64 + dropped, u64::from(pushed));
}

#[test]
fn what_is_for_nobody_is_lost() {
    let mut port = Port::open();
    let client = port.connected();
    let from = client.local_addr().unwrap();
    drop(client);
    port.until("an end", |port| port.tcp.count() == 0);
    port.tcp.push(port.now, from, &REPLY);
    port.tcp.flush();
    assert_eq!(port.tcp.counts().hung_up, 0, "it left by itself");
}
