//! What a media loop has counted.

use std::ops::AddAssign;

use sfu::Counters;

/// Cumulative counts since the start, with the numbers present.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MediaCounters {
    /// What the shard has counted.
    pub forwarding: Counters,
    /// Datagrams the kernel would not take.
    pub sends_refused: u64,
    /// Events lost because nobody took them.
    pub events_lost: u64,
    /// Words from shard to shard lost because they came too fast.
    pub crossings_lost: u64,
    /// TCP connections open.
    pub tcp_connections: u64,
    /// TCP connections taken.
    pub tcp_accepted: u64,
    /// TCP connections not taken, because there were too many.
    pub tcp_turned_away: u64,
    /// TCP connections closed, because of what came on them or did not.
    pub tcp_hung_up: u64,
    /// Datagrams that a slow TCP connection had no room for.
    pub tcp_dropped: u64,
}

impl AddAssign for MediaCounters {
    /// Adds another shard's.
    fn add_assign(&mut self, other: Self) {
        self.forwarding += other.forwarding;
        self.sends_refused += other.sends_refused;
        self.events_lost += other.events_lost;
        self.crossings_lost += other.crossings_lost;
        self.tcp_connections += other.tcp_connections;
        self.tcp_accepted += other.tcp_accepted;
        self.tcp_turned_away += other.tcp_turned_away;
        self.tcp_hung_up += other.tcp_hung_up;
        self.tcp_dropped += other.tcp_dropped;
    }
}

impl MediaCounters {
    /// Every cumulative count with its name and meaning.
    pub fn named(&self) -> impl Iterator<Item = (&'static str, &'static str, u64)> {
        let sfu = &self.forwarding;
        [
            (
                "media_datagrams_received",
                "Datagrams received.",
                sfu.datagrams_in,
            ),
            (
                "media_bytes_received",
                "Bytes of the datagrams received.",
                sfu.bytes_in,
            ),
            ("media_datagrams_sent", "Datagrams sent.", sfu.datagrams_out),
            ("media_bytes_sent", "Bytes of the datagrams sent.", sfu.bytes_out),
            (
                "media_sends_refused",
                "Datagrams the kernel would not take.",
                self.sends_refused,
            ),
            (
                "media_strangers_dropped",
                "Datagrams from unregistered sources.",
                sfu.strangers_dropped,
            ),
            (
                "media_checks_refused",
                "Connectivity checks that failed authentication.",
                sfu.checks_refused,
            ),
            (
                "media_datagrams_refused",
                "Datagrams of known peers that made no sense.",
                sfu.datagrams_refused,
            ),
            ("media_offers_accepted", "Offers answered.", sfu.offers_accepted),
            ("media_offers_refused", "Offers refused.", sfu.offers_refused),
            (
                "media_peers_connected",
                "Peers that completed ICE and DTLS.",
                sfu.peers_connected,
            ),
            (
                "media_peers_faulty",
                "Peers dropped because their handling failed.",
                sfu.peers_faulty,
            ),
            (
                "media_paths_moved",
                "Times a peer moved to another address.",
                sfu.paths_moved,
            ),
            (
                "media_rtp_received",
                "RTP packets received from publishers.",
                sfu.rtp_received,
            ),
            (
                "media_rtp_forwarded",
                "RTP packets forwarded to viewers.",
                sfu.rtp_forwarded,
            ),
            (
                "media_rtp_unforwardable",
                "RTP packets a viewer could not be given.",
                sfu.rtp_unforwardable,
            ),
            (
                "media_key_frames_wanted",
                "Key frames asked for by viewers.",
                sfu.key_frames_wanted,
            ),
            (
                "media_key_frame_requests",
                "Key-frame requests sent to publishers.",
                sfu.key_frame_requests,
            ),
            (
                "media_events_lost",
                "Media events lost because nobody took them.",
                self.events_lost,
            ),
            (
                "media_crossings_lost",
                "Words from shard to shard lost because they came too fast.",
                self.crossings_lost,
            ),
        ]
        .into_iter()
        .chain(self.of_tcp())
    }

    /// Every present number with its name and meaning.
    pub fn present(&self) -> impl Iterator<Item = (&'static str, &'static str, u64)> {
        let sfu = &self.forwarding;
        [
            ("media_peers", "Peers present.", sfu.peers),
            (
                "media_streams",
                "Streams present, at each shard that has them.",
                sfu.streams,
            ),
            (
                "media_ufrags",
                "Username fragments by which peers are known.",
                sfu.ufrags,
            ),
            (
                "media_sources",
                "Addresses by which peers are known.",
                sfu.sources,
            ),
            (
                "media_tcp_connections",
                "TCP connections open at the media ports.",
                self.tcp_connections,
            ),
        ]
        .into_iter()
    }

    fn of_tcp(&self) -> [(&'static str, &'static str, u64); 4] {
        [
            (
                "media_tcp_accepted",
                "TCP connections taken by the media ports.",
                self.tcp_accepted,
            ),
            (
                "media_tcp_turned_away",
                "TCP connections not taken by the media ports, because there were too many.",
                self.tcp_turned_away,
            ),
            (
                "media_tcp_hung_up",
                "TCP connections closed by the media ports, because of what came on them or did not.",
                self.tcp_hung_up,
            ),
            (
                "media_tcp_dropped",
                "Datagrams that a slow TCP connection had no room for.",
                self.tcp_dropped,
            ),
        ]
    }
}
