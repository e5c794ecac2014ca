//! What carries a client's datagrams: a UDP socket, or a TCP connection with frames (RFC 4571).

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, UdpSocket};
use std::time::Duration;

use socket2::{Domain, Socket, Type};
use str0m::Candidate;
use str0m::net::{Protocol, TcpType};

pub(super) enum Wire {
    Udp(UdpSocket),
    /// With what was read of frames yet to come.
    Tcp(Socket, Vec<u8>),
}

impl Wire {
    pub(super) fn udp() -> Self {
        Self::Udp(UdpSocket::bind("127.0.0.1:0").unwrap())
    }

    /// One that is not connected yet.
    pub(super) fn tcp() -> Self {
        let socket = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
        socket
            .bind(&SocketAddr::from(([127, 0, 0, 1], 0)).into())
            .unwrap();
        Self::Tcp(socket, Vec::new())
    }

    pub(super) fn local_addr(&self) -> SocketAddr {
        match self {
            Self::Udp(socket) => socket.local_addr().unwrap(),
            Self::Tcp(socket, _) => socket.local_addr().unwrap().as_socket().unwrap(),
        }
    }

    pub(super) fn protocol(&self) -> Protocol {
        match self {
            Self::Udp(_) => Protocol::Udp,
            Self::Tcp(..) => Protocol::Tcp,
        }
    }

    pub(super) fn candidate(&self) -> Candidate {
        let (builder, at) = (Candidate::builder(), self.local_addr());
        match self {
            Self::Udp(_) => builder.udp().host(at).build(),
            Self::Tcp(..) => builder.tcp().host(at).tcptype(TcpType::Active).build(),
        }
        .unwrap()
    }

    /// Connects to where the answer says, if it has to.
    pub(super) fn connect(&mut self, answer: &str) {
        let Self::Tcp(socket, _) = self else { return };
        let told = answer.lines().find(|line| line.contains(" tcp ")).unwrap();
        assert!(told.contains("tcptype passive"), "{told}");
        let fields: Vec<_> = told.split(' ').collect();
        let at = SocketAddr::new(fields[4].parse().unwrap(), fields[5].parse().unwrap());
        socket.connect(&at.into()).unwrap();
    }

    /// Waits for a datagram: its length, and where it came from.
    pub(super) fn receive(&mut self, within: Duration, buffer: &mut [u8]) -> Option<(usize, SocketAddr)> {
        match self {
            Self::Udp(socket) => {
                socket.set_read_timeout(Some(within)).unwrap();
                socket.recv_from(buffer).ok()
            }
            Self::Tcp(socket, read) => {
                let whole = |read: &[u8]| {
                    let length = usize::from(u16::from_be_bytes(*read.first_chunk()?));
                    (read.len() >= 2 + length).then_some(length)
                };
                if whole(read).is_none() {
                    socket.set_read_timeout(Some(within)).unwrap();
                    let length = socket.read(buffer).ok()?;
                    read.extend_from_slice(&buffer[..length]);
                }
                let length = whole(read)?;
                buffer[..length].copy_from_slice(&read[2..2 + length]);
                read.drain(..2 + length);
                Some((length, socket.peer_addr().ok()?.as_socket()?))
            }
        }
    }

    pub(super) fn send(&mut self, to: SocketAddr, bytes: &[u8]) {
        match self {
            Self::Udp(socket) => drop(socket.send_to(bytes, to).unwrap()),
            Self::Tcp(socket, _) => {
                let length = u16::try_from(bytes.len()).unwrap().to_be_bytes();
                socket.write_all(&[&length[..], bytes].concat()).unwrap();
            }
        }
    }
}
