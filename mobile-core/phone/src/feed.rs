//! A feed of events that several may listen to.
//!
//! The first listener hears everything from the start, so that nothing is missed between making the
//! thing and listening to it; later ones hear what comes after. A slow listener holds nobody up.

use std::sync::{Mutex, PoisonError};

use tokio::sync::broadcast::{self, Receiver, Sender, error::RecvError};

const REMEMBERED: usize = 256;

/// The speaking end.
#[derive(Debug)]
pub(crate) struct Feed<T> {
    sender: Sender<T>,
    first: Mutex<Option<Receiver<T>>>,
}

/// The listening end of a feed.
#[derive(Debug)]
pub struct Listener<T> {
    receiver: Receiver<T>,
    missed: fn(u64) -> T,
}

impl<T: Clone> Feed<T> {
    pub(crate) fn new() -> Self {
        let (sender, first) = broadcast::channel(REMEMBERED);
        Self {
            sender,
            first: Mutex::new(Some(first)),
        }
    }

    /// Tells everybody who listens.
    pub(crate) fn tell(&self, event: T) {
        // Nobody listening is no fault.
        let _ = self.sender.send(event);
    }

    /// Listens; `missed` says what a listener hears instead of events that it was too slow for.
    pub(crate) fn listen(&self, missed: fn(u64) -> T) -> Listener<T> {
        let first = self.first.lock().unwrap_or_else(PoisonError::into_inner).take();
        Listener {
            receiver: first.unwrap_or_else(|| self.sender.subscribe()),
            missed,
        }
    }
}

impl<T: Clone> Listener<T> {
    /// The next event; nothing once the feed has ended. Safe to cancel.
    pub async fn next(&mut self) -> Option<T> {
        match self.receiver.recv().await {
            Ok(event) => Some(event),
            Err(RecvError::Lagged(count)) => Some((self.missed)(count)),
            Err(RecvError::Closed) => None,
        }
    }
}
