//! How a WebRTC connection with a socket of its own waits.

use std::net::UdpSocket;
use std::time::{Duration, Instant};

use str0m::net::{Protocol, Receive};
use str0m::{Input, Rtc};

/// Waits for a datagram, but no longer than this; has the connection take it in, or the time that has passed.
pub(crate) fn wait(rtc: &mut Rtc, socket: &UdpSocket, longest: Duration) {
    let mut buffer = [0; 2_048];
    let longest = longest.max(Duration::from_millis(1));
    socket.set_read_timeout(Some(longest)).unwrap();
    let input = match socket.recv_from(&mut buffer) {
        Ok((length, from)) => {
            let to = socket.local_addr().unwrap();
            let received = Receive::new(Protocol::Udp, from, to, &buffer[..length]).unwrap();
            Input::Receive(Instant::now(), received)
        }
        Err(_) => Input::Timeout(Instant::now()),
    };
    rtc.handle_input(input).unwrap();
}
