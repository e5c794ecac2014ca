//! Word that the hall is reached again after it could not be.
//!
//! A hall that was started anew knows nothing of its old streams, and the media path alone takes its
//! time to find that out.

use std::sync::Arc;

use tokio::sync::watch;

use crate::Snapshot;

/// Tells when the phone reached the hall again.
pub(super) struct Returns {
    snapshot: watch::Receiver<Arc<Snapshot>>,
    away: bool,
}

impl Returns {
    pub(super) fn new(snapshot: watch::Receiver<Arc<Snapshot>>) -> Self {
        let away = !snapshot.borrow().online;
        Self { snapshot, away }
    }

    /// Waits for the next return. Safe to cancel.
    pub(super) async fn next(&mut self) {
        while self.snapshot.changed().await.is_ok() {
            let online = self.snapshot.borrow_and_update().online;
            if online && std::mem::take(&mut self.away) {
                return;
            }
            self.away = !online;
        }
        std::future::pending::<()>().await;
    }
}
