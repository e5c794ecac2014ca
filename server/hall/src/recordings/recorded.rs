//! The sources that are recorded now, for whoever asks in passing.
//!
//! A slow disk may hold the recordings up, and must not hold up who only wants to know.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, PoisonError, RwLock};

use domain::Source;

/// The sources that are recorded now, whose cameras must not rest; clones share them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Recorded(Arc<RwLock<Now>>);

#[derive(Debug, Default)]
struct Now {
    sources: BTreeSet<Source>,
    /// Those whose pictures are in a codec that the hall does not read, with its name.
    unreadable: BTreeMap<Source, &'static str>,
}

impl Recorded {
    /// Which they are.
    pub(crate) fn sources(&self) -> BTreeSet<Source> {
        let now = self.0.read().unwrap_or_else(PoisonError::into_inner);
        now.sources.clone()
    }

    /// The codec of a source's pictures, if they are not recorded because the hall does not read it.
    pub(crate) fn unreadable(&self, source: Source) -> Option<&'static str> {
        let now = self.0.read().unwrap_or_else(PoisonError::into_inner);
        now.unreadable.get(&source).copied()
    }

    /// A source is recorded without its pictures, because the hall does not read their codec.
    pub(crate) fn lacks_picture(&self, source: Source, codec: &'static str) {
        let mut now = self.0.write().unwrap_or_else(PoisonError::into_inner);
        now.unreadable.insert(source, codec);
    }

    /// A source may come back in another codec.
    pub(crate) fn stream_stopped(&self, source: Source) {
        let mut now = self.0.write().unwrap_or_else(PoisonError::into_inner);
        now.unreadable.remove(&source);
    }

    pub(super) fn set(&self, sources: BTreeSet<Source>) {
        let mut now = self.0.write().unwrap_or_else(PoisonError::into_inner);
        now.sources = sources;
    }
}
