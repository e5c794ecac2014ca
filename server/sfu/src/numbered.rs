//! A packet with the numbers it has on one viewer's line.

use std::sync::Arc;

use str0m::media::{Mid, Pt};

use crate::publisher::Packet;

/// A packet on its way to one viewer; the packet itself is shared by all of them.
#[derive(Debug, Clone)]
pub(crate) struct Numbered {
    pub(crate) packet: Arc<Packet>,
    /// What is sent in place of the packet's own payload.
    pub(crate) instead: Option<Arc<[u8]>>,
    /// The media section it goes to.
    pub(crate) mid: Mid,
    pub(crate) payload_type: Pt,
    /// It counts on past 65,535.
    pub(crate) seq: u64,
    pub(crate) timestamp: u32,
    /// It was sent before, and is missing.
    pub(crate) is_repair: bool,
}

impl Numbered {
    /// What is sent.
    pub(crate) fn payload(&self) -> &Arc<[u8]> {
        self.instead.as_ref().unwrap_or(&self.packet.payload)
    }
}

#[cfg(test)]
pub(crate) mod tests;
