//! How a peer comes to another path.
//!
//! It restarts ICE (RFC 8445 section 9), and its next path is tried beside the present one; or its packets come from another
//! address without a word, and what is proved to be from it there moves the path.

use std::time::Instant;

use str0m::IceCreds;

use crate::credentials::Ufrag;
use crate::fragment;
use crate::generations::Standing;
use crate::peer_address::{PeerAddress, Reached};

use super::{Broken, Outlet, Peer};

impl Peer {
    /// Takes note of the credentials that it was negotiated with.
    pub(crate) fn begun(mut self, offer: &str, answer: &str) -> Self {
        if let (Ok(remote), Ok(local)) = (fragment::credentials(offer), fragment::credentials(answer)) {
            self.generations.begin(local, remote);
        }
        self
    }

    /// All fragments of ours that its checks may name.
    pub(crate) fn ufrags(&self) -> impl Iterator<Item = Ufrag> + '_ {
        self.generations.ufrags()
    }

    /// Tells how credentials of it stand to those known.
    pub(crate) fn standing(&self, remote: &IceCreds) -> Standing {
        self.generations.standing(remote)
    }

    /// Lets it try a path under new credentials; returns a fragment of ours that is given up for them.
    pub(crate) fn restart(&mut self, ufrag: Ufrag, local: IceCreds, remote: IceCreds) -> Option<Ufrag> {
        self.generations.offer(ufrag, local, remote)
    }

    /// Takes in a connectivity check under the credentials that it names; tells whether it was authentic.
    pub(crate) fn check_in(
        &mut self,
        now: Instant,
        from: PeerAddress,
        local: Reached,
        bytes: &[u8],
        (ufrag, nominating): (Ufrag, bool),
        outlet: &mut Outlet<'_>,
    ) -> Result<bool, Broken> {
        let is_next = self.generations.lend(ufrag, &mut self.transport);
        let authentic = self.check(now, from, local, bytes, outlet)?;
        if is_next {
            if authentic && nominating {
                self.generations.turn();
            } else {
                self.generations.take_back(&mut self.transport);
            }
            let (transport, mut wire) = self.wire(outlet);
            transport.wake(now, &mut wire)?;
        }
        Ok(authentic)
    }

    /// Tells which fragment of ours is to be forgotten, if the peer has just nominated the path from an address under new
    /// credentials.
    pub(crate) fn take_retired(&mut self, from: PeerAddress) -> Option<Ufrag> {
        let retired = self.generations.take_retired()?;
        self.path.restarted(from);
        Some(retired)
    }
}
