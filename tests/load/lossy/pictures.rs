//! Which pictures a decoder could show, from the packets that came.
//!
//! A picture counts when all its packets are there and it can be decoded: it is a key frame, or follows one without a gap
//! (RFC 6184: the marker ends a picture; a key frame begins with its sequence parameter set).

use std::collections::BTreeMap;

/// Packets that may wait for a gap to be filled.
const MOST_WAITING: usize = 4_096;
/// H.264's sequence parameter set, and a packet that may hold one among others (RFC 6184 section 5.2).
const SEQUENCE_PARAMETERS: u8 = 7;
const AGGREGATE: u8 = 24;

/// What matters of a packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Packet {
    pub(super) timestamp: u32,
    /// It ends its picture.
    pub(super) is_last: bool,
    /// It begins a key frame.
    pub(super) begins_key_frame: bool,
    /// It holds nothing; it was sent to try the network.
    pub(super) is_empty: bool,
}

impl Packet {
    /// Reads an H.264 packet's payload.
    pub(super) fn of_h264(timestamp: u32, is_last: bool, payload: &[u8]) -> Self {
        let kind = |header: u8| header & 0x1F;
        let begins_key_frame = match payload {
            // A length of two bytes before each unit.
            [first, _, _, unit, ..] if kind(*first) == AGGREGATE => kind(*unit) == SEQUENCE_PARAMETERS,
            [first, ..] => kind(*first) == SEQUENCE_PARAMETERS,
            [] => false,
        };
        Self {
            timestamp,
            is_last,
            begins_key_frame,
            is_empty: payload.is_empty(),
        }
    }
}

/// A picture that can be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Picture {
    pub(super) timestamp: u32,
    pub(super) is_key_frame: bool,
}

/// The packets that wait.
#[derive(Debug, Default)]
pub(super) struct Pictures {
    waiting: BTreeMap<u64, Packet>,
    /// What the next picture begins with, once there was one.
    next: Option<u64>,
}

impl Pictures {
    /// Takes a packet by its extended sequence number; returns the pictures that can be shown now.
    pub(super) fn take(&mut self, number: u64, packet: Packet) -> Vec<Picture> {
        if self.next.is_some_and(|next| number < next) {
            return Vec::new();
        }
        self.waiting.insert(number, packet);
        if self.waiting.len() > MOST_WAITING {
            self.waiting.pop_first();
        }
        let mut shown = Vec::new();
        while let Some(picture) = self.follow().or_else(|| self.begin_anew()) {
            shown.push(picture);
        }
        shown
    }

    /// The picture after the latest one.
    fn follow(&mut self) -> Option<Picture> {
        self.show(self.next?)
    }

    /// The first whole key frame.
    fn begin_anew(&mut self) -> Option<Picture> {
        let starts = self.waiting.iter().filter(|(_, packet)| packet.begins_key_frame);
        let start = starts
            .map(|(&number, _)| number)
            .find(|&number| self.end_of(number).is_some())?;
        self.show(start)
    }

    fn show(&mut self, start: u64) -> Option<Picture> {
        let (last, timestamp) = self.end_of(start)?;
        let mut picture = self.waiting.range(start..=last);
        let is_key_frame = picture.any(|(_, packet)| packet.begins_key_frame);
        self.waiting = self.waiting.split_off(&(last + 1));
        self.next = Some(last + 1);
        Some(Picture {
            timestamp,
            is_key_frame,
        })
    }

    /// The last packet of the picture that begins here, with its timestamp, if all of it is there.
    fn end_of(&self, start: u64) -> Option<(u64, u32)> {
        let mut timestamp = None;
        for (expected, (&number, packet)) in (start..).zip(self.waiting.range(start..)) {
            if number != expected {
                return None;
            }
            if packet.is_empty {
                continue;
            }
            if *timestamp.get_or_insert(packet.timestamp) != packet.timestamp {
                // Another picture has begun, though none has ended.
                return Some((number - 1, timestamp?));
            }
            if packet.is_last {
                return Some((number, packet.timestamp));
            }
        }
        None
    }
}

#[cfg(test)]
mod tests;
