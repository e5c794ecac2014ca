//! That something is being opened for a sign-in.
//!
//! Until the media loop has answered, nothing of it is in the table. Without a claim two seats of a desk could ask at once
//! and both be let in; without any note a peer that leaves at once would be added after it had been forgotten. The note
//! goes when it is dropped, so that whoever gives up leaves none.

use std::sync::{Arc, Mutex, PoisonError};

use domain::Source;

use super::held::{Held, Side};
use super::{LiveSessions, OpenFault, Wanted};
use crate::people::SessionId;

/// A note that stands.
#[derive(Debug)]
pub(super) struct Opening {
    held: Arc<Mutex<Held>>,
    claimed: Option<Source>,
    session: SessionId,
}

impl LiveSessions {
    /// Takes note of what is wanted; the only camera of a desk is claimed for the sign-in.
    pub(super) fn begin(&self, wanted: Wanted, session: SessionId) -> Result<Opening, OpenFault> {
        let claimed = match wanted {
            Wanted::Stream(Side::Publishing, desk @ Source::Desk(_)) => Some(desk),
            _ => None,
        };
        if !self.with(|held| held.begin(claimed, session)) {
            return Err(OpenFault::Elsewhere);
        }
        Ok(Opening {
            held: Arc::clone(&self.held),
            claimed,
            session,
        })
    }
}

impl Drop for Opening {
    fn drop(&mut self) {
        self.held
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .end(self.claimed, self.session);
    }
}
