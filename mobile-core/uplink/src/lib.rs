//! A phone's live media: encoded frames and sound in, datagrams out.
//!
//! Publishes H.264 (RFC 6184) or H.265 (RFC 7798), and Opus (RFC 7587) over WebRTC (RFC 8825) to a media server found through WHIP
//! (RFC 9725), and tells the encoder what rate the network takes and when a key frame is wanted. Lost packets are
//! repeated (RFC 4588), the rate is estimated from transport-wide feedback, and sending is paced. Where a network lets no UDP
//! through, the same datagrams go over TCP (RFC 6544).
//!
//! [`Uplink`] is a machine: time and bytes are arguments, effects are values. It leaves the camera, the encoders, the
//! sockets, the clock and the WHIP request to its shell, and trying again to whoever sees it [`UplinkState::Closed`]:
//! an uplink serves one connection.

mod annex_b;
mod bitrate;
mod capture_clock;
mod key_frame_gate;
mod knocking;
mod messages;
mod proved;
mod sharing;
mod stills;
mod taken;
mod uplink;
mod video_codec;

pub use annex_b::Picture;
pub use messages::{Input, Output, Protocol, UplinkConfig, UplinkError, UplinkFault, UplinkState};
pub use sharing::MOST_LAYERS;
pub use uplink::Uplink;
pub use video_codec::VideoCodec;
