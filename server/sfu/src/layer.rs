//! One layer of a stream's video: its newest group of pictures, its requests, its rate.
//!
//! A stream sent once has one layer; simulcast (RFC 8853) has several, each a source of its own. A layer outlives the
//! publisher, so that a wish for a key frame reaches whoever publishes next. It leaves who gets which to `allocation`.

use std::time::Instant;

use str0m::format::CodecSpec;

use crate::allocation;
use crate::group::Group;
use crate::kept_picture::KeptPicture;
use crate::key_frames::KeyFrames;
use crate::publisher::Packet;
use crate::rate::{Price, Rate};
use crate::tap;

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
    /// What it takes while it is sent.
    price: Option<Price>,
    height: u16,
    /// What its newest packet was in.
    codec: Option<CodecSpec>,
}

impl Layer {
    /// Takes note of what a packet costs and shows.
    pub(crate) fn measure(&mut self, packet: &Packet) {
        self.rate.add(packet.arrived_at, packet.payload.len());
        self.height = packet.height.unwrap_or(self.height);
        self.codec = Some(packet.codec);
        // One that begins anew has the price it had before, until its rate has settled again.
        let known = |price: &Price| price.is_settled;
        if let Some(price) = self.rate.price(packet.arrived_at)
            && (price.is_settled || !self.price.as_ref().is_some_and(known))
        {
            self.price = Some(price);
        }
    }

    /// Takes another shard's word for what it takes and shows while it is sent.
    pub(crate) fn told(&mut self, known: allocation::Layer) {
        if known.bps > 0 && self.price.is_none() {
            self.price = Some(Price {
                bps: known.bps,
                is_settled: false,
            });
            self.height = known.height;
        }
    }

    /// Forgets what its publisher sent, though not what was wished of it.
    pub(crate) fn publisher_left(&mut self) {
        self.group.clear();
        self.kept = KeptPicture::default();
        self.key_frames.publisher_changed();
        self.rate = Rate::default();
        self.price = None;
        self.height = 0;
        self.codec = None;
    }

    /// The name of its codec, if it is forwarded but read by nobody here.
    pub(crate) fn unreadable(&self) -> Option<&'static str> {
        tap::unreadable(self.codec?.codec)
    }

    /// The codec of its pictures, once one has come.
    pub(crate) fn codec(&self) -> Option<CodecSpec> {
        self.codec
    }

    /// Tells whether it is being sent.
    pub(crate) fn is_sent(&self, now: Instant) -> bool {
        self.rate.bps(now) > 0
    }

    /// Whether it has been sent for long enough to know what it takes.
    pub(crate) fn is_known(&self) -> bool {
        self.price.is_some()
    }

    /// What it costs and shows at present.
    pub(crate) fn present(&self, now: Instant) -> allocation::Layer {
        // What has just begun is not judged by its key frame alone.
        let bps = if self.is_sent(now) {
            self.expected(now).bps
        } else {
            0
        };
        allocation::Layer {
            bps,
            height: self.height,
        }
    }

    /// What it costs and shows while it is sent; no bits at all if it never was.
    pub(crate) fn expected(&self, now: Instant) -> allocation::Layer {
        let price = self.price.map(|price| price.bps.max(1));
        allocation::Layer {
            bps: price.unwrap_or_else(|| self.rate.bps(now)),
            height: self.height,
        }
    }
}
