//! Something of the network that takes its time to open: one at a time, the newest.

use std::future::Future;
use std::io;

use tokio::task::JoinHandle;

/// The one that is being opened, if any.
pub(super) struct Opening<Thing>(Option<JoinHandle<io::Result<Thing>>>);

impl<Thing> Default for Opening<Thing> {
    fn default() -> Self {
        Self(None)
    }
}

impl<Thing: Send + 'static> Opening<Thing> {
    /// Begins to open one; one that was being opened is given up.
    pub(super) fn begin(&mut self, open: impl Future<Output = io::Result<Thing>> + Send + 'static) {
        if let Some(former) = self.0.replace(tokio::spawn(open)) {
            former.abort();
        }
    }

    /// Waits for it. Safe to cancel.
    pub(super) async fn opened(&mut self) -> io::Result<Thing> {
        let Some(opening) = &mut self.0 else {
            return std::future::pending().await;
        };
        let opened = opening.await;
        self.0 = None;
        opened.unwrap_or_else(|broken| Err(io::Error::other(broken)))
    }
}

impl<Thing> Drop for Opening<Thing> {
    fn drop(&mut self) {
        if let Some(opening) = &self.0 {
            opening.abort();
        }
    }
}
