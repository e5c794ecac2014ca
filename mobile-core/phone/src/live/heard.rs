//! What a phone hears from the hall.

use std::sync::Arc;
use std::time::Duration;

/// Something of what the hall says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sound {
    /// A piece of it; they come in their order, each once.
    Piece {
        /// When it was taken, counted from an origin of the hall's.
        at: Duration,
        /// An Opus packet.
        bytes: Arc<[u8]>,
    },
    /// The listener was slow, and this many pieces went by.
    Missed {
        /// How many.
        count: u64,
    },
}
