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
        let asked = |output: &Output| match output {
            Output::SetBitrate { bits_per_second } => Some(*bits_per_second),
            _ => None,
        };
        self.outputs.iter().rev().find_map(asked)
    }

    pub(in crate::uplink::tests) fn count(&self, wanted: &Output) -> usize {
        self.outputs.iter().filter(|output| *output == wanted).count()
    }
}
