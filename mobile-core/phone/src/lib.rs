//! The phone's shell: sockets, disk and clock around the phone's core.
//!
//! [`Phone`] is what an app, the rehearsal and the tests hold. It carries out what
//! [`field_unit::FieldUnit`] decides, and drives an [`uplink::Uplink`] while the camera is on. It
//! holds no rules of its own: what an officer may do is decided in `field-unit`.

mod attachments;
mod boot_time;
mod call;
mod config;
mod dial;
mod door;
mod enrolment;
mod feed;
mod live;
mod notice;
mod phone;
mod running;
mod saving;
#[cfg(test)]
mod scripted_hall;
mod socket;
mod software_key;
mod store;
mod talk;
mod tls;

pub use attachments::NewAttachment;
pub use config::{NotAProxy, PhoneConfig, PhoneError};
pub use enrolment::{EnrolError, Enrolled, Enrolment, KeyFault, PhoneKey, Signing, enrol};
pub use feed::Listener;
pub use field_unit::{
    Cadence, Measurement, Notice as UnitNotice, Precision, ShownOrder, Talk as TalkShown, Tap,
};
pub use live::{GoLiveError, Live, LiveConfig, LiveEvent, NotOfCodec, Sound};
pub use notice::{Notice, Snapshot};
pub use phone::{
    AttachmentError, Phone, ProxyError, ReachError, ReportError, Stopped, TapError, Way, WayError, WriteError,
};
pub use protocol::api::{DrawnLine, NoWay, PushVendor};
pub use protocol::enrolment::QrFault;
pub use protocol::{OwnTalk, TalkEnd, TalkView, VoiceView};
pub use software_key::SoftwareKey;
pub use talk::{OpenTalkError, Talk};
pub use uplink::{UplinkState, VideoCodec};
