//! How a client goes from one network to another.
//!
//! Under its credentials, it only has to be heard from there. With a restart of ICE (RFC 8445 section 9) it asks for new
//! ones first, by PATCH (RFC 9725 section 4.3.2); meanwhile the former network carries on, or is gone already.

use std::net::{SocketAddr, UdpSocket};
use std::time::Instant;

use anyhow::Context as _;
use str0m::{Candidate, IceCreds};

use super::{Client, socket};

/// More than the priority (RFC 8445 section 5.1.2) that the library gives a candidate.
const NEWER_PRIORITY: u32 = (126 << 24) | 0x00FF_FFFF;

/// Where a fragment of an offer belongs.
pub(super) fn about(offer: &str) -> String {
    let mut about = String::new();
    for prefix in ["a=group:", "m=", "a=mid:"] {
        if let Some(line) = offer.lines().find(|line| line.starts_with(prefix)) {
            about.push_str(line);
            about.push_str("\r\n");
        }
    }
    about
}

impl Client {
    /// Goes on from another port, as a phone does that has come to another network.
    pub(crate) fn move_on(&mut self) -> anyhow::Result<()> {
        self.open_another(false)?;
        let here = Candidate::host(self.address, "udp").context("naming the client's address")?;
        self.rtc.add_local_candidate(here);
        self.settle(Instant::now())?;
        // The agent looks at what it was told when it is woken.
        self.wake(Instant::now())
    }

    /// Comes to another network to restart ICE there; returns the fragment to ask with.
    pub(crate) fn begin_restart(&mut self, former_carries_on: bool) -> anyhow::Result<String> {
        self.open_another(former_carries_on)?;
        let credentials = IceCreds::new();
        let mut candidate = self.preferred()?;
        candidate.set_ufrag(&credentials.ufrag);
        let fragment = format!(
            "{}a=ice-ufrag:{}\r\na=ice-pwd:{}\r\na={}\r\na=end-of-candidates\r\n",
            self.about,
            credentials.ufrag,
            credentials.pass,
            candidate.to_sdp_string()
        );
        self.restarting = Some(credentials);
        Ok(fragment)
    }

    /// Takes the answer to that, and tries the path under the new credentials.
    pub(crate) fn restarted(&mut self, answer: &str) -> anyhow::Result<()> {
        let value = |prefix: &str| {
            let found = answer.lines().find_map(|line| line.strip_prefix(prefix));
            found.map(|value| value.trim_end().to_owned())
        };
        let ufrag = value("a=ice-ufrag:").context("the server's fragment has no a=ice-ufrag")?;
        let pass = value("a=ice-pwd:").context("the server's fragment has no a=ice-pwd")?;
        let ours = self.restarting.take().context("no restart was asked for")?;
        let here = self.preferred()?;
        let mut api = self.rtc.direct_api();
        api.set_local_ice_credentials(ours);
        api.set_remote_ice_credentials(IceCreds { ufrag, pass });
        self.rtc.add_local_candidate(here);
        self.settle(Instant::now())?;
        self.wake(Instant::now())
    }

    /// Reads what comes over the former network.
    pub(super) fn turn_former(&mut self, buffer: &mut [u8]) -> anyhow::Result<()> {
        while let Some((to, socket)) = &self.former {
            let to = *to;
            let Ok((length, from)) = socket.recv_from(buffer) else {
                break;
            };
            self.receive_at(Instant::now(), from, to, buffer.get(..length).unwrap_or_default())?;
        }
        Ok(())
    }

    /// Leaves the former network if the new one is in use; tells whether it did.
    pub(super) fn leaves_former(&mut self) -> anyhow::Result<bool> {
        if !self.has_moved {
            return Ok(false);
        }
        let Some((address, _)) = self.former.take() else {
            return Ok(false);
        };
        self.forget(address)?;
        Ok(true)
    }

    /// The socket of an address of the client.
    pub(super) fn socket_at(&self, source: SocketAddr) -> Option<&UdpSocket> {
        if source == self.address {
            return Some(&self.socket);
        }
        let former = self.former.as_ref();
        former
            .filter(|(address, _)| *address == source)
            .map(|(_, socket)| socket)
    }

    fn open_another(&mut self, former_carries_on: bool) -> anyhow::Result<()> {
        let former = std::mem::replace(&mut self.socket, socket()?);
        let left = std::mem::replace(&mut self.address, self.socket.local_addr()?);
        self.has_moved = false;
        self.moves += 1;
        if former_carries_on {
            self.former = Some((left, former));
            return Ok(());
        }
        self.forget(left)?;
        self.settle(Instant::now())
    }

    fn forget(&mut self, address: SocketAddr) -> anyhow::Result<()> {
        let left = Candidate::host(address, "udp").context("naming the client's former address")?;
        self.rtc.direct_api().invalidate_candidate(&left);
        Ok(())
    }

    /// The address of the client, preferred to any before it.
    fn preferred(&self) -> anyhow::Result<Candidate> {
        let (ip, port) = (self.address.ip(), self.address.port());
        let priority = NEWER_PRIORITY + self.moves;
        let line = format!("candidate:{port} 1 udp {priority} {ip} {port} typ host");
        Candidate::from_sdp_string(&line).context("naming the client's address")
    }
}
