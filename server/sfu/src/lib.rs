//! One shard of the selective forwarding unit: where each media packet goes.
//!
//! A publisher's RTP (RFC 3550) is forwarded on arrival to every subscriber of its stream, over WebRTC (RFC 8825):
//! ICE-lite (RFC 8445), DTLS-SRTP (RFC 5764), BUNDLE (RFC 9143) on one UDP port. A stream lives by its key, not by
//! its publisher: a phone that reconnects takes its own stream over and the viewers keep watching. Shards share nothing;
//! a stream watched at another shard than its own crosses over once.
//!
//! [`Sfu`] is a machine: time and bytes are arguments, effects are values. It leaves the sockets, the clock, the
//! threads and HTTP (WHIP, RFC 9725; WHEP) to its shell, and depacketising to whoever needs frames.
//!
//! A viewer gets at most eight packets a millisecond. The bandwidth towards a wall is estimated, to choose what each of
//! its slots gets; a viewer of one stream gets its largest layer, unless its reports tell that too much of that is lost.

mod allocation;
mod answer;
mod ceiling;
mod codecs;
mod counters;
mod credentials;
mod crossing;
mod deadlines;
mod demand;
mod demux;
mod epoch;
mod fate;
mod first_picture;
mod fragment;
mod generations;
mod group;
mod kept_picture;
mod key_frames;
mod layer;
mod layer_name;
mod layer_set;
mod messages;
mod numbered;
mod offer;
mod pacer;
mod path;
mod peer;
mod peer_address;
mod publisher;
mod rate;
mod redundancy;
mod rewrite;
mod rtcp;
mod rtp;
mod shard;
mod slot;
mod srtp;
mod stream;
mod subscriber;
mod tables;
mod tap;
mod transport;
mod voice;

pub use counters::Counters;
pub use crossing::{Among, Crossing, ShardId};
pub use demand::WantedLayers;
pub use epoch::Epoch;
pub use messages::{
    Amendment, AmendmentRefusal, Input, LeaveReason, Output, PeerId, Placement, SlotId, StreamKey,
};
pub use offer::OfferRefusal;
pub use peer_address::{PeerAddress, Protocol, Reached};
pub use shard::{Sfu, SfuConfig};
pub use tap::{CopiedCodec, CopiedPacket};
