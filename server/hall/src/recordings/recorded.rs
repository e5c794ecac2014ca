//! The sources that are recorded now, for whoever asks in passing.
//!
//! A slow disk may hold the recordings up, and must not hold up who only wants to know.

use std::collections::BTreeSet;
use std::sync::{Arc, PoisonError, RwLock};

use domain::Source;

/// The sources that are recorded now, whose cameras must not rest; clones share them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Recorded(Arc<RwLock<BTreeSet<Source>>>);

impl Recorded {
    /// Which they are.
    pub(crate) fn sources(&self) -> BTreeSet<Source> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn set(&self, sources: BTreeSet<Source>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = sources;
    }
}
