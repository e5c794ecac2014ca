//! The threads that the core runs on.
//!
//! Every phone has its own, so that an app that holds none runs none. They outlive whoever awaits them, and end at a
//! time of their own choosing: an app may let a phone go from any thread, its listeners' among them.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::runtime::{Builder, Handle, Runtime};
use tokio::sync::oneshot;

use crate::PhoneFault;
use crate::fault::chain;

/// One for the loop, one for a live picture; what blocks has threads beside them.
const THREADS: usize = 2;
/// A thread that writes to the disk has this long to end.
const END_WITHIN: Duration = Duration::from_secs(5);

/// The threads of one phone; they end when it is dropped.
pub(crate) struct CoreThreads {
    handle: Handle,
    runtime: Mutex<Option<Runtime>>,
}

impl CoreThreads {
    pub(crate) fn start() -> Result<Self, PhoneFault> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(THREADS)
            .thread_name("yike-core")
            .enable_all()
            .build()
            .map_err(|error| PhoneFault::System {
                detail: chain(&error),
            })?;
        Ok(Self {
            handle: runtime.handle().clone(),
            runtime: Mutex::new(Some(runtime)),
        })
    }

    /// The way onto them.
    pub(crate) const fn handle(&self) -> &Handle {
        &self.handle
    }

    /// Does something on them; it goes on if whoever awaits it does not.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl Future<Output = T> + Send + 'static,
    ) -> Result<T, PhoneFault> {
        match self.handle.spawn(work).await {
            Ok(done) => Ok(done),
            Err(broken) if broken.is_panic() => {
                tracing::error!("the core broke down while it was asked for something");
                Err(PhoneFault::System {
                    detail: "the core broke down".to_owned(),
                })
            }
            Err(_) => Err(PhoneFault::Stopped),
        }
    }

    /// Ends them; done when they have.
    pub(crate) async fn end(&self) {
        let Some(runtime) = self.take() else { return };
        let (done, ended) = oneshot::channel();
        // Waiting for threads blocks, and whoever awaits this may be one that must not.
        let waiting = std::thread::Builder::new().name("yike-core-end".to_owned());
        let begun = waiting.spawn(move || {
            runtime.shutdown_timeout(END_WITHIN);
            let _ = done.send(());
        });
        if begun.is_ok() {
            let _ = ended.await;
        }
    }

    fn take(&self) -> Option<Runtime> {
        self.runtime.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl Drop for CoreThreads {
    fn drop(&mut self) {
        if let Some(runtime) = self.take() {
            runtime.shutdown_background();
        }
    }
}
