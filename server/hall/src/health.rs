//! Whether the hall can do its work.

use std::sync::{Arc, Mutex, PoisonError};

use crate::store::StoreError;

/// What `/healthz` tells, shared by whoever knows something about it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Health {
    fault: Arc<Mutex<Option<String>>>,
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

    fn set(&self, fault: Option<String>) -> Option<String> {
        std::mem::replace(
            &mut *self.fault.lock().unwrap_or_else(PoisonError::into_inner),
            fault,
        )
    }
}
