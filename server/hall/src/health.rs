//! Whether the hall can do its work.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use crate::store::StoreError;

/// What `/healthz` tells, shared by whoever knows something about it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Health {
    fault: Arc<Mutex<Option<String>>>,
    ended: Arc<Mutex<BTreeSet<&'static str>>>,
}

/// Held by something that works as long as the hall does; when it is dropped, that has ended, in order or by a panic.
#[derive(Debug)]
pub(crate) struct AtWork {
    what: &'static str,
    ended: Arc<Mutex<BTreeSet<&'static str>>>,
}

impl Health {
    /// Why the hall cannot do its work, if it cannot.
    pub(crate) fn fault(&self) -> Option<String> {
        self.fault.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What was decided is on the disk.
    pub(crate) fn kept(&self) {
        let was = self.set(None);
        if was.is_some() {
            tracing::info!("the disk takes writes again");
        }
    }

    /// What was decided is not on the disk.
    pub(crate) fn not_kept(&self, error: &StoreError) {
        let was = self.set(Some(error.to_string()));
        if was.is_none() {
            tracing::error!(error = %error, "the hall cannot write to its disk; nothing new is accepted");
        }
    }

    /// What says that `what` is at work.
    pub(crate) fn at_work(&self, what: &'static str) -> AtWork {
        let ended = Arc::clone(&self.ended);
        AtWork { what, ended }
    }

    /// What has ended that should work, if anything has.
    pub(crate) fn ended(&self) -> Option<&'static str> {
        let ended = self.ended.lock().unwrap_or_else(PoisonError::into_inner);
        ended.first().copied()
    }

    fn set(&self, fault: Option<String>) -> Option<String> {
        std::mem::replace(
            &mut *self.fault.lock().unwrap_or_else(PoisonError::into_inner),
            fault,
        )
    }
}

impl Drop for AtWork {
    fn drop(&mut self) {
        let mut ended = self.ended.lock().unwrap_or_else(PoisonError::into_inner);
        ended.insert(self.what);
    }
}

#[cfg(test)]
mod tests;
