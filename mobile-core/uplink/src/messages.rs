//! What an uplink is told, as well as what it tells in turn.

use std::net::SocketAddr;
use std::time::{Duration, SystemTime};

use crate::video_codec::VideoCodec;

/// What carries datagrams.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Protocol {
    /// UDP.
    Udp,
    /// A TCP connection to the server (RFC 6544), its datagrams framed (RFC 4571).
    Tcp,
}

/// What an uplink is started with.
#[derive(Debug, Clone, Copy)]
pub struct UplinkConfig {
    /// The local address datagrams are sent from, of the interface in use; not the unspecified address.
    pub local: SocketAddr,
    /// What the encoders can make, the one they had best make first; nothing if no video is to be offered. The server's answer
    /// chooses: [`Uplink::codec`](crate::Uplink::codec).
    pub video: &'static [VideoCodec],
    /// Whether to offer sound.
    pub sound: bool,
    /// Whether to offer to hear the server's sound too, if sound is offered.
    pub hears: bool,
    /// How many layers the picture is offered in, 1 to 3 (RFC 8853): each encoded apart, in half the height of the next one.
    pub layers: usize,
    /// The most the encoder will be asked for, of all layers together, in bits per second.
    pub max_bitrate_bps: u64,
    /// What the hall's clock shows now, by which viewers judge how old a picture is.
    pub hall_time: SystemTime,
}

/// Why there is no uplink.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UplinkError {
    /// Neither video nor sound was asked for.
    #[error("neither video nor sound is to be sent")]
    NothingToSend,
    /// The local address is none others could answer to.
    #[error("the local address is unspecified, link-local or multicast")]
    LocalAddress,
    /// The offer could not be made.
    #[error("no offer could be made")]
    Offer,
}

/// What happened.
#[derive(Debug, Clone, Copy)]
pub enum Input<'a> {
    /// The media server answered the offer.
    Answered {
        /// Its SDP answer (RFC 8866).
        sdp: &'a str,
    },
    /// A datagram arrived.
    Datagram {
        /// By what.
        protocol: Protocol,
        /// Where it came from.
        from: SocketAddr,
        /// The local address it came to.
        to: SocketAddr,
        /// Its payload.
        bytes: &'a [u8],
    },
    /// A UDP datagram could not even be sent.
    NotSent {
        /// From this local address.
        from: SocketAddr,
    },
    /// A connection was opened for [`Output::OpenTcp`].
    TcpOpened {
        /// Its local address.
        local: SocketAddr,
        /// Where it leads.
        to: SocketAddr,
    },
    /// No connection could be opened for [`Output::OpenTcp`].
    TcpFailed,
    /// A connection broke, and is closed.
    TcpLost {
        /// Its local address.
        local: SocketAddr,
    },
    /// The phone is on another network, and has another local address there; the former one may still work.
    Moved {
        /// The local address, of the interface in use from now on; not the unspecified address.
        local: SocketAddr,
    },
    /// The media server answered the fragment of [`Output::Restart`].
    Restarted {
        /// Its fragment of SDP (RFC 8840).
        fragment: &'a str,
    },
    /// The encoder made a picture.
    VideoFrame {
        /// When it was taken, counted from one origin for video and sound.
        at: Duration,
        /// Its layer, counted from 0, the smallest.
        layer: usize,
        /// An access unit in Annex B form; parameter sets may come with it or before it.
        bytes: &'a [u8],
    },
    /// The encoder made a piece of sound.
    SoundFrame {
        /// When it was taken, counted from one origin for video and sound.
        at: Duration,
        /// How loud it is, if that was measured: 0 to 127 decibels below the loudest there is, 127 for silence (RFC 6464).
        level: Option<u8>,
        /// An Opus packet.
        bytes: &'a [u8],
    },
    /// The server said whether anybody watches a layer; at first all are watched.
    LayerWanted {
        /// The layer, counted from 0, the smallest.
        layer: usize,
        /// Whether anybody does.
        wanted: bool,
    },
    /// Sending is over.
    Stopped,
    /// The time of [`Uplink::poll_timeout`](crate::Uplink::poll_timeout) has come.
    Timeout,
}

/// What to do, or what to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Output {
    /// Send a datagram. One that a connection has no room for is dropped, media before anything else: late it does no good.
    Transmit {
        /// By what.
        protocol: Protocol,
        /// From which local address.
        from: SocketAddr,
        /// Where to.
        to: SocketAddr,
        /// Its payload.
        bytes: Vec<u8>,
    },
    /// Set the rate of a layer's video encoder.
    SetBitrate {
        /// The layer, counted from 0, the smallest.
        layer: usize,
        /// The rate, of all layers together at most the configured one; 0 if the layer is not to be encoded, because nobody
        /// watches it or the network has no room for it.
        bits_per_second: u64,
    },
    /// Make the next picture of a layer a key frame.
    KeyFrameWanted {
        /// The layer, counted from 0, the smallest.
        layer: usize,
    },
    /// Whether the network carries no video: while it does not, only a key frame that is asked for is sent, now and again, and
    /// nothing else needs to be encoded. Sound goes on.
    StillsOnly {
        /// Whether that is so.
        on: bool,
    },
    /// Play a piece of sound; they come in the order they were taken, each once.
    Play {
        /// When it was taken, counted from an origin of the server's.
        at: Duration,
        /// An Opus packet.
        bytes: Vec<u8>,
    },
    /// Open a TCP connection, from whichever local address leads there now; answered by one of [`Input::TcpOpened`] and
    /// [`Input::TcpFailed`], unless another one is asked for before, which takes its place.
    OpenTcp {
        /// Where to.
        to: SocketAddr,
    },
    /// Close the socket or the connection of a local address that is not used any more.
    Leave {
        /// Which of them.
        protocol: Protocol,
        /// The local address.
        local: SocketAddr,
    },
    /// Restart ICE: send this to the WHIP session by PATCH with `If-Match: *` (RFC 9725 section 4.3.2).
    Restart {
        /// A fragment of SDP (RFC 8840).
        fragment: String,
    },
    /// The connection is in another state.
    StateChanged(UplinkState),
}

/// How the connection is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UplinkState {
    /// An answer or a path is awaited; frames are dropped.
    Connecting,
    /// Frames are sent.
    Connected,
    /// The path is broken, which may pass; frames are dropped.
    Disconnected,
    /// It is over; see [`Uplink::fault`](crate::Uplink::fault) for why.
    Closed,
}

/// Why a connection ended by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum UplinkFault {
    /// The answer is not SDP, or does not fit the offer.
    #[error("the media server's answer does not fit the offer")]
    AnswerUnusable,
    /// The answer takes neither what was to be sent as video nor as sound.
    #[error("the media server takes no codec that was offered")]
    NoCommonCodec,
    /// There was no connection within fifteen seconds.
    #[error("there was no connection within fifteen seconds")]
    NeverConnected,
    /// The path was broken for twenty seconds.
    #[error("the path was broken for twenty seconds")]
    PathLost,
    /// The media server closed the connection.
    #[error("the media server closed the connection")]
    ClosedByServer,
    /// The transport failed.
    #[error("the transport failed")]
    Transport,
}
