//! How a peer amends what it offered: it restarts ICE when it is on another network.

use crate::fragment;
use crate::generations::Standing;
use crate::messages::{Amendment, AmendmentRefusal, Output, PeerId};

use super::Sfu;

impl Sfu {
    pub(super) fn amend(&mut self, id: PeerId, text: &str) {
        let result = self.amended(id, text);
        self.outputs
            .push_back(Output::AnswerAmendment { peer: id, result });
    }

    fn amended(&mut self, id: PeerId, text: &str) -> Result<Amendment, AmendmentRefusal> {
        let peer = self.peers.get_mut(&id).ok_or(AmendmentRefusal::UnknownPeer)?;
        let fragment = fragment::read(text)?;
        let ours = match peer.standing(&fragment.credentials) {
            Standing::Present => return Ok(Amendment::Nothing),
            Standing::Unknown => return Err(AmendmentRefusal::Unreadable),
            // Whoever did not hear the answer asks again.
            Standing::Next(ours) => ours,
            Standing::New => {
                let (ufrag, ours) = self.mint.credentials();
                if let Some(given_up) = peer.restart(ufrag, ours.clone(), fragment.credentials.clone()) {
                    self.demux.dismiss(given_up);
                }
                self.demux.admit(ufrag, id);
                ours
            }
        };
        let answer = fragment::answer(&fragment, &ours, self.ours.local);
        Ok(answer.map_or(Amendment::Nothing, Amendment::Restarted))
    }
}
