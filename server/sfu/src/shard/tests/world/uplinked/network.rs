//! The network of a phone of the pretend world: what it lets through, and the connections over it.

use std::net::SocketAddr;
use std::time::Instant;

use uplink::{Input as UplinkInput, Protocol as Carrier};

use super::super::{LATENCY, World};
use crate::{PeerAddress, Protocol};

pub(in crate::shard::tests) struct Network {
    /// Where its UDP sockets are.
    sockets: Vec<SocketAddr>,
    /// Where its connections are.
    pub(in crate::shard::tests) connections: Vec<SocketAddr>,
    /// Nothing gets through by UDP.
    pub(in crate::shard::tests) no_udp: bool,
    /// Nothing gets through by TCP.
    pub(in crate::shard::tests) no_tcp: bool,
    /// Connections that carry nothing any more.
    pub(in crate::shard::tests) dead: Vec<SocketAddr>,
    /// The connection that is being opened: when it is, and where to.
    opening: Option<(Instant, SocketAddr)>,
    /// How many were asked for.
    pub(in crate::shard::tests) asked: u16,
    /// What media were last sent by.
    pub(in crate::shard::tests) media_by: Option<Protocol>,
}

impl Network {
    pub(super) fn new(at: SocketAddr) -> Self {
        Self {
            sockets: vec![at],
            connections: Vec::new(),
            no_udp: false,
            no_tcp: false,
            dead: Vec::new(),
            opening: None,
            media_by: None,
            asked: 0,
        }
    }

    pub(super) fn wake_at(&self) -> Option<Instant> {
        self.opening.map(|(at, _)| at)
    }

    pub(super) fn is_at(&self, address: PeerAddress) -> bool {
        match address.protocol {
            Protocol::Udp => self.sockets.contains(&address.at),
            // Where one was, so that what is late is nobody else's.
            Protocol::Tcp => address.at.ip() == self.sockets[0].ip(),
        }
    }

    /// Whether a datagram gets through, from or to this address of the phone.
    pub(super) fn lets_through(&self, protocol: Protocol, at: SocketAddr) -> bool {
        match protocol {
            Protocol::Udp => !self.no_udp && self.sockets.contains(&at),
            Protocol::Tcp => !self.no_tcp && self.connections.contains(&at) && !self.dead.contains(&at),
        }
    }

    pub(super) fn open(&mut self, now: Instant, to: SocketAddr) {
        self.asked += 1;
        self.opening = Some((now + LATENCY * 2, to));
    }

    pub(super) fn leave(&mut self, protocol: Carrier, local: SocketAddr) {
        let open = match protocol {
            Carrier::Udp => &mut self.sockets,
            Carrier::Tcp => &mut self.connections,
        };
        let before = open.len();
        open.retain(|at| *at != local);
        assert_eq!(open.len() + 1, before, "left what was not open: {local}");
    }
}

impl World {
    pub(super) fn open_connections(&mut self) {
        let phone = self.phone.as_mut().expect("there is a phone");
        if let Some((_, to)) = phone.network.opening.take_if(|(at, _)| *at <= self.now) {
            let input = if phone.network.no_tcp {
                UplinkInput::TcpFailed
            } else {
                let local = SocketAddr::new(phone.network.sockets[0].ip(), 7_000 + phone.network.asked);
                phone.network.connections.push(local);
                UplinkInput::TcpOpened { local, to }
            };
            phone.uplink.handle_input(self.now, input);
        }
        self.drain_phone();
    }

    /// Breaks all connections of the phone.
    pub(in crate::shard::tests) fn break_connections(&mut self) {
        let phone = self.phone.as_mut().expect("there is a phone");
        for local in std::mem::take(&mut phone.network.connections) {
            phone
                .uplink
                .handle_input(self.now, UplinkInput::TcpLost { local });
        }
        self.drain_phone();
    }

    /// Puts the phone on another network, beside the former one.
    pub(in crate::shard::tests) fn move_phone(&mut self, port: u16) {
        let phone = self.phone.as_mut().expect("there is a phone");
        let local = SocketAddr::new(phone.network.sockets[0].ip(), port);
        phone.network.sockets.push(local);
        phone.uplink.handle_input(self.now, UplinkInput::Moved { local });
        self.drain_phone();
    }

    /// What the phone cannot even send.
    pub(in crate::shard::tests) fn refuse_udp(&mut self) {
        let phone = self.phone.as_mut().expect("there is a phone");
        phone.network.no_udp = true;
        let from = phone.network.sockets[0];
        phone.uplink.handle_input(self.now, UplinkInput::NotSent { from });
        self.drain_phone();
    }
}
