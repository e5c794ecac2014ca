//! The door to the dispatch loop.
//!
//! Sockets and HTTP handlers put letters in its mailbox, which is bounded: whoever writes faster than
//! the hall decides waits. A question has a deadline.

use std::time::{Duration, Instant};

use dispatch::{Answered, Ask, Input, Refusal, Seat, Travel};
use domain::UnitId;
use protocol::ToUnit;
use tokio::sync::{mpsc, oneshot};

/// How long a desk waits for its answer.
const ANSWER_DEADLINE: Duration = Duration::from_secs(10);

/// Letters that may wait for the loop.
const MAILBOX: usize = 4096;

/// Where to send what one connected phone is to hear.
#[derive(Clone, Debug)]
pub(crate) struct UnitLine {
    /// Tells two connections of the same unit apart.
    pub(crate) serial: u64,
    /// The socket's own bounded queue.
    pub(crate) to_unit: mpsc::Sender<ToUnit>,
}

/// Something for the dispatch loop.
#[derive(Debug)]
pub(crate) enum Letter {
    /// Something happened, and was put into the mailbox then.
    Happened { input: Input, posted: Instant },
    /// Something was heard of a notice, which whoever tells it wants on record.
    Told {
        input: Input,
        reply: oneshot::Sender<Result<Noted, AskFault>>,
    },
    /// A desk asks.
    Asked {
        by: Seat,
        ask: Ask,
        reply: oneshot::Sender<Result<Answered, AskFault>>,
    },
    /// The roads are other ones than before.
    TravelChanged(Travel),
    /// A phone connected.
    UnitConnected { unit: UnitId, line: UnitLine },
    /// A phone's socket ended.
    UnitGone { unit: UnitId, serial: u64 },
}

/// What telling of a notice came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Noted {
    /// It was not known and is on record now.
    News,
    /// That or more was on record already.
    Known,
    /// There is no such notice.
    NoSuchNotice,
}

/// Why a desk has no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AskFault {
    /// The answer is no.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// What was decided could not be kept, so it did not happen.
    #[error("the hall could not write to its disk, so nothing was changed; free space or mend the disk")]
    NotKept,
    /// The hall stops, or is too slow.
    #[error("the hall does not answer; try again")]
    NoAnswer,
}

/// The mailbox's slot.
#[derive(Clone, Debug)]
pub struct Desk {
    mailbox: mpsc::Sender<Letter>,
}

impl Desk {
    pub(crate) fn new() -> (Self, mpsc::Receiver<Letter>) {
        let (mailbox, letters) = mpsc::channel(MAILBOX);
        (Self { mailbox }, letters)
    }

    /// Asks the dispatch machine; what it answers is committed already.
    pub async fn ask(&self, by: Seat, ask: Ask) -> Result<Answered, AskFault> {
        let (reply, answer) = oneshot::channel();
        self.answered(Letter::Asked { by, ask, reply }, answer).await
    }

    /// Tells the dispatch machine what became of a notice; that is on record when this is done.
    pub(crate) async fn note(&self, input: Input) -> Result<Noted, AskFault> {
        let (reply, answer) = oneshot::channel();
        self.answered(Letter::Told { input, reply }, answer).await
    }

    async fn answered<T>(
        &self,
        letter: Letter,
        answer: oneshot::Receiver<Result<T, AskFault>>,
    ) -> Result<T, AskFault> {
        let question = async {
            self.post(letter).await.ok()?;
            answer.await.ok()
        };
        match tokio::time::timeout(ANSWER_DEADLINE, question).await {
            Ok(Some(answer)) => answer,
            Ok(None) | Err(_) => Err(AskFault::NoAnswer),
        }
    }

    /// Tells the dispatch machine what happened.
    pub(crate) async fn tell(&self, input: Input) {
        let posted = Instant::now();
        // A loop that has ended needs to know nothing.
        let _ = self.post(Letter::Happened { input, posted }).await;
    }

    /// Whether there is a loop that reads the letters.
    pub(crate) fn is_read(&self) -> bool {
        !self.mailbox.is_closed()
    }

    pub(crate) async fn post(&self, letter: Letter) -> Result<(), Stopped> {
        self.mailbox.send(letter).await.map_err(|_| Stopped)
    }
}

/// The loop has ended.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stopped;
