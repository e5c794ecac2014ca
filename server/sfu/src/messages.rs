//! What a shard is told, as well as what it tells in turn.
//!
//! Inputs are in the past tense, outputs imperative or events. Ids are chosen by the shell, so that a shard needs no
//! knowledge of units, users or rooms.

use crate::crossing::{Crossing, ShardId};
use crate::demand::WantedLayers;
use crate::offer::OfferRefusal;
use crate::peer_address::PeerAddress;
use crate::tap::CopiedPacket;

/// One peer connection, named by the shell; never used twice in a shard's life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PeerId(pub u64);

/// One unit's live media, which outlives any peer connection that publishes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StreamKey(pub u128);

/// One of a viewer's places for a stream, counted from 0 in the order of its media sections.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SlotId(pub u8);

/// A stream in a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placement {
    /// The stream.
    pub stream: StreamKey,
    /// The height of its tile in pixels of the screen; 0 while it is not seen, so that only sound is sent.
    pub height: u16,
    /// Which slots get bandwidth first: the higher, the earlier.
    pub priority: u8,
}

/// What happened.
#[derive(Debug, Clone, Copy)]
pub enum Input<'a> {
    /// A datagram arrived.
    Datagram {
        /// Where it came from.
        from: PeerAddress,
        /// Its payload.
        bytes: &'a [u8],
    },
    /// A publisher offered to send a stream (WHIP, RFC 9725); it takes the place of the stream's former publisher.
    Published {
        /// The new peer.
        peer: PeerId,
        /// The stream it sends.
        stream: StreamKey,
        /// Its SDP offer (RFC 8866), with all its candidates.
        offer: &'a str,
    },
    /// A viewer offered to receive a stream (WHEP), which need not have a publisher yet.
    Watched {
        /// The new peer.
        peer: PeerId,
        /// The stream it watches.
        stream: StreamKey,
        /// Its SDP offer (RFC 8866), with all its candidates.
        offer: &'a str,
    },
    /// A viewer offered to receive into several slots, all of them empty: a wall on one peer connection.
    Joined {
        /// The new peer.
        peer: PeerId,
        /// Its SDP offer (RFC 8866): the n-th section of video and the n-th of sound are slot n.
        offer: &'a str,
    },
    /// A stream was moved into a slot, or out of it: by a viewer, or by the hall into what a publisher hears.
    Placed {
        /// The viewer, or a publisher that hears others: its n-th section of sound that receives is slot n.
        peer: PeerId,
        /// The slot; one it does not have is ignored.
        slot: SlotId,
        /// What is in it from now on.
        placement: Option<Placement>,
    },
    /// A peer amended its offer by a fragment of SDP (RFC 8840): by candidates, or by fresh credentials that restart ICE.
    Amended {
        /// The peer.
        peer: PeerId,
        /// The fragment.
        fragment: &'a str,
    },
    /// Somebody in the hall, such as a recorder, wants a stream's packets themselves from now on, or no more; whoever wanted
    /// them before gets no more.
    Tapped {
        /// The stream, which need not have a publisher yet.
        stream: StreamKey,
        /// Whether they are wanted.
        on: bool,
    },
    /// Whoever taps a stream cannot go on without a key frame.
    TapStuck {
        /// The stream.
        stream: StreamKey,
    },
    /// Somebody wants one picture of a stream.
    StillWanted {
        /// The stream.
        stream: StreamKey,
    },
    /// A peer was asked to go, by itself or by the hall.
    Left {
        /// The peer.
        peer: PeerId,
    },
    /// Another shard said something of a stream.
    Crossed {
        /// The shard that said it.
        from: ShardId,
        /// What it said.
        crossing: &'a Crossing,
    },
    /// The time of [`Sfu::poll_timeout`](crate::Sfu::poll_timeout) has come.
    Timeout,
}

