//! Files of recordings that the index knows nothing of, so that no other rule finds them.
//!
//! What becomes of them is `recorder`'s to know.

use std::time::{Duration, SystemTime};

use tokio::sync::watch;

use super::Rounds;
use super::recordings::DAY;
use crate::recorder::settle_strays;
use crate::recordings::RecordingRule;
use crate::store::Store;

/// How often they are looked for.
const LOOK_EVERY: Duration = DAY;

/// Settles them at once, then daily, until the hall stops.
pub(crate) async fn run(store: Store, rule: RecordingRule, stopping: watch::Receiver<bool>) {
    let kept_for = DAY * rule.days;
    let mut rounds = Rounds::new(LOOK_EVERY, stopping);
    while rounds.next(std::future::pending()).await {
        let work = async {
            if let Err(error) = settle_strays(&store, SystemTime::now(), kept_for).await {
                tracing::error!(%error, "files that the index of recordings does not know could not be looked for; it is tried again in a day");
            }
        };
        rounds.work(work).await;
    }
}
