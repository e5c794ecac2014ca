//! How clients of the pretend world join a shard.

use std::net::SocketAddr;

use str0m::Rtc;
use str0m::change::{SdpAnswer, SdpPendingOffer};
use str0m::format::Codec;
use str0m::media::{Direction, MediaKind, Simulcast};

use super::client::{self, Client};
use super::{STREAM, World, forging};
use crate::{Input, OfferRefusal, Output, PeerAddress, PeerId};

impl World {
    /// Joins a publisher whose RTP starts at `seq`.
    pub(in crate::shard::tests) fn publish(&mut self, peer: u64, seq: u64) {
        self.join(peer, Direction::SendOnly, seq);
    }

    pub(in crate::shard::tests) fn watch(&mut self, peer: u64) {
        self.join(peer, Direction::RecvOnly, 0);
    }

    /// Joins a viewer whose offer is changed on its way.
    pub(in crate::shard::tests) fn watch_with(&mut self, peer: u64, change: impl FnOnce(String) -> String) {
        let (offer, accept) = self.offer(peer, Direction::RecvOnly, 0);
        let input = Input::Watched {
            peer: PeerId(peer),
            stream: STREAM,
            offer: &change(offer),
        };
        self.enter(peer, accept, input);
    }

    pub(super) fn join(&mut self, peer: u64, direction: Direction, seq: u64) {
        let (offer, accept) = self.offer(peer, direction, seq);
        let id = PeerId(peer);
        let input = match direction {
            Direction::SendOnly => Input::Published {
                peer: id,
                stream: STREAM,
                offer: &offer,
            },
            _ => Input::Watched {
                peer: id,
                stream: STREAM,
                offer: &offer,
            },
        };
        self.enter(peer, accept, input);
    }

    /// Gives the shard a client's offer and the client its answer.
    pub(super) fn enter(&mut self, peer: u64, accept: SdpPendingOffer, input: Input<'_>) {
        let now = self.now;
        self.joined().handle_input(now, input);
        self.drain_sfu();
        let answer = self.answer_to(peer).expect("the offer is answered");
        let ufrag = answer.lines().find_map(|line| line.strip_prefix("a=ice-ufrag:"));
        let client = self.clients.get_mut(&PeerId(peer)).unwrap();
        client.ufrag_at_shard = ufrag.unwrap().to_owned();
        client.answer.clone_from(&answer);
        let answer = SdpAnswer::from_sdp_string(&answer).unwrap();
        client.rtc.sdp_api().accept_answer(accept, answer).unwrap();
        self.settle_client(PeerId(peer));
    }

    /// Makes a client and its offer, without giving it to the shard.
    pub(in crate::shard::tests) fn offer(
        &mut self,
        peer: u64,
        direction: Direction,
        seq: u64,
    ) -> (String, SdpPendingOffer) {
        let kinds = [(MediaKind::Audio, None), (MediaKind::Video, None)];
        self.offer_of(peer, direction, seq, kinds)
    }

    /// Makes a client that offers these media sections.
    pub(super) fn offer_of(
        &mut self,
        peer: u64,
        direction: Direction,
        seq: u64,
        sections: impl IntoIterator<Item = (MediaKind, Option<Simulcast>)>,
    ) -> (String, SdpPendingOffer) {
        let at = SocketAddr::from(([10, 0, 1, u8::try_from(peer).unwrap()], 4_000));
        let protocol = self.protocol;
        let address = PeerAddress { protocol, at };
        let mut rtc = Rtc::builder()
            .set_rtp_mode(true)
            .set_crypto_provider(forging::crypto())
            .clear_codecs()
            .enable_opus(true, self.repeats_sound);
        for codec in self.speaks {
            rtc = match codec {
                Codec::H264 => rtc.enable_h264(true),
                Codec::Vp8 => rtc.enable_vp8(true),
                Codec::Vp9 => rtc.enable_vp9(true),
                Codec::Av1 => rtc.enable_av1(true),
                Codec::H265 => rtc.enable_h265(true),
                other => panic!("{other} is no video"),
            };
        }
        let mut rtc = rtc.build(self.now);
        rtc.add_local_candidate(client::candidate(address));
        let mut api = rtc.sdp_api();
        let (mut audio, mut videos) = (None, Vec::new());
        for (kind, simulcast) in sections {
            let mid = api.add_media(kind, direction, None, None, simulcast);
            match kind {
                MediaKind::Audio => audio = Some(mid),
                MediaKind::Video => videos.push(mid),
            }
        }
        let (offer, pending) = api.apply().unwrap();
        let client = Client {
            rtc,
            address,
            second: None,
            answer: String::new(),
            ufrag_at_shard: String::new(),
            video: videos.first().copied(),
            videos,
            audio,
            wake_at: self.now,
            connected_at: None,
            cut_off: false,
            received: Vec::new(),
            key_frame_requests: 0,
            seq,
            timestamp: u32::try_from(seq).unwrap().wrapping_mul(77_777),
            closed: false,
            keys: None,
        };
        self.clients.insert(PeerId(peer), client);
        (offer.to_sdp_string(), pending)
    }

    pub(in crate::shard::tests) fn answer_to(&mut self, peer: u64) -> Result<String, OfferRefusal> {
        let at = self
            .outputs
            .iter()
            .position(|output| matches!(output, Output::Answer { peer: answered, .. } if answered.0 == peer))
            .expect("an answer");
        match self.outputs.remove(at) {
            Output::Answer { result, .. } => result,
            other => panic!("not an answer: {other:?}"),
        }
    }
}
