//! What the pretend world has seen of an uplink.

use str0m::media::MediaData;

use super::World;
use crate::Output;

impl World {
    /// How much video waits in the uplink.
    pub(in crate::uplink::tests) fn waiting_bytes(&mut self) -> usize {
        let mid = self.uplink.video.unwrap();
        let mut api = self.uplink.rtc.direct_api();
        api.stream_tx_by_mid(mid, None)
            .unwrap()
            .queue_info()
            .unwrap()
            .byte_size()
    }

    pub(in crate::uplink::tests) fn video(&self) -> Vec<&MediaData> {
        self.received
            .iter()
            .filter(|data| data.params.spec().codec.is_video())
            .collect()
    }

    pub(in crate::uplink::tests) fn sound(&self) -> Vec<&MediaData> {
        self.received
            .iter()
            .filter(|data| data.params.spec().codec.is_audio())
            .collect()
    }

    /// The rate the encoder was last asked for.
    pub(in crate::uplink::tests) fn bitrate(&self) -> Option<u64> {
        self.bitrate_of(0)
    }

    /// The rate a layer's encoder was last asked for.
    pub(in crate::uplink::tests) fn bitrate_of(&self, asked: usize) -> Option<u64> {
        let asked = |output: &Output| match output {
            Output::SetBitrate {
                layer,
                bits_per_second,
            } if *layer == asked => Some(*bits_per_second),
            _ => None,
        };
        self.outputs.iter().rev().find_map(asked)
    }

    /// Whether a layer's encoder was asked for a key frame since this was last looked at.
    pub(in crate::uplink::tests) fn take_key_frame_wish(&mut self, layer: usize) -> bool {
        let wishes = self.count(&Output::KeyFrameWanted { layer });
        self.followed.insert(layer, wishes).unwrap_or(0) < wishes
    }

    /// The server asks for a key frame of a layer that it receives.
    pub(in crate::uplink::tests) fn request_key_frame_of(&mut self, name: &str) {
        let mid = self.video().last().expect("video was received").mid;
        let mut writer = self.server.writer(mid).unwrap();
        let kind = str0m::media::KeyframeRequestKind::Pli;
        writer.request_keyframe(Some(name.into()), kind).unwrap();
        self.settle_server();
    }

    pub(in crate::uplink::tests) fn count(&self, wanted: &Output) -> usize {
        self.outputs.iter().filter(|output| *output == wanted).count()
    }
}
