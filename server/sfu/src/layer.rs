//! One layer of a stream's video: its newest group of pictures, its requests, its rate.
//!
//! A stream sent once has one layer; simulcast (RFC 8853) has several, each a source of its own. A layer outlives the
//! publisher, so that a wish for a key frame reaches whoever publishes next. It leaves who gets which to `allocation`.

use std::time::Instant;

use crate::allocation;
use crate::group::Group;
use crate::kept_picture::KeptPicture;
use crate::key_frames::KeyFrames;
use crate::publisher::Packet;
use crate::rate::Rate;

/// A layer.
#[derive(Debug, Default)]
pub(crate) struct Layer {
    /// What a viewer who joins is shown.
    pub(crate) group: Group,
    /// What a still is made of.
    pub(crate) kept: KeptPicture,
    /// The requests to the publisher.
    pub(crate) key_frames: KeyFrames,
    rate: Rate,
    height: u16,
}

impl Layer {
    /// Takes note of what a packet costs and shows.
    pub(crate) fn measure(&mut self, packet: &Packet) {
        self.rate.add(packet.arrived_at, packet.payload.len());
        self.height = packet.height.unwrap_or(self.height);
    }

    /// Forgets what its publisher sent, though not what was wished of it.
    pub(crate) fn publisher_left(&mut self) {
        self.group.clear();
        self.kept = KeptPicture::default();
        self.key_frames.publisher_changed();
        self.rate = Rate::default();
        self.height = 0;
    }

    /// Tells whether it is being sent.
    pub(crate) fn is_sent(&self, now: Instant) -> bool {
        self.rate.bps(now) > 0
    }

    /// What it costs and shows.
    pub(crate) fn present(&self, now: Instant) -> allocation::Layer {
        allocation::Layer {
            bps: self.rate.bps(now),
            height: self.height,
        }
    }
}
