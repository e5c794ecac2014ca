//! Packets of sound, in sequence, as Opus packets, with what was lost put back from its repetitions (RFC 2198).

use super::Packet;
use crate::media::{Codec, Media, SoundFrame, Track};
use crate::opus;

/// Makes packets in sequence into Opus packets.
#[derive(Debug, Default)]
pub(super) struct Sound {
    /// The timestamp that comes next if nothing is missing or left out.
    next: Option<u32>,
    /// Packets are missing since the one before.
    lost: bool,
}

impl Sound {
    pub(super) fn push(&mut self, packet: Packet<'_>, whole: &mut Vec<Media>) {
        let Some((repeated, primary)) = split(packet) else {
            return;
        };
        let Some(samples) = opus::samples(primary) else {
            return;
        };
        let mut frames = Vec::new();
        if let Some(mut next) = self.next.filter(|_| self.lost) {
            for (behind, data) in repeated {
                let timestamp = packet.timestamp.wrapping_sub(behind);
                let Some(samples) = opus::samples(data).filter(|_| is_from(next, timestamp)) else {
                    continue;
                };
                next = timestamp.wrapping_add(samples);
                frames.push(SoundFrame {
                    timestamp,
                    arrived_ms: packet.arrived_ms.saturating_sub(i64::from(behind / 48)),
                    data: data.to_vec(),
                });
            }
        }
        frames.push(SoundFrame {
            timestamp: packet.timestamp,
            arrived_ms: packet.arrived_ms,
            data: primary.to_vec(),
        });
        if self.lost && !self.is_followed_by(&frames) {
            whole.push(Media::Lost(Track::Sound));
        }
        self.lost = false;
        self.next = Some(packet.timestamp.wrapping_add(samples));
        whole.extend(frames.into_iter().map(Media::Sound));
    }

    /// Whether the frames play on from the one before without a hole.
    fn is_followed_by(&self, frames: &[SoundFrame]) -> bool {
        let mut next = self.next;
        frames.iter().all(|frame| {
            let follows = next.is_none_or(|next| next == frame.timestamp);
            next = opus::samples(&frame.data).map(|samples| frame.timestamp.wrapping_add(samples));
            follows
        })
    }

    /// Packets are missing before the next one.
    pub(super) fn lose(&mut self) {
        self.lost = true;
    }
}

/// Whether `timestamp` is `from` or less than half the circle behind it.
fn is_from(from: u32, timestamp: u32) -> bool {
    timestamp.wrapping_sub(from) < 1 << 31
}

/// The repeated Opus packets, oldest first, each with its distance in samples, then the packet's own.
type Repeated<'a> = Vec<(u32, &'a [u8])>;

/// `None` if the packet is broken or empty.
fn split(packet: Packet<'_>) -> Option<(Repeated<'_>, &[u8])> {
    if packet.codec != Codec::OpusRed {
        return Some((Vec::new(), packet.payload));
    }
    let mut rest = packet.payload;
    let mut headers = Vec::new();
    let own_type = loop {
        let (&first, behind) = rest.split_first()?;
        if first & 0x80 == 0 {
            rest = behind;
            break first;
        }
        let (&[_, high, middle, low], behind) = rest.split_first_chunk::<4>()?;
        let behind_by = u32::from(high) << 6 | u32::from(middle) >> 2;
        let length = usize::from(middle & 3) << 8 | usize::from(low);
        headers.push((first & 0x7F, behind_by, length));
        rest = behind;
    };
    let mut repeated = Vec::with_capacity(headers.len());
    for (payload_type, behind_by, length) in headers {
        let (data, behind) = rest.split_at_checked(length)?;
        if payload_type == own_type && behind_by > 0 {
            repeated.push((behind_by, data));
        }
        rest = behind;
    }
    repeated.sort_by_key(|&(behind_by, _)| std::cmp::Reverse(behind_by));
    Some((repeated, rest))
}
