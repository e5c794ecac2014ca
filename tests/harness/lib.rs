//! What stories are told with: a hall, phones, desks, viewers and a pretend network.
//!
//! Everything is real but the network, which can be slow, lossy or cut. Each wait has a deadline, so
//! that a story fails and never hangs.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a story that cannot go on fails where it stands"
)]

pub mod board;
pub mod desk;
pub mod district;
pub mod ffprobe;
pub mod filming;
pub mod native_voice;
pub mod past;
pub mod proxy;
pub mod pushes;
pub mod recorded_pushes;
pub mod relay;
pub mod running_hall;
pub mod running_phone;
pub mod socket;
pub mod talked_to;
pub mod talker;
pub mod telling_hall;
pub mod test_hall;
pub mod uploading;
pub mod viewer;
pub mod voice;
mod waiting;
pub mod wall;
pub mod watcher;

pub use desk::Desk;
pub use talked_to::TalkedTo;
pub use talker::Talker;
pub use test_hall::{Officer, TestHall};
pub use viewer::Viewer;

use std::time::Duration;

/// How long a story waits for something that should come soon: longer than a phone ever waits before it tries again.
pub const SOON: Duration = Duration::from_mins(1);

/// Says which cryptography this process uses; harmless when said again.
pub fn choose_cryptography() {
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
}

/// Asks again and again until there is an answer; panics when none comes soon.
pub async fn eventually<T, F: Future<Output = Option<T>>>(what: &str, mut look: impl FnMut() -> F) -> T {
    let deadline = tokio::time::Instant::now() + SOON;
    loop {
        if let Some(found) = look().await {
            return found;
        }
        assert!(
            tokio::time::Instant::now() < deadline,
            "did not come in time: {what}"
        );
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
