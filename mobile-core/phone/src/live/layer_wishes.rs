//! Word of which layers of the picture anybody needs, for a connection.
//!
//! A connection begins with all of them, and a new one may begin while the hall speaks of the former: each is told anew. It
//! leaves what a layer that rests means to `uplink`.

use std::sync::Arc;

use tokio::sync::watch;

use crate::Snapshot;

/// What one connection has yet to be told.
pub(super) struct LayerWishes {
    snapshot: watch::Receiver<Arc<Snapshot>>,
    /// What it knows already.
    told: Vec<bool>,
}

impl LayerWishes {
    pub(super) fn new(snapshot: watch::Receiver<Arc<Snapshot>>) -> Self {
        let told = Vec::new();
        Self { snapshot, told }
    }

    /// Begins with another connection, which takes all layers to be needed.
    pub(super) fn begin(&mut self) {
        self.told.clear();
    }

    /// Waits for news: which layers are needed, those first, and which are not. Safe to cancel.
    pub(super) async fn next(&mut self, layers: usize) -> Vec<(usize, bool)> {
        loop {
            let wanted = self.snapshot.borrow_and_update().layers_wanted.clone();
            if wanted != self.told {
                let is_wanted = |layer| wanted.get(layer).copied().unwrap_or(true);
                let all = (0..layers).map(|layer| (layer, is_wanted(layer)));
                let (needed, rests): (Vec<_>, Vec<_>) = all.partition(|(_, wanted)| *wanted);
                self.told = wanted;
                return [needed, rests].concat();
            }
            if self.snapshot.changed().await.is_err() {
                std::future::pending::<()>().await;
            }
        }
    }
}
