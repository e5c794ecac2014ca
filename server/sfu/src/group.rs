//! The newest group of pictures of a stream: what a viewer who joins is shown at once.
//!
//! It begins with a key frame. Once it is longer than [`LONGEST`], larger than [`LARGEST`] or of more packets than
//! [`MOST_PACKETS`] it is let go, because catching up would take a viewer longer than a fresh key frame does. It leaves asking for one to `key_frames`.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::publisher::Packet;

/// How much time a group may span.
const LONGEST: Duration = Duration::from_secs(1);
/// How many bytes of payload a group may have.
const LARGEST: usize = 256 * 1024;
/// How many packets a group may have; filled as usual, it is too large long before.
const MOST_PACKETS: usize = 1_000;

/// The packets since the newest key frame, in their order of arrival.
#[derive(Debug, Default)]
pub(crate) struct Group {
    packets: Vec<Arc<Packet>>,
    began_at: Option<Instant>,
    bytes: usize,
}

impl Group {
    /// Takes note of a packet of video.
    pub(crate) fn add(&mut self, packet: &Arc<Packet>) {
        if packet.opens_key_frame {
            self.clear();
            self.began_at = Some(packet.arrived_at);
        }
        if self.began_at.is_none() {
            return;
        }
        self.bytes += packet.payload.len();
        let is_full = self.bytes > LARGEST || self.packets.len() >= MOST_PACKETS;
        if self.is_too_old(packet.arrived_at) || is_full {
            self.clear();
        } else {
            self.packets.push(Arc::clone(packet));
        }
    }

    /// Forgets everything.
    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }

    /// The packets a viewer who joins now is to be shown; none if a fresh key frame is quicker.
    pub(crate) fn to_join(&self, now: Instant) -> &[Arc<Packet>] {
        if self.is_too_old(now) { &[] } else { &self.packets }
    }

    fn is_too_old(&self, now: Instant) -> bool {
        self.began_at
            .is_some_and(|began_at| now.saturating_duration_since(began_at) > LONGEST)
    }
}

#[cfg(test)]
mod tests;
