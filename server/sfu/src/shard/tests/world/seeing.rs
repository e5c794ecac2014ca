//! What peers of the pretend world have seen.

use std::time::Instant;

use str0m::rtp::RtpPacket;

use super::World;
use crate::{PeerAddress, PeerId};

impl World {
    /// Where a peer is.
    pub(in crate::shard::tests) fn address(&self, peer: u64) -> PeerAddress {
        self.clients[&PeerId(peer)].address
    }

    pub(in crate::shard::tests) fn is_connected(&self, peer: u64) -> bool {
        self.clients[&PeerId(peer)].connected_at.is_some()
    }

    pub(in crate::shard::tests) fn is_closed(&self, peer: u64) -> bool {
        self.clients[&PeerId(peer)].closed
    }

    pub(in crate::shard::tests) fn key_frame_requests(&self, peer: u64) -> usize {
        self.clients[&PeerId(peer)].key_frame_requests
    }

    /// The video a viewer received: sequence number, timestamp, payload.
    pub(in crate::shard::tests) fn video(&self, peer: u64) -> Vec<(u64, u32, Vec<u8>)> {
        self.received(peer, true)
    }

    pub(in crate::shard::tests) fn audio(&self, peer: u64) -> Vec<(u64, u32, Vec<u8>)> {
        self.received(peer, false)
    }

    /// When a viewer was connected.
    pub(in crate::shard::tests) fn connected_at(&self, peer: u64) -> Instant {
        self.clients[&PeerId(peer)].connected_at.expect("connected")
    }

    /// When each packet of video reached a viewer.
    pub(in crate::shard::tests) fn video_arrivals(&self, peer: u64) -> Vec<Instant> {
        self.packets(peer, true).map(|packet| packet.timestamp).collect()
    }

    fn received(&self, peer: u64, video: bool) -> Vec<(u64, u32, Vec<u8>)> {
        let triple = |packet: &RtpPacket| (*packet.seq_no, packet.header.timestamp, packet.payload.to_vec());
        self.packets(peer, video).map(triple).collect()
    }

    pub(in crate::shard::tests) fn packets(
        &self,
        peer: u64,
        video: bool,
    ) -> impl Iterator<Item = &RtpPacket> {
        let client = &self.clients[&PeerId(peer)];
        let is_video = move |packet: &&RtpPacket| {
            let params = client
                .rtc
                .codec_config()
                .find(|params| [Some(params.pt()), params.red()].contains(&Some(packet.header.payload_type)));
            params.unwrap().spec().codec.is_video() == video
        };
        client.received.iter().filter(is_video)
    }
}
