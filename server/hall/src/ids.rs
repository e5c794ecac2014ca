//! Fresh identities.

use domain::IdSource;
use uuid::Uuid;

use crate::clock;

/// A fresh UUID of version 7.
pub(crate) fn fresh() -> Uuid {
    IdSource::new(seed()).next(clock::now())
}

/// Where a source of identities starts: nowhere it started before.
pub(crate) fn seed() -> u64 {
    let fallback = u64::try_from(clock::now().as_millis()).unwrap_or_default();
    getrandom::u64().unwrap_or(fallback)
}
