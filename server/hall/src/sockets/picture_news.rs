//! What a phone has yet to hear of its picture.
//!
//! Whether the camera is needed is told at once, since somebody waits; who watches at most once a second, since a wall that
//! is rearranged changes it often.

use std::time::Duration;

use protocol::ToUnit;
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};

use crate::live::Picture;

/// How often a phone hears who watches, at most.
const WATCHERS_EVERY: Duration = Duration::from_secs(1);

/// The news of one phone's picture.
pub(super) struct PictureNews {
    picture: watch::Receiver<Picture>,
    /// What the phone knows.
    told: Picture,
    watchers_at: Instant,
}

impl PictureNews {
    /// Begins with a phone that knows nothing yet.
    pub(super) fn new(picture: watch::Receiver<Picture>) -> Self {
        Self {
            picture,
            told: Picture::default(),
            watchers_at: Instant::now(),
        }
    }

    /// Waits for the next news. Safe to cancel.
    pub(super) async fn next(&mut self) -> ToUnit {
        loop {
            let Picture { needed, watchers } = self.picture.borrow_and_update().clone();
            if needed != self.told.needed {
                self.told.needed = needed;
                return ToUnit::CameraNeeded { needed };
            }
            let others = watchers != self.told.watchers;
            if others && self.watchers_at <= Instant::now() {
                self.watchers_at = Instant::now() + WATCHERS_EVERY;
                self.told.watchers.clone_from(&watchers);
                return ToUnit::WatchedBy { watchers };
            }
            tokio::select! {
                changed = self.picture.changed() => if changed.is_err() {
                    // The hall is ending, and says so elsewhere.
                    std::future::pending::<()>().await;
                },
                () = sleep_until(self.watchers_at), if others => {}
            }
        }
    }
}

#[cfg(test)]
mod tests;
