//! Telling an app what is new, from a thread that is its alone.
//!
//! What an app does in a call may take its time, or call back into the core; on the core's own threads that would hold
//! up the rest.

use std::sync::Arc;

use phone::{Listener, Phone, Sound};
use tokio::runtime::Handle;

use crate::fault::chain;
use crate::settings::millis;
use crate::{AppFault, PhoneFault, Speaker};

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

/// Tells everything that a feed brings, as long as the phone runs.
pub(crate) fn follow<T: Clone + Send + 'static>(
    phone: &Phone,
    threads: &Handle,
    name: &str,
    mut feed: Listener<T>,
    tell_app: impl FnMut(T) -> Result<(), AppFault> + Send + 'static,
) -> Result<(), PhoneFault> {
    let phone = phone.clone();
    let next = async move || {
        tokio::select! {
            biased;
            news = feed.next() => news,
            () = stopped(&phone) => None,
        }
    };
    tell(threads, name, next, tell_app)
}

/// Has everything that is heard played, as long as the phone runs.
pub(crate) fn play(
    phone: &Phone,
    threads: &Handle,
    name: &str,
    heard: Listener<Sound>,
    speaker: Arc<dyn Speaker>,
) -> Result<(), PhoneFault> {
    follow(phone, threads, name, heard, move |sound| match sound {
        Sound::Piece { at, bytes } => speaker.play(millis(at), bytes.to_vec()),
        Sound::Missed { count } => speaker.on_missed(count),
    })
}

/// Waits until a phone was shut down, by whatever way.
async fn stopped(phone: &Phone) {
    let _ = phone.until(|_| false).await;
}
