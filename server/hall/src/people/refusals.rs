//! How many phones were refused, for those who watch the machine.

use std::sync::atomic::{AtomicU64, Ordering};

use super::People;

#[derive(Debug, Default)]
pub(super) struct Refusals {
    codes: AtomicU64,
    proofs: AtomicU64,
}

impl Refusals {
    /// A code enrolled nobody.
    pub(super) fn code(&self) {
        self.codes.fetch_add(1, Ordering::Relaxed);
    }

    /// A proof was none, or of a phone that was revoked.
    pub(super) fn proof(&self) {
        self.proofs.fetch_add(1, Ordering::Relaxed);
    }
}

impl People {
    /// What was refused since the start, with names and meanings.
    pub(crate) fn refused(&self) -> [(&'static str, &'static str, u64); 2] {
        [
            (
                "enrolments_refused",
                "Enrolments of phones that were refused: codes unknown, used or past their time, or too many of them.",
                self.refusals.codes.load(Ordering::Relaxed),
            ),
            (
                "phone_proofs_refused",
                "Proofs of phones that were refused: not signed by the phone's key, not fresh, or of a revoked phone.",
                self.refusals.proofs.load(Ordering::Relaxed),
            ),
        ]
    }
}
