//! One RTP stream's packets as whole frames.
//!
//! Packets that overtook each other are put in sequence within a window that is short in time, count and bytes. A
//! packet that does not come within it is lost: its frame is never handed out, pictures wait for the next key frame,
//! and the loss is told, so that nobody takes a damaged recording for a whole one. Sound that is repeated in later
//! packets (RFC 2198) is put back.
//!
//! It leaves asking for what was lost to the stream's owner; what arrives late by that is still in time here.

mod h264_units;
mod pictures;
mod sound;
mod vp8_partitions;
mod window;

use pictures::Pictures;
use sound::Sound;
use window::{Next, Window};

use crate::media::{Codec, Media, Track};

/// One RTP packet of one stream.
#[derive(Debug, Clone, Copy)]
pub struct Packet<'a> {
    /// What the payload holds, by the packet's payload type.
    pub codec: Codec,
    /// The sequence number, extended over its 16 bits.
    pub sequence: u64,
    /// The timestamp as it was sent.
    pub timestamp: u32,
    /// The marker bit.
    pub marker: bool,
    /// What follows the header, without padding; empty for a packet of padding alone.
    pub payload: &'a [u8],
    /// The hall's wall clock at arrival, in milliseconds since 1970.
    pub arrived_ms: i64,
}

/// Makes one RTP stream's packets into whole frames.
///
/// One stream is one SSRC: a layer of a simulcast has its own. A publisher that reconnects gets a new one.
#[derive(Debug, Default)]
pub struct Depacketiser {
    window: Window,
    pictures: Pictures,
    sound: Sound,
    /// Of the packet before.
    track: Option<Track>,
}

impl Depacketiser {
    /// One that has seen no packet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes a packet in; gives what became whole by it, in sequence.
    #[must_use]
    pub fn push(&mut self, packet: Packet<'_>) -> Vec<Media> {
        let mut whole = Vec::new();
        if self.window.passes(packet.sequence) {
            self.take(packet, &mut whole);
        } else {
            self.window.hold(packet);
        }
        self.drain(packet.arrived_ms, &mut whole);
        whole
    }

    /// Gives up on packets that should have come by now; gives what waited behind them.
    ///
    /// Without it, what waits does so until the next packet.
    #[must_use]
    pub fn expire(&mut self, now_ms: i64) -> Vec<Media> {
        let mut whole = Vec::new();
        self.drain(now_ms, &mut whole);
        whole
    }

    fn drain(&mut self, now_ms: i64, whole: &mut Vec<Media>) {
        while let Some(next) = self.window.next(now_ms) {
            match next {
                Next::Packet(held) => self.take(held.packet(), whole),
                Next::Lost => self.lose(whole),
            }
        }
    }

    fn take(&mut self, packet: Packet<'_>, whole: &mut Vec<Media>) {
        self.track = Some(packet.codec.track());
        match packet.codec {
            Codec::H264 | Codec::Vp8 => self.pictures.push(packet, whole),
            Codec::Opus | Codec::OpusRed => self.sound.push(packet, whole),
        }
    }

    fn lose(&mut self, whole: &mut Vec<Media>) {
        match self.track {
            Some(Track::Video) => self.pictures.lose(whole),
            Some(Track::Sound) => self.sound.lose(),
            None => {}
        }
    }
}

#[cfg(test)]
mod tests;