/// What to do, or what to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Output {
    /// Send a datagram.
    Transmit {
        /// Where to.
        to: PeerAddress,
        /// Its payload.
        bytes: Vec<u8>,
    },
    /// Answer an offer; given exactly once for each [`Input::Published`], [`Input::Watched`] or [`Input::Joined`].
    Answer {
        /// The peer that offered.
        peer: PeerId,
        /// The SDP answer, or why there is none. A refused peer does not exist afterwards.
        result: Result<String, OfferRefusal>,
    },
    /// Answer an amendment; given exactly once for each [`Input::Amended`].
    AnswerAmendment {
        /// The peer that amended its offer.
        peer: PeerId,
        /// What comes of it.
        result: Result<Amendment, AmendmentRefusal>,
    },
    /// Hand a packet to whoever taps the stream: all of its sound, the best layer of its video.
    Copy {
        /// The stream.
        stream: StreamKey,
        /// The packet.
        packet: CopiedPacket,
    },
    /// Make a picture of this whole key frame; given for [`Input::StillWanted`], at once if one has just been, or else
    /// when the next one has come.
    Still {
        /// The stream.
        stream: StreamKey,
        /// Its packets in sequence.
        packets: Vec<CopiedPacket>,
    },
    /// A still is wanted of a stream, or it is tapped, whose video is in a codec that nobody here reads: it is forwarded as it
    /// is, so there will be neither [`Output::Still`] nor an [`Output::Copy`] of its video. Given once for each, and anew for
    /// another publisher.
    Unreadable {
        /// The stream.
        stream: StreamKey,
        /// The codec's name.
        codec: &'static str,
    },
    /// Nothing of the video in a viewer's slot is sent to it, because its offer does not take the codec; or, without one, it
    /// takes what comes now. Given once for each, and taken back without a word by another stream in the slot.
    Undecodable {
        /// The viewer.
        peer: PeerId,
        /// The slot.
        slot: SlotId,
        /// The stream in it.
        stream: StreamKey,
        /// The codec's name.
        codec: Option<&'static str>,
    },
    /// Say something to another shard. Any of it may be lost; a queue that is full should drop the newest.
    Cross {
        /// The shard to say it to.
        to: ShardId,
        /// What to say.
        crossing: Crossing,
    },
    /// The first complete key frame of a publisher's video has arrived.
    StreamStarted {
        /// The stream.
        stream: StreamKey,
        /// Its publisher.
        peer: PeerId,
    },
    /// A stream that had started has lost its publisher.
    StreamStopped {
        /// The stream.
        stream: StreamKey,
        /// The publisher it lost.
        peer: PeerId,
        /// Why.
        reason: LeaveReason,
    },
    /// There is a voice in a stream's sound; told again and again while there is.
    VoiceHeard {
        /// The stream.
        stream: StreamKey,
        /// Its publisher.
        peer: PeerId,
        /// Whether it stands out of the noise around it: somebody speaks there.
        stands_out: bool,
    },
    /// Other layers of a publisher's video are needed than before; at first all are. It should send no others.
    LayersWanted {
        /// The stream.
        stream: StreamKey,
        /// Its publisher.
        peer: PeerId,
        /// Which.
        layers: WantedLayers,
    },
    /// A peer is gone; nothing more is heard of it.
    PeerLeft {
        /// The peer.
        peer: PeerId,
        /// Why.
        reason: LeaveReason,
    },
}

/// What comes of an amendment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Amendment {
    /// ICE restarts: the fragment to answer with. The former path carries on until the peer nominates one under the new
    /// credentials.
    Restarted(String),
    /// Nothing: whence a peer's checks come tells its candidates.
    Nothing,
}

/// Why an amendment is refused; the connection goes on as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AmendmentRefusal {
    /// The peer is gone.
    #[error("this media session is over; offer anew")]
    UnknownPeer,
    /// Its present credentials are not known, so that nothing could be tried beside them.
    #[error(
        "the offer of this media session gave no a=ice-ufrag and a=ice-pwd that all its media sections share, so it cannot restart ICE; offer anew"
    )]
    Unreadable,
    /// It gives no credentials.
    #[error("the fragment lacks a=ice-ufrag or a=ice-pwd; send both")]
    NoCredentials,
    /// Its credentials are malformed, or differ between media sections.
    #[error(
        "a=ice-ufrag has 4 to 256 and a=ice-pwd 22 to 256 letters, digits, + or /, the same in each media section; send those of the new description"
    )]
    Credentials,
}

/// Why a peer is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LeaveReason {
    /// The shell asked for it.
    Asked,
    /// The peer closed its DTLS association.
    Closed,
    /// Another publisher took the stream over.
    Replaced,
    /// It did not connect within fifteen seconds of its offer.
    NeverConnected,
    /// It has sent no authenticated connectivity check for twenty seconds (compare RFC 7675).
    Silent,
    /// Its transport failed beyond repair, or its handling panicked.
    Faulty,
}
