//! Telling the hall, in each session anew, how the officer can be reached when the link is gone.

use std::sync::Arc;
use std::time::Duration;

use protocol::api::NewAppPush;
use tokio::task::JoinHandle;
use tokio::time::Instant;

use super::Running;
use crate::door::DoorError;
use crate::phone::TapError;
use crate::store::{Number, Ways};

/// How long to wait before the hall is told again; twice as long after each further failure.
const AGAIN: Duration = Duration::from_secs(5);
/// The wait doubles so many times at most, to some five minutes.
const DOUBLED: u32 = 6;

/// By what the officer can be reached.
pub(crate) enum Reach {
    /// By pushes to the app.
    Push(NewAppPush),
    /// By telephone, or no more by it.
    Telephone(Number),
}

/// What is to be told, and how far that is.
pub(super) struct Telling {
    ways: Ways,
    /// The session in which the hall was told all of it.
    told_in: Option<Arc<str>>,
    /// Whether it would not have some of it.
    unwanted: bool,
    task: Option<JoinHandle<WaysTold>>,
    at: Instant,
    failures: u32,
}

/// That the hall was told, or not.
pub(super) struct WaysTold {
    ways: Ways,
    session: Option<Arc<str>>,
    outcome: Result<bool, DoorError>,
}

impl Telling {
    pub(super) fn new(ways: Ways) -> Self {
        Self {
            ways,
            told_in: None,
            unwanted: false,
            task: None,
            at: Instant::now(),
            failures: 0,
        }
    }

    /// The hall is there anew: started with other settings, maybe.
    pub(super) fn connected(&mut self) {
        if std::mem::take(&mut self.unwanted) {
            self.told_in = None;
        }
    }

    pub(super) fn stop(&mut self) {
        if let Some(task) = self.task.take() {
            task.abort();
        }
    }

    /// What came of telling the hall. Safe to cancel.
    pub(super) async fn done(&mut self) -> Option<WaysTold> {
        match &mut self.task {
            Some(task) => task.await.ok(),
            None => std::future::pending().await,
        }
    }
}

impl Running {
    /// Keeps by what the officer can be reached; the hall hears of it now, or with the next session.
    pub(super) async fn reach(&mut self, by: Reach) -> Result<(), TapError> {
        let ways = &mut self.telling.ways;
        match by {
            Reach::Push(push) => ways.push = Some(push),
            Reach::Telephone(number) => ways.telephone = Some(number),
        }
        let kept = ways.clone();
        self.telling.told_in = None;
        (self.telling.at, self.telling.failures) = (Instant::now(), 0);
        let kept = self.saving.with(move |store| store.keep_ways(&kept)).await;
        kept.map_err(|error| {
            tracing::error!(
                error = error.chain(),
                "it cannot be kept how the officer is reached"
            );
            TapError::NotStored
        })
    }

    /// When the hall is to be told, if it is.
    pub(super) fn ways_at(&self) -> Option<Instant> {
        let telling = &self.telling;
        if telling.task.is_some() || telling.ways == Ways::default() || !self.unit.is_online() {
            return None;
        }
        let session = self.door.standing_token();
        (telling.told_in.is_none() || telling.told_in != session).then_some(telling.at)
    }

    pub(super) fn tell_ways(&mut self) {
        let (door, ways) = (Arc::clone(&self.door), self.telling.ways.clone());
        self.telling.task = Some(tokio::spawn(async move {
            let session = door.standing_token();
            let outcome = door.tell_ways(&ways).await;
            WaysTold {
                ways,
                session,
                outcome,
            }
        }));
    }

    pub(super) async fn ways_told(&mut self, told: Option<WaysTold>) {
        self.telling.task = None;
        let telling = &mut self.telling;
        match told {
            // If it was told in another session meanwhile, that shows by its token.
            Some(WaysTold {
                ways,
                session,
                outcome: Ok(all),
            }) => {
                telling.failures = 0;
                if ways == telling.ways {
                    telling.unwanted = !all;
                    telling.told_in = session;
                    self.forgotten().await;
                }
            }
            Some(WaysTold { outcome: Err(_), .. }) | None => {
                telling.at = Instant::now() + AGAIN * 2_u32.pow(telling.failures.min(DOUBLED));
                telling.failures = telling.failures.saturating_add(1);
            }
        }
    }

    /// A number that the hall was told to forget is not to be forgotten again: another may be given elsewhere.
    async fn forgotten(&mut self) {
        if self.telling.ways.telephone == Some(Number::Forgotten) {
            self.telling.ways.telephone = None;
            let ways = self.telling.ways.clone();
            let kept = self.saving.with(move |store| store.keep_ways(&ways)).await;
            if let Err(error) = kept {
                tracing::warn!(
                    error = error.chain(),
                    "it cannot be kept that a number was forgotten"
                );
            }
        }
    }
}
