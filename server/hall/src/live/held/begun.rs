//! What is being opened and is not in the table yet.
//!
//! Meanwhile the media loop may already tell that the peer has left: that is kept in mind until nothing is being opened.

use std::collections::BTreeSet;

use domain::Source;

use crate::people::SessionId;

/// How many of those who left are kept in mind, the newest.
const MOST_GONE: usize = 256;

/// What became of a session that was to be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::live) enum Added {
    /// It is in the table.
    Held,
    /// Its sign-in holds too many.
    TooMany,
    /// Its peer has left already.
    Gone,
}

/// What is being opened.
#[derive(Debug, Default)]
pub(super) struct Begun {
    /// For whom, each with the source that only one may publish, if it is that.
    opening: Vec<(Option<Source>, SessionId)>,
    /// Peers that left and were not in the table.
    gone: BTreeSet<u64>,
}

impl Begun {
    /// Takes note of one, unless another sign-in is about to publish what it claims; whether it may go on.
    pub(super) fn begin(&mut self, claimed: Option<Source>, session: SessionId) -> bool {
        let mut opening = self.opening.iter();
        let is_taken = claimed.is_some() && opening.any(|(known, by)| *known == claimed && *by != session);
        if !is_taken {
            self.opening.push((claimed, session));
        }
        !is_taken
    }

    /// Forgets it again.
    pub(super) fn end(&mut self, claimed: Option<Source>, session: SessionId) {
        let own = self.opening.iter().position(|known| *known == (claimed, session));
        if let Some(own) = own {
            self.opening.swap_remove(own);
        }
        if self.opening.is_empty() {
            self.gone.clear();
        }
    }

    /// A peer left that is not in the table.
    pub(super) fn left(&mut self, peer: u64) {
        if self.opening.is_empty() {
            return;
        }
        self.gone.insert(peer);
        if self.gone.len() > MOST_GONE {
            self.gone.pop_first();
        }
    }

    /// Whether a peer that is about to be added has left; that is forgotten now.
    pub(super) fn take_gone(&mut self, peer: u64) -> bool {
        self.gone.remove(&peer)
    }
}
