//! What peers of the pretend world send: pictures, sound, wishes.

use str0m::format::{Codec, PayloadParams};
use str0m::media::KeyframeRequestKind;
use str0m::rtp::{RedEncoder, RedundantBlock, RtpWrite};

use super::World;
use crate::PeerId;

impl World {
    /// Sends a key frame of three packets: parameter sets, then a picture in two parts.
    pub(in crate::shard::tests) fn send_key_frame(&mut self, peer: u64) {
        self.begin_picture(peer);
        self.send_video(peer, &[0x67, 0x42, 0xe0, 0x1f], false);
        self.send_video(peer, &[0x7c, 0x85, 1, 2, 3], false);
        self.send_video(peer, &[0x7c, 0x45, 4, 5, 6], true);
    }

    pub(in crate::shard::tests) fn send_delta_frame(&mut self, peer: u64) {
        self.begin_picture(peer);
        self.send_video(peer, &[0x41, 9, 9, 9], true);
    }

    /// Moves a publisher's clock on to its next picture.
    pub(in crate::shard::tests) fn begin_picture(&mut self, peer: u64) {
        let client = self.clients.get_mut(&PeerId(peer)).unwrap();
        client.timestamp = client.timestamp.wrapping_add(3_000);
    }

    pub(in crate::shard::tests) fn send_video(&mut self, peer: u64, payload: &[u8], marker: bool) {
        self.send_coded(peer, Codec::H264, payload, marker);
    }

    /// Sends a packet of video in a codec; H.264 in the phones' profile.
    pub(in crate::shard::tests) fn send_coded(
        &mut self,
        peer: u64,
        codec: Codec,
        payload: &[u8],
        marker: bool,
    ) {
        let client = self.clients.get_mut(&PeerId(peer)).unwrap();
        client.seq += 1;
        let sent = |params: &&PayloadParams| {
            let format = params.spec().format;
            params.spec().codec == codec && [None, Some(0x42_e01f)].contains(&format.profile_level_id)
        };
        let pt = client.rtc.codec_config().params().iter().find(sent).unwrap().pt();
        let packet = RtpWrite::new(pt, client.seq.into(), client.timestamp, self.now, payload).marker(marker);
        let mid = client.video.unwrap();
        client
            .rtc
            .direct_api()
            .stream_tx_by_mid(mid, None)
            .unwrap()
            .write_rtp(packet.nackable(true));
        self.settle_client(PeerId(peer));
    }

    /// Sends the `n`-th piece of sound with the two before it (RFC 2198), unless it is to be lost.
    pub(in crate::shard::tests) fn send_redundant_audio(&mut self, peer: u64, n: u32, lost: bool) {
        let client = self.clients.get_mut(&PeerId(peer)).unwrap();
        client.seq += 1;
        let params = client.rtc.codec_config().params();
        let opus = params
            .iter()
            .find(|params| params.spec().codec == Codec::Opus)
            .unwrap();
        let (number, redundant) = (*opus.pt(), opus.red().expect("redundancy was agreed on"));
        let piece = |n: u32| n.to_be_bytes().repeat(10);
        let earlier: Vec<_> = (1..=n.min(2))
            .rev()
            .map(|back| RedundantBlock {
                pt: number,
                timestamp_offset: back * 960,
                payload: piece(n - back),
            })
            .collect();
        let payload = RedEncoder::encode(number, &piece(n), &earlier);
        if lost {
            return;
        }
        let packet = RtpWrite::new(redundant, client.seq.into(), n * 960, self.now, payload).nackable(false);
        let mid = client.audio.unwrap();
        let mut api = client.rtc.direct_api();
        api.stream_tx_by_mid(mid, None).unwrap().write_rtp(packet);
        client.rtc.handle_input(str0m::Input::Timeout(self.now)).unwrap();
        self.settle_client(PeerId(peer));
    }

    pub(in crate::shard::tests) fn send_audio(&mut self, peer: u64, payload: &[u8]) {
        let client = self.clients.get_mut(&PeerId(peer)).unwrap();
        client.seq += 1;
        let pt = client
            .rtc
            .codec_config()
            .find(|params| params.spec().codec == Codec::Opus)
            .unwrap()
            .pt();
        let packet = RtpWrite::new(pt, client.seq.into(), client.timestamp, self.now, payload);
        let mid = client.audio.unwrap();
        client
            .rtc
            .direct_api()
            .stream_tx_by_mid(mid, None)
            .unwrap()
            .write_rtp(packet);
        self.settle_client(PeerId(peer));
    }

    /// A viewer says that its picture is broken.
    pub(in crate::shard::tests) fn lose_picture(&mut self, peer: u64) {
        let client = self.clients.get_mut(&PeerId(peer)).unwrap();
        let mid = client.video.unwrap();
        let mut api = client.rtc.direct_api();
        api.stream_rx_by_mid(mid, None)
            .expect("video was received")
            .request_keyframe(KeyframeRequestKind::Pli);
        self.settle_client(PeerId(peer));
    }
}
