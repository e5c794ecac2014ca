//! How a peer of the pretend world restarts ICE.

use str0m::change::{SdpAnswer, SdpPendingOffer};

use super::World;
use super::client::candidate;
use crate::{Amendment, AmendmentRefusal, Input, Output, PeerAddress, PeerId};

impl World {
    /// Gives the shard a fragment of a peer, and takes out what comes of it.
    pub(in crate::shard::tests) fn amend(
        &mut self,
        peer: u64,
        fragment: &str,
    ) -> Result<Amendment, AmendmentRefusal> {
        let peer = PeerId(peer);
        self.sfu.handle_input(self.now, Input::Amended { peer, fragment });
        self.drain_sfu();
        let is_answer = |output: &Output| matches!(output, Output::AnswerAmendment { .. });
        let at = self.outputs.iter().position(is_answer).expect("an answer");
        match self.outputs.remove(at) {
            Output::AnswerAmendment {
                peer: answered,
                result,
            } if answered == peer => result,
            other => panic!("not for it: {other:?}"),
        }
    }

    /// What a peer sends to restart ICE.
    pub(in crate::shard::tests) fn restart_fragment(&mut self, peer: u64) -> (String, SdpPendingOffer) {
        let client = self.clients.get_mut(&PeerId(peer)).unwrap();
        let mut changes = client.rtc.sdp_api();
        changes.ice_restart(false);
        let (offer, pending) = changes.apply().unwrap();
        let offer = offer.to_sdp_string();
        let wanted = ["a=group:", "m=audio", "a=mid:", "a=ice-ufrag:", "a=ice-pwd:"];
        let lines = offer
            .lines()
            .filter(|line| wanted.iter().any(|start| line.starts_with(start)));
        (lined(lines), pending)
    }

    /// Lets a peer take the answer to its fragment in, on an interface of another network.
    pub(in crate::shard::tests) fn restarted(
        &mut self,
        peer: u64,
        pending: SdpPendingOffer,
        answer: &str,
        interface: &str,
    ) {
        let client = self.clients.get_mut(&PeerId(peer)).unwrap();
        let value = |prefix: &str| answer.lines().find(|line| line.starts_with(prefix)).unwrap();
        let replaced = client.answer.lines().map(|line| match line {
            line if line.starts_with("a=ice-ufrag:") => value("a=ice-ufrag:"),
            line if line.starts_with("a=ice-pwd:") => value("a=ice-pwd:"),
            line if line.starts_with("a=candidate:") => {
                let protocol = line.split(' ').nth(2);
                let same =
                    |told: &&str| told.starts_with("a=candidate:") && told.split(' ').nth(2) == protocol;
                answer.lines().find(same).unwrap()
            }
            line => line,
        });
        let whole = SdpAnswer::from_sdp_string(&lined(replaced)).unwrap();
        client.rtc.sdp_api().accept_answer(pending, whole).unwrap();
        let second = PeerAddress {
            at: interface.parse().unwrap(),
            ..client.address
        };
        client.second = Some(second);
        client.rtc.add_local_candidate(candidate(second));
        self.settle_client(PeerId(peer));
    }

    /// A check under the credentials that a peer was first answered with.
    pub(in crate::shard::tests) fn is_known_by_its_first_name(&mut self, peer: u64) -> bool {
        let before = self.sfu.counters().strangers_dropped;
        let bytes = self.forged_check(peer);
        let from = PeerAddress::udp("203.0.113.9:1".parse().unwrap());
        self.sfu
            .handle_input(self.now, Input::Datagram { from, bytes: &bytes });
        self.sfu.counters().strangers_dropped == before
    }

    /// The last SRTP that a peer sent.
    pub(in crate::shard::tests) fn last_datagram_of(&self, peer: u64) -> Option<Vec<u8>> {
        self.heard.get(&self.clients[&PeerId(peer)].address).cloned()
    }
}

fn lined<'a>(lines: impl Iterator<Item = &'a str>) -> String {
    lines.flat_map(|line| [line, "\r\n"]).collect()
}
