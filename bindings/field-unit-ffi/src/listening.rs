//! Telling an app what is new, from a thread that is its alone.
//!
//! What an app does in a call may take its time, or call back into the core; on the core's own threads that would hold
//! up the rest.

use phone::Phone;
use tokio::runtime::Handle;

use crate::fault::chain;
use crate::{AppFault, PhoneFault};

/// Starts a thread that calls `tell` with everything that `next` brings, until that is nothing.
pub(crate) fn tell<T: 'static>(
    threads: &Handle,
    name: &str,
    mut next: impl AsyncFnMut() -> Option<T> + Send + 'static,
    mut tell: impl FnMut(T) -> Result<(), AppFault> + Send + 'static,
) -> Result<(), PhoneFault> {
    let threads = threads.clone();
    let thread = std::thread::Builder::new().name(name.to_owned());
    let begun = thread.spawn(move || {
        while let Some(news) = threads.block_on(next()) {
            if let Err(thrown) = tell(news) {
                tracing::error!(%thrown, "the app's listener threw something");
            }
        }
    });
    begun.map(drop).map_err(|error| PhoneFault::System {
        detail: chain(&error),
    })
}

/// Waits until a phone was shut down, by whatever way.
pub(crate) async fn stopped(phone: &Phone) {
    let _ = phone.until(|_| false).await;
}
