//! A source of ours: the media that one section of a viewer receives.

use std::time::{Duration, Instant};

use str0m::format::PayloadParams;
use str0m::media::Mid;

use super::reception::{Mark, Reception};
use super::repairs::Repairs;
use crate::ceiling::Carried;
use crate::numbered::Numbered;
use crate::rtcp::SenderReport;
use crate::rtp::{self, Header, Numbers};
use crate::srtp::{Srtp, Unsealed};

/// Room for a header with all its extensions, and the tag.
const OVERHEAD: usize = 80;

/// A line.
pub(crate) struct Line {
    mid: Mid,
    ssrc: u32,
    /// The source of repairs; none if the viewer takes none.
    repair_ssrc: Option<u32>,
    next_repair: u64,
    reception: Reception,
    codecs: Vec<PayloadParams>,
    clock_hz: u32,
    numbers: Numbers,
    repairs: Repairs,
    packets: u32,
    bytes: u32,
    newest: Option<(u32, Instant)>,
}

impl Line {
    /// Starts a line; `random` chooses the first number of its repairs.
    pub(crate) fn new(
        mid: Mid,
        ssrc: u32,
        repair_ssrc: Option<u32>,
        codecs: Vec<PayloadParams>,
        clock_hz: u32,
        numbers: Numbers,
        random: u32,
    ) -> Self {
        Self {
            mid,
            ssrc,
            repair_ssrc,
            next_repair: u64::from(random & 0x7FFF),
            reception: Reception::default(),
            codecs,
            clock_hz,
            numbers,
            repairs: Repairs::default(),
            packets: 0,
            bytes: 0,
            newest: None,
        }
    }

    pub(super) fn mid(&self) -> Mid {
        self.mid
    }

    pub(super) fn ssrc(&self) -> u32 {
        self.ssrc
    }

    pub(super) fn counts(&self) -> bool {
        self.numbers.counts()
    }

    /// Seals a packet; keeps its numbers if it may be asked for again.
    pub(super) fn send(
        &mut self,
        now: Instant,
        srtp: &mut Srtp,
        count: u16,
        numbered: Numbered,
    ) -> Result<Option<Vec<u8>>, Unsealed> {
        let packet = &numbered.packet;
        let header = header(&numbered, *numbered.payload_type, self.ssrc, numbered.seq);
        let datagram = self.seal(srtp, header, numbered.seq, count, &numbered, numbered.payload())?;
        self.packets = self.packets.wrapping_add(1);
        self.bytes = self
            .bytes
            .wrapping_add(u32::try_from(numbered.payload().len()).unwrap_or_default());
        // A late packet must not set the media's clock back.
        let is_newer =
            |&(newest, _): &(u32, Instant)| (1..1 << 31).contains(&numbered.timestamp.wrapping_sub(newest));
        if self.newest.as_ref().is_none_or(is_newer) {
            self.newest = Some((numbered.timestamp, now));
        }
        if self.repair_ssrc.is_some() && packet.is_video() {
            self.repairs.keep(now, numbered);
        }
        Ok(Some(datagram))
    }

    /// Seals a packet that is missing once more (RFC 4588): in a source of its own, behind its number in the other.
    pub(super) fn repair(
        &mut self,
        srtp: &mut Srtp,
        count: u16,
        numbered: &Numbered,
    ) -> Result<Option<Vec<u8>>, Unsealed> {
        let codec = self
            .codecs
            .iter()
            .find(|codec| codec.pt() == numbered.payload_type);
        let (Some(payload_type), Some(ssrc)) = (codec.and_then(PayloadParams::resend), self.repair_ssrc)
        else {
            return Ok(None);
        };
        let seq = self.next_repair;
        self.next_repair += 1;
        let header = header(numbered, *payload_type, ssrc, seq);
        let original = low_16(numbered.seq).to_be_bytes();
        let payload = [&original[..], numbered.payload()].concat();
        self.seal(srtp, header, seq, count, numbered, &payload).map(Some)
    }

    /// Finds those of the packets missing that are worth sending again.
    pub(super) fn find_missing(
        &mut self,
        now: Instant,
        round_trip: Duration,
        first: u16,
        more: u16,
        found: &mut Vec<Numbered>,
    ) {
        let others = (0..16_u16).filter(|bit| more >> bit & 1 == 1);
        let missing = std::iter::once(first).chain(others.map(|bit| first.wrapping_add(bit + 1)));
        found.extend(missing.filter_map(|seq| self.repairs.find(now, round_trip, seq)));
    }

    /// Takes note of what its viewer reports; returns what became of its packets of late, if it is video and can tell.
    pub(super) fn reported(&mut self, now: Instant, highest: u32, lost: u32) -> Option<Carried> {
        let is_video = |codec: &PayloadParams| codec.spec().codec.is_video();
        if !self.codecs.iter().any(is_video) {
            return None;
        }
        self.reception.note(Mark {
            at: now,
            highest,
            lost,
            bytes: self.bytes,
            repairs: self.next_repair,
        })
    }

    /// How far it has come, if it has begun.
    pub(super) fn report(&self, now: Instant, ntp: u64) -> Option<SenderReport> {
        let (timestamp, sent_at) = self.newest?;
        let since =
            now.saturating_duration_since(sent_at).as_micros() * u128::from(self.clock_hz) / 1_000_000;
        let since = u32::try_from(since & u128::from(u32::MAX)).unwrap_or_default();
        Some(SenderReport {
            ssrc: self.ssrc,
            ntp,
            timestamp: timestamp.wrapping_add(since),
            packets: self.packets,
            bytes: self.bytes,
        })
    }

    fn seal(
        &self,
        srtp: &mut Srtp,
        header: Header,
        seq: u64,
        count: u16,
        numbered: &Numbered,
        payload: &[u8],
    ) -> Result<Vec<u8>, Unsealed> {
        let mut datagram = Vec::with_capacity(OVERHEAD + payload.len());
        let mid = self.mid.as_bytes();
        rtp::write_header(
            &mut datagram,
            header,
            &self.numbers,
            mid,
            count,
            &numbered.packet.extensions,
        );
        srtp.seal_rtp(&mut datagram, header.ssrc, seq, payload)?;
        Ok(datagram)
    }
}

fn header(numbered: &Numbered, payload_type: u8, ssrc: u32, seq: u64) -> Header {
    Header {
        payload_type,
        marker: numbered.packet.marker,
        seq: low_16(seq),
        timestamp: numbered.timestamp,
        ssrc,
    }
}

#[expect(clippy::cast_possible_truncation, reason = "that is what goes onto the wire")]
fn low_16(seq: u64) -> u16 {
    seq as u16
}
