//! Personal data is kept no longer than its rule says.
//!
//! What is past its rule is forgotten within the hour. The log stays: it is the proof of what was
//! decided, and holds neither trails nor pictures. Recordings have a rule of their own (`recordings`, `away`, `strays`).

use std::time::Duration;

use domain::Timestamp;
use tokio::sync::watch;

pub(crate) mod away;
pub(crate) mod recordings;
pub(crate) mod strays;

use crate::clock;
use crate::feed::Feed;
use crate::flag::raised;
use crate::store::{Store, StoreError};

/// How long it is known where a unit was.
const TRAILS_KEPT: Duration = Duration::from_hours(30 * 24);

/// How long a photo or sound note is kept after the end of the last order that names it in a report or message, or after it came if
/// none does.
const ATTACHMENTS_KEPT: Duration = Duration::from_hours(30 * 24);

/// How long is waited for the rest of something that has come in part.
const UPLOADS_KEPT: Duration = Duration::from_hours(24);

/// How often what is past its rule is looked for.
const LOOK_EVERY: Duration = Duration::from_hours(1);

/// Forgets what is past its rule, until the hall stops.
pub(crate) async fn run(store: Store, feed: Feed, stopping: watch::Receiver<bool>) {
    let mut rounds = Rounds::new(LOOK_EVERY, stopping);
    while rounds.next(std::future::pending()).await {
        let work = async {
            if let Err(error) = forget(&store, &feed, clock::now()).await {
                tracing::error!(error = %error, "what is past its rule could not be forgotten; it is tried again");
            }
        };
        rounds.work(work).await;
    }
}

/// Something that is done at once, then every so often, until the hall stops.
struct Rounds {
    look: tokio::time::Interval,
    stopping: watch::Receiver<bool>,
}

impl Rounds {
    fn new(often: Duration, stopping: watch::Receiver<bool>) -> Self {
        let mut look = tokio::time::interval(often);
        look.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        Self { look, stopping }
    }

    /// Waits for the next round, which comes with `early` if that is sooner; whether there is one.
    async fn next(&mut self, early: impl Future<Output = ()>) -> bool {
        tokio::select! {
            biased;
            () = raised(&mut self.stopping) => false,
            _ = self.look.tick() => true,
            () = early => true,
        }
    }

    /// Does what is to be done in a round; a hall that stops breaks it off.
    async fn work(&mut self, work: impl Future<Output = ()>) {
        tokio::select! {
            () = work => {}
            () = raised(&mut self.stopping) => {}
        }
    }
}

async fn forget(store: &Store, feed: &Feed, now: Timestamp) -> Result<(), StoreError> {
    let fixes = store.forget_fixes_before(now.before(TRAILS_KEPT)).await?;
    let since = now.before(ATTACHMENTS_KEPT);
    let attachments = store
        .forget_attachments_before(since, feed.attachments_since(since))
        .await?;
    let uploads = store.forget_uploads_before(now.before(UPLOADS_KEPT)).await?;
    if fixes > 0 || attachments > 0 || uploads > 0 {
        tracing::info!(fixes, attachments, uploads, "what is past its rule was forgotten");
    }
    Ok(())
}

#[cfg(test)]
mod tests;
