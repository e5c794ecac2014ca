//! How the telling of officers starts.

use dispatch::NoticeWanted;
use tokio::sync::{mpsc, watch};

use super::spawn;
use crate::desk::Desk;
use crate::health::Health;
use crate::notifier::{NoticeRule, Notifier};
use crate::store::Store;

/// Has what is wanted carried until the hall stops.
pub(super) async fn start_telling(
    rule: NoticeRule,
    store: &Store,
    desk: &Desk,
    wanted: mpsc::Receiver<NoticeWanted>,
    (health, stopping): (&Health, &watch::Receiver<bool>),
) -> anyhow::Result<Notifier> {
    let notifier = Notifier::new(store.clone(), desk.clone(), rule).await?;
    let telling = notifier.clone().run(wanted, stopping.clone());
    spawn(health, "the telling of officers", telling);
    Ok(notifier)
}
