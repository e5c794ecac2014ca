//! What is drawn apart from what, so that a change of one thing leaves the chances of the others alone.

use rand_chacha::ChaCha8Rng;

use crate::chance::keyed;

/// A stream of chance.
#[derive(Clone, Copy, Debug)]
#[repr(u64)]
pub(super) enum Stream {
    Layout,
    Calls,
    Posts,
    Unit,
    Officer,
    Conduct,
    Day,
    Idle,
    Receiver,
    Network,
    Power,
    Seat,
}

impl Stream {
    /// The stream's chances for what `keys` name.
    pub(super) fn of(self, seed: u64, keys: &[u64]) -> ChaCha8Rng {
        let mut all = vec![self as u64];
        all.extend_from_slice(keys);
        keyed(seed, &all)
    }
}
