//! The way to a recorder's thread: a letter goes in, or the refusal says why not.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::time::Duration;

use super::thread::Letter;

/// Letters that may wait for a thread: about ten megabytes of packets.
const MAILBOX: usize = 8_192;
/// How long a thread may be busy before it is given up on when the hall stops.
const TOLD_WITHIN: Duration = Duration::from_secs(5);
/// How often a busy thread is told again.
const AGAIN_EVERY: Duration = Duration::from_millis(10);

/// Why a recorder takes no letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    /// Too many wait.
    #[error("the recorder is busy; its disk may be too slow")]
    Busy,
    /// Its thread is gone.
    #[error("the recorder has ended; start the hall again")]
    Ended,
}

/// A thread's mailbox; clones share it.
#[derive(Clone, Debug)]
pub(super) struct Mailbox {
    letters: SyncSender<Letter>,
    /// That the thread is gone surprises nobody: it was told to end, or that has been said.
    end_is_known: Arc<AtomicBool>,
}

impl Mailbox {
    /// One, and what its thread reads.
    pub(super) fn new() -> (Self, Receiver<Letter>) {
        let (letters, inbox) = sync_channel(MAILBOX);
        let mailbox = Self {
            letters,
            end_is_known: Arc::default(),
        };
        (mailbox, inbox)
    }

    /// Puts a letter in, without waiting. That a thread has ended unasked is said once.
    pub(super) fn put(&self, letter: Letter) -> Result<(), Refusal> {
        self.letters.try_send(letter).map_err(|refused| match refused {
            TrySendError::Full(_) => Refusal::Busy,
            TrySendError::Disconnected(_) => {
                if !self.end_is_known.swap(true, Ordering::Relaxed) {
                    tracing::error!(
                        "a recorder has ended: its streams are not recorded until the hall is started again"
                    );
                }
                Refusal::Ended
            }
        })
    }

    /// Has the thread finish its recordings and end.
    pub(super) async fn shut_down(&self) -> Result<(), Refusal> {
        self.end_is_known.store(true, Ordering::Relaxed);
        let told = async {
            loop {
                match self.put(Letter::Shutdown) {
                    Err(Refusal::Busy) => tokio::time::sleep(AGAIN_EVERY).await,
                    told => return told,
                }
            }
        };
        tokio::time::timeout(TOLD_WITHIN, told)
            .await
            .unwrap_or(Err(Refusal::Busy))
    }
}
