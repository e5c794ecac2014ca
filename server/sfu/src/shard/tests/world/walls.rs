//! Peers of the pretend world with more than one stream: walls with slots, publishers with layers.

use str0m::format::{Codec, PayloadParams};
use str0m::media::{Direction, MediaKind, Simulcast, SimulcastLayer};
use str0m::rtp::RtpWrite;

use super::{STREAM, World};
use crate::{Input, PeerId, Placement, SlotId, StreamKey};

impl World {
    /// Joins a publisher of another stream than the usual one.
    pub(in crate::shard::tests) fn publish_to(&mut self, peer: u64, stream: StreamKey, seq: u64) {
        let (offer, accept) = self.offer(peer, Direction::SendOnly, seq);
        let input = Input::Published {
            peer: PeerId(peer),
            stream,
            offer: &offer,
        };
        self.enter(peer, accept, input);
    }

    /// Joins a viewer of another stream than the usual one.
    pub(in crate::shard::tests) fn watch_this(&mut self, peer: u64, stream: StreamKey) {
        let (offer, accept) = self.offer(peer, Direction::RecvOnly, 0);
        let input = Input::Watched {
            peer: PeerId(peer),
            stream,
            offer: &offer,
        };
        self.enter(peer, accept, input);
    }

    /// Joins a viewer that wants the sound alone.
    pub(in crate::shard::tests) fn listen(&mut self, peer: u64) {
        let sections = [(MediaKind::Audio, None)];
        let (offer, accept) = self.offer_of(peer, Direction::RecvOnly, 0, sections);
        let input = Input::Watched {
            peer: PeerId(peer),
            stream: STREAM,
            offer: &offer,
        };
        self.enter(peer, accept, input);
    }

    /// Joins a publisher that hears others where it sends.
    pub(in crate::shard::tests) fn publish_hearing(&mut self, peer: u64, stream: StreamKey, seq: u64) {
        let (offer, accept) = self.offer(peer, Direction::SendRecv, seq);
        let input = Input::Published {
            peer: PeerId(peer),
            stream,
            offer: &offer,
        };
        self.enter(peer, accept, input);
    }

    /// Joins a publisher whose video has layers.
    pub(in crate::shard::tests) fn publish_layers(&mut self, peer: u64, rids: &[&str]) {
        self.publish_layers_to(peer, STREAM, rids);
    }

    /// The same of another stream than the usual one.
    pub(in crate::shard::tests) fn publish_layers_to(&mut self, peer: u64, stream: StreamKey, rids: &[&str]) {
        let layers = Simulcast {
            send: rids.iter().map(|rid| SimulcastLayer::new(rid)).collect(),
            recv: Vec::new(),
        };
        let sections = [(MediaKind::Video, Some(layers))];
        let (offer, accept) = self.offer_of(peer, Direction::SendOnly, 0, sections);
        assert!(offer.contains("a=simulcast:send"), "{offer}");
        let input = Input::Published {
            peer: PeerId(peer),
            stream,
            offer: &offer,
        };
        self.enter(peer, accept, input);
    }

    /// Joins a wall with so many slots.
    pub(in crate::shard::tests) fn join_wall(&mut self, peer: u64, slots: usize) {
        let sections = vec![(MediaKind::Video, None); slots];
        let (offer, accept) = self.offer_of(peer, Direction::RecvOnly, 0, sections);
        let input = Input::Joined {
            peer: PeerId(peer),
            offer: &offer,
        };
        self.enter(peer, accept, input);
    }

    /// Moves a stream into a slot, to be seen at a height, or empties the slot.
    pub(in crate::shard::tests) fn place(&mut self, peer: u64, slot: u8, shown: Option<(StreamKey, u16)>) {
        let placement = shown.map(|(stream, height)| Placement {
            stream,
            height,
            priority: 0,
        });
        let input = Input::Placed {
            peer: PeerId(peer),
            slot: SlotId(slot),
            placement,
        };
        let now = self.now;
        self.joined().handle_input(now, input);
        self.drain_sfu();
    }

    /// Sends a VP8 picture of one packet in a layer, which tells its height if it is a key frame.
    pub(in crate::shard::tests) fn send_in_layer(
        &mut self,
        peer: u64,
        rid: &str,
        height: u16,
        is_key_frame: bool,
    ) {
        let now = self.now;
        let client = self.clients.get_mut(&PeerId(peer)).unwrap();
        // Each layer counts its own packets: one for each picture.
        let seq = u64::from(client.timestamp / 3_000) + 1_000;
        let vp8 = |params: &&PayloadParams| params.spec().codec == Codec::Vp8;
        let pt = client.rtc.codec_config().params().iter().find(vp8).unwrap().pt();
        let [low, high] = height.to_le_bytes();
        let payload = if is_key_frame {
            vec![0x10, 0x10, 0, 0, 0x9D, 0x01, 0x2A, 0, 1, low, high]
        } else {
            [&[0x10, 0x11, low, high][..], &vec![7; usize::from(height)]].concat()
        };
        let packet = RtpWrite::new(pt, seq.into(), client.timestamp, now, payload).marker(true);
        let mid = client.video.unwrap();
        let mut api = client.rtc.direct_api();
        let stream = api.stream_tx_by_mid(mid, Some(rid.into())).unwrap();
        stream.write_rtp(packet.nackable(true));
        self.settle_client(PeerId(peer));
    }

    /// The video in a slot of a wall: sequence number, timestamp, payload.
    pub(in crate::shard::tests) fn shown(&mut self, peer: u64, slot: usize) -> Vec<(u64, u32, Vec<u8>)> {
        let client = self.clients.get_mut(&PeerId(peer)).unwrap();
        let mut api = client.rtc.direct_api();
        let mut shown = Vec::new();
        for packet in &client.received {
            let mid = api.stream_rx(&packet.header.ssrc).map(|stream| stream.mid());
            if mid == Some(client.videos[slot]) {
                shown.push((*packet.seq_no, packet.header.timestamp, packet.payload.to_vec()));
            }
        }
        shown
    }
}
