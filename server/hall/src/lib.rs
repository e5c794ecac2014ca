//! The server: HTTP, sockets, media, database and clock around the hall's machines.
//!
//! ```text
//! phones ── /ws/unit ──┐                          ┌── store: log, trails, people, photos
//! browsers ─ /ws/viewer┼─ desk ─ dispatch loop ───┤
//! anyone ─── /api/* ───┘   (record, commit, tell) └── feed ── viewers
//! cameras ── /whip, /whep ── live ── media loop (threads and ports of its own)
//! players ── /recordings ── archive ── recorder (its own threads, one file a stream)
//! ```
//!
//! Nothing is decided here: the machines decide, this crate carries. Desk, dispatch loop and media
//! loop exchange values only.

mod archive;
pub mod checklists;
mod clock;
pub mod config;
mod desk;
mod dispatch_loop;
mod drills;
mod feed;
mod flag;
mod hall;
mod health;
mod http;
mod ids;
mod learning;
mod listener;
mod live;
#[cfg(test)]
mod logged;
pub mod media_loop;
mod metrics;
mod notifier;
pub mod pages;
pub mod people;
mod promptness;
mod recorder;
mod recordings;
mod retention;
mod roads;
mod seat;
mod session_watch;
mod sockets;
mod state;
mod stills;
pub mod store;
mod talk;
pub mod tls;
mod turn;
mod turned_away;
mod way;

pub use clock::now;
pub use desk::{AskFault, Desk};
pub use hall::{Hall, HallOptions};
pub use media_loop::MediaPorts;
pub use notifier::{
    AppPushes, BadFcmAccount, BadGateway, BadPushService, FcmAccount, Gateway, HmsApp, MiApp, NoticeRule,
    PushServices, USUAL_BODY, USUAL_FCM_URL, USUAL_HMS_TOKEN_URL, USUAL_HMS_URL, USUAL_MI_URL, USUAL_TEXT,
};
pub use recordings::RecordingRule;
pub use turn::TurnServers;
