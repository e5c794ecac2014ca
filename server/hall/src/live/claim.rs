//! That a sign-in is about to publish a source that only one may.
//!
//! Until the media loop has answered, nothing of it is in the table; without the claim two seats of a desk could ask at
//! once and both be let in. It goes when it is dropped, so that whoever gives up leaves none.

use std::sync::{Arc, Mutex, PoisonError};

use domain::Source;

use super::held::{Held, Side};
use super::{LiveSessions, OpenFault, Wanted};
use crate::people::SessionId;

/// A claim that stands.
#[derive(Debug)]
pub(super) struct Claim {
    held: Arc<Mutex<Held>>,
    source: Source,
    session: SessionId,
}

impl LiveSessions {
    /// Claims the only camera of a desk for a sign-in; whatever else is wanted needs no claim.
    pub(super) fn claim(&self, wanted: Wanted, session: SessionId) -> Result<Option<Claim>, OpenFault> {
        match wanted {
            Wanted::Stream(Side::Publishing, Source::Desk(town)) => {
                let claim = Claim::lay(&self.held, Source::Desk(town), session);
                claim.map(Some).ok_or(OpenFault::Elsewhere)
            }
            _ => Ok(None),
        }
    }
}

impl Claim {
    /// Lays claim to a source, unless another sign-in publishes it or is about to.
    fn lay(held: &Arc<Mutex<Held>>, source: Source, session: SessionId) -> Option<Self> {
        let laid = held
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .claim(source, session);
        let held = Arc::clone(held);
        laid.then_some(Self {
            held,
            source,
            session,
        })
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        self.held
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .give_up(self.source, self.session);
    }
}
