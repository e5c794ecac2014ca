//! How a packet in the clear is taken: as media, each of them once, or as the repair of one.

use std::time::Instant;

use str0m::format::PayloadParams;
use str0m::media::Pt;

use crate::codecs;
use crate::peer::Received;

use super::super::source::{Kind, Source};
use super::{Hearing, ORIGINAL};

impl Hearing {
    /// Takes a packet of media.
    pub(super) fn take(
        &mut self,
        now: Instant,
        codec: PayloadParams,
        packet: Received,
        payload: &[u8],
    ) -> Option<Received> {
        let Kind::Media(media) = &mut self.source(packet.ssrc)?.kind else {
            return None;
        };
        let highest = media.came.highest();
        if !media.came.note(packet.seq) {
            return None;
        }
        if codec.fb_nack() {
            // Where repairs have a source of their own, this one was only overtaken.
            let is_repair = codec.resend().is_none();
            match highest {
                Some(highest) if packet.seq > highest => {
                    media.missing.went_on(now, packet.seq, packet.seq - highest - 1);
                    if media.is_video && codecs::begins_anew(codec.spec().codec, payload) {
                        media.missing.forget_before(packet.seq);
                    }
                }
                Some(_) => media.missing.came(now, packet.seq, is_repair),
                None => {}
            }
        }
        Some(Received {
            payload: payload.into(),
            ..packet
        })
    }

    /// Gives a repair its place in the media.
    pub(super) fn restore(
        &mut self,
        now: Instant,
        at: usize,
        payload_type: Pt,
        packet: Received,
        payload: &[u8],
    ) -> Option<Received> {
        let ssrc = self.repaired_by(at)?;
        let (original, payload) = payload.split_first_chunk::<ORIGINAL>()?;
        let Kind::Media(media) = &mut self.source(ssrc)?.kind else {
            return None;
        };
        let highest = media.came.highest()?;
        let number = media.came.guess(u16::from_be_bytes(*original))?;
        // What is ahead of all that came is not the repair of anything that was asked for.
        if number > highest || !media.came.note(number) {
            return None;
        }
        media.missing.came(now, number, true);
        Some(Received {
            ssrc,
            payload_type,
            seq: number,
            payload: payload.into(),
            ..packet
        })
    }

    /// Finds out which source is repaired by another: its offer says so, or both name the same layer, or there is but one.
    pub(super) fn repaired_by(&mut self, at: usize) -> Option<u32> {
        let repairs = self.sources.get(at)?;
        if let Kind::Repairs(Some(known)) = repairs.kind {
            return Some(known);
        }
        let is_video = |source: &&Source| matches!(&source.kind, Kind::Media(media) if media.is_video);
        let mut candidates = self
            .sources
            .iter()
            .filter(is_video)
            .filter(|source| repairs.layer.is_none() || source.layer == repairs.layer);
        let found = candidates.next()?.ssrc;
        if candidates.next().is_some() {
            return None;
        }
        self.sources.get_mut(at)?.kind = Kind::Repairs(Some(found));
        Some(found)
    }
}
