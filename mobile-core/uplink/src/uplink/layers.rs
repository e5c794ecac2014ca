//! The layers of an uplink's picture (RFC 8853), each encoded apart.
//!
//! What is asked of each encoder is told here: its rate, its key frames, whether it is to work at all. It leaves how an
//! estimate is shared to `sharing`, when stills take the place of video to `stills`.

use std::time::Instant;

use str0m::media::{KeyframeRequest, Rid, Simulcast, SimulcastLayer};

use crate::key_frame_gate::KeyFrameGate;
use crate::messages::Output;
use crate::sharing::{MOST_LAYERS, Shares};

use super::Uplink;

/// How the layers are named to the server, the smallest first.
const NAMES: [&str; MOST_LAYERS] = ["l", "m", "h"];

/// One layer.
#[derive(Debug, Default)]
pub(super) struct Layer {
    /// A single one has none.
    pub(super) rid: Option<Rid>,
    pub(super) gate: KeyFrameGate,
    pub(super) parameter_sets: Vec<u8>,
}

/// Those of a picture.
pub(super) fn all(shares: &Shares) -> Vec<Layer> {
    if shares.count() == 1 {
        return vec![Layer::default()];
    }
    let named = NAMES.iter().take(shares.count());
    let layer = |name: &&str| Layer {
        rid: Some(Rid::from(*name)),
        ..Layer::default()
    };
    named.map(layer).collect()
}

/// What is offered of them, unless there is but one.
pub(super) fn offered(layers: &[Layer]) -> Option<Simulcast> {
    let names = NAMES.iter().take(layers.len());
    (layers.len() > 1).then(|| Simulcast {
        send: names.map(|name| SimulcastLayer::new(name)).collect(),
        recv: Vec::new(),
    })
}

impl Uplink {
    /// Notes that somebody watches a layer, or nobody any more.
    pub(super) fn layer_wanted(&mut self, now: Instant, layer: usize, wanted: bool) {
        self.shares.want(layer, wanted);
        if let Some(bps) = self.rate.asked() {
            self.share(now, bps);
        }
    }

    /// Keeps to the largest layer, for a server that takes but one.
    pub(super) fn keep_one_layer(&mut self) {
        for layer in 0..self.layers.len().saturating_sub(1) {
            self.shares.refuse(layer);
        }
        if let Some(only) = self.layers.last_mut() {
            only.rid = None;
        }
    }

    /// Shares so much among the layers, and tells their encoders.
    pub(super) fn share(&mut self, now: Instant, bps: u64) {
        for changed in self.shares.share(bps) {
            let layer = changed.layer;
            self.outputs.push_back(Output::SetBitrate {
                layer,
                bits_per_second: changed.bps,
            });
            if changed.starts {
                self.shut(now, layer);
            }
        }
    }

    /// Sends nothing more of a layer before its next key frame, which is asked for.
    pub(super) fn shut(&mut self, now: Instant, layer: usize) {
        let connected = self.state == crate::UplinkState::Connected;
        if let Some(known) = self.layers.get_mut(layer)
            && known.gate.shut(now)
            && connected
        {
            self.outputs.push_back(Output::KeyFrameWanted { layer });
        }
    }

    /// Passes on that somebody needs a key frame.
    pub(super) fn key_frame_wanted(&mut self, now: Instant, request: &KeyframeRequest) {
        let of = |layer: &Layer| layer.rid == request.rid;
        let Some(layer) = self.layers.iter().position(of) else {
            return;
        };
        self.want_key_frame(now, layer);
    }

    /// Asks a layer's encoder for a key frame, unless it was asked lately or is not to work.
    pub(super) fn want_key_frame(&mut self, now: Instant, layer: usize) {
        if !self.shares.runs(layer) || self.stills.are_on() && !self.stills.is_due(now) {
            return;
        }
        if self
            .layers
            .get_mut(layer)
            .is_some_and(|layer| layer.gate.want(now))
        {
            self.outputs.push_back(Output::KeyFrameWanted { layer });
        }
    }

    /// Goes on between video and stills, by what the network leaves to the picture.
    pub(super) fn weigh_stills(&mut self, now: Instant, left_bps: u64) {
        if self.video.is_none() || !self.stills.measured(now, left_bps) {
            return;
        }
        let on = self.stills.are_on();
        self.outputs.push_back(Output::StillsOnly { on });
        for layer in 0..self.layers.len() {
            if self.shares.runs(layer) {
                self.shut(now, layer);
            }
        }
    }

    /// Asks for the next still once it is due.
    pub(super) fn want_still(&mut self, now: Instant) {
        let first = (0..self.layers.len()).find(|layer| self.shares.runs(*layer));
        if self.stills.asks(now)
            && let Some(layer) = first
        {
            self.want_key_frame(now, layer);
        }
    }
}
