//! What a shard has counted since its start.
//!
//! Values are cumulative and copied out whole, so that a lost report costs nothing. It leaves names and units of
//! metrics to the shell.

use std::ops::AddAssign;

/// Cumulative counts; `peers`, `streams`, `ufrags` and `sources` are the present numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counters {
    /// Datagrams received.
    pub datagrams_in: u64,
    /// Bytes of the datagrams received.
    pub bytes_in: u64,
    /// Datagrams handed out for sending.
    pub datagrams_out: u64,
    /// Bytes of the datagrams handed out for sending.
    pub bytes_out: u64,
    /// Datagrams dropped because no authenticated check has registered their source.
    pub strangers_dropped: u64,
    /// Connectivity checks dropped because they failed authentication.
    pub checks_refused: u64,
    /// Datagrams of known peers that could not be taken in.
    pub datagrams_refused: u64,
    /// Peers present.
    pub peers: u64,
    /// Streams present, with or without a publisher.
    pub streams: u64,
    /// Username fragments by which peers are known.
    pub ufrags: u64,
    /// Addresses by which peers are known.
    pub sources: u64,
    /// Offers answered.
    pub offers_accepted: u64,
    /// Offers refused.
    pub offers_refused: u64,
    /// Peers that completed ICE and DTLS.
    pub peers_connected: u64,
    /// Peers dropped because their handling failed or panicked.
    pub peers_faulty: u64,
    /// Times a peer's packets began to go to another address.
    pub paths_moved: u64,
    /// RTP packets received from publishers.
    pub rtp_received: u64,
    /// RTP packets handed to subscribers.
    pub rtp_forwarded: u64,
    /// RTP packets a subscriber could not be given: no common codec, or older than a change of publisher.
    pub rtp_unforwardable: u64,
    /// Key frames asked for by subscribers.
    pub key_frames_wanted: u64,
    /// Key-frame requests sent to publishers.
    pub key_frame_requests: u64,
}

impl AddAssign for Counters {
    /// Adds another shard's.
    fn add_assign(&mut self, other: Self) {
        self.datagrams_in += other.datagrams_in;
        self.bytes_in += other.bytes_in;
        self.datagrams_out += other.datagrams_out;
        self.bytes_out += other.bytes_out;
        self.strangers_dropped += other.strangers_dropped;
        self.checks_refused += other.checks_refused;
        self.datagrams_refused += other.datagrams_refused;
        self.peers += other.peers;
        self.streams += other.streams;
        self.ufrags += other.ufrags;
        self.sources += other.sources;
        self.offers_accepted += other.offers_accepted;
        self.offers_refused += other.offers_refused;
        self.peers_connected += other.peers_connected;
        self.peers_faulty += other.peers_faulty;
        self.paths_moved += other.paths_moved;
        self.rtp_received += other.rtp_received;
        self.rtp_forwarded += other.rtp_forwarded;
        self.rtp_unforwardable += other.rtp_unforwardable;
        self.key_frames_wanted += other.key_frames_wanted;
        self.key_frame_requests += other.key_frame_requests;
    }
}
