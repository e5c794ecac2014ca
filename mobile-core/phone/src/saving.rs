//! Bringing changes to the disk, and holding them in memory while the disk will not have them.
//!
//! SQLite blocks, so it runs beside the loop; the loop waits for it, because nothing may be sent
//! that is not stored. What is held is never more than the outbox itself.

use std::path::PathBuf;
use std::time::Duration;

use domain::CommandId;
use field_unit::Change;
use tokio::task::spawn_blocking;

use crate::store::{self, Store, StoreError};

/// How long to leave a failing disk alone.
pub(crate) const TRY_AGAIN: Duration = Duration::from_secs(10);

/// The store, beside what it has yet to take.
#[derive(Debug)]
pub(crate) struct Saving {
    store: Option<Store>,
    path: PathBuf,
    owner: String,
    unsaved: Vec<Change>,
    failing: bool,
}

/// How saving went, when that is news.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum News {
    /// The disk takes nothing more.
    Failing(String),
    /// The disk takes things again.
    Recovered,
}

impl Saving {
    pub(crate) fn new(store: Store, owner: String) -> Self {
        let path = store.path().to_owned();
        Self {
            store: Some(store),
            path,
            owner,
            unsaved: Vec::new(),
            failing: false,
        }
    }

    /// Takes a change in; it is on the disk after [`Saving::save`].
    pub(crate) fn add(&mut self, change: Change) {
        let change = match change {
            Change::Remove(mut ids) => {
                ids.retain(|id| !self.forget(*id));
                Change::Remove(ids)
            }
            Change::Remember(memory) => {
                self.unsaved.retain(|old| !matches!(old, Change::Remember(_)));
                Change::Remember(memory)
            }
            Change::KeepReading(reading) => {
                self.unsaved.retain(|old| !matches!(old, Change::KeepReading(_)));
                Change::KeepReading(reading)
            }
            change => change,
        };
        if !matches!(&change, Change::Remove(ids) if ids.is_empty()) {
            self.unsaved.push(change);
        }
    }

    /// Forgets what is unsaved of an entry; whether it was never on the disk.
    fn forget(&mut self, id: CommandId) -> bool {
        let mut never_saved = false;
        self.unsaved.retain(|old| match old {
            Change::Add(entry) if entry.id == id => {
                never_saved = true;
                false
            }
            Change::Guessed(guessed, _) => *guessed != id,
            Change::Replace(entry) => entry.id != id,
            _ => true,
        });
        never_saved
    }

    /// Whether a failing disk has yet to take something.
    pub(crate) const fn is_failing(&self) -> bool {
        self.failing
    }

    /// Brings everything to the disk.
    pub(crate) async fn save(&mut self) -> Option<News> {
        if self.unsaved.is_empty() {
            return std::mem::take(&mut self.failing).then_some(News::Recovered);
        }
        let changes = std::mem::take(&mut self.unsaved);
        let (changes, saved) = self
            .with_store(changes, |store, changes| {
                let saved = store.apply(&changes);
                (changes, saved)
            })
            .await;
        let was_failing = self.failing;
        match saved {
            Ok(()) => {
                self.failing = false;
                was_failing.then_some(News::Recovered)
            }
            Err(error) => {
                self.unsaved = changes;
                self.failing = true;
                (!was_failing).then(|| News::Failing(error.chain()))
            }
        }
    }

    /// Does something with what is kept beside the outbox: photos, ways.
    pub(crate) async fn with<T: Send + 'static>(
        &mut self,
        work: impl FnOnce(&mut Store) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.with_store((), |store, ()| ((), work(store))).await.1
    }

    /// Closes the file.
    pub(crate) async fn close(mut self) {
        self.rest().await;
    }

    /// Closes the file until something is to be saved or read again.
    pub(crate) async fn rest(&mut self) -> Option<News> {
        let news = self.save().await;
        if let Some(store) = self.store.take() {
            // Dropping it writes the log back into the file, which takes its time.
            let _ = spawn_blocking(move || drop(store)).await;
        }
        news
    }

    /// Lends the store to work that blocks. If that breaks, the store is opened anew the next time.
    async fn with_store<C, T>(
        &mut self,
        changes: C,
        work: impl FnOnce(&mut Store, C) -> (C, Result<T, StoreError>) + Send + 'static,
    ) -> (C, Result<T, StoreError>)
    where
        C: Clone + Send + 'static,
        T: Send + 'static,
    {
        let (store, path, owner) = (self.store.take(), self.path.clone(), self.owner.clone());
        let held = changes.clone();
        let worked = spawn_blocking(move || {
            let mut store = match store {
                Some(store) => store,
                None => match store::open_again(&path, &owner) {
                    Ok(opened) => opened,
                    Err(error) => return (None, (changes, Err(error))),
                },
            };
            let worked = work(&mut store, changes);
            (Some(store), worked)
        });
        match worked.await {
            Ok((store, worked)) => {
                self.store = store;
                worked
            }
            Err(broken) => (held, Err(StoreError::File(std::io::Error::other(broken)))),
        }
    }
}

#[cfg(test)]
mod tests;
