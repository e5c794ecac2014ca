//! Who goes on with which upload: one call at a time.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// The uploads that somebody goes on with; clones share them.
#[derive(Clone, Debug, Default)]
pub(in crate::store) struct Turns(Arc<Mutex<HashSet<PathBuf>>>);

/// That it is this call's turn, until it is dropped.
#[derive(Debug)]
pub(super) struct Turn {
    turns: Turns,
    path: PathBuf,
}

impl Turns {
    /// Takes the turn at a file, if nobody has it.
    pub(super) fn take(&self, path: &Path) -> Option<Turn> {
        let mut taken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        taken.insert(path.to_owned()).then(|| Turn {
            turns: self.clone(),
            path: path.to_owned(),
        })
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut taken = self.turns.0.lock().unwrap_or_else(PoisonError::into_inner);
        taken.remove(&self.path);
    }
}
