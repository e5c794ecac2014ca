//! Watches the sessions that hold something open.
//!
//! A socket or a stream outlives the request that opened it; when its session is revoked, by whoever
//! and in whichever process, it must end within a second. One look at the disk serves all of them.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::watch;

use crate::clock;
use crate::flag::raised;
use crate::people::{People, SessionId};

/// How often the sessions are looked at.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// The sessions that hold something open.
#[derive(Clone, Debug, Default)]
pub(crate) struct SessionWatch {
    held: Arc<Mutex<BTreeMap<SessionId, watch::Sender<bool>>>>,
}

impl SessionWatch {
    /// Turns true when the session has ended.
    pub(crate) fn hold(&self, session: SessionId) -> watch::Receiver<bool> {
        self.with(|held| {
            held.entry(session)
                .or_insert_with(|| watch::channel(false).0)
                .subscribe()
        })
    }

    /// Looks until the hall stops.
    pub(crate) async fn run(self, people: People, mut stopping: watch::Receiver<bool>) {
        let mut look = tokio::time::interval(LOOK_EVERY);
        loop {
            tokio::select! {
                _ = look.tick() => self.look(&people).await,
                () = raised(&mut stopping) => return,
            }
        }
    }

    async fn look(&self, people: &People) {
        let held: Vec<_> = self.with(|held| {
            held.retain(|_, ended| ended.receiver_count() > 0);
            held.keys().copied().collect()
        });
        match people.ended_among(held, clock::now()).await {
            Ok(ended) => self.with(|held| {
                for session in ended {
                    if let Some(ended) = held.remove(&session) {
                        let _ = ended.send(true);
                    }
                }
            }),
            Err(error) => tracing::warn!(error = %error, "sessions cannot be looked up"),
        }
    }

    fn with<T>(&self, change: impl FnOnce(&mut BTreeMap<SessionId, watch::Sender<bool>>) -> T) -> T {
        change(&mut self.held.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
