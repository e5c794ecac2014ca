//! One recorder's thread: its streams' packets in, their files and notes out.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use domain::RecordingId;

use super::Counts;
use super::keeping::Notebook;
use super::take::{Paper, Take};
use crate::clock;
use crate::media_loop::{Copied, MediaDoor};

/// How often time is let pass: what waits for it may do so this much longer.
const TICK: Duration = Duration::from_millis(25);

/// Something for the thread.
#[derive(Debug)]
pub(super) enum Letter {
    Begin { recording: RecordingId, stream: u128 },
    Packet(Copied),
    End { recording: RecordingId, stream: u128 },
    Shutdown,
}

/// Everything the thread owns.
pub(super) struct RecorderThread {
    inbox: Receiver<Letter>,
    paper: Paper,
    takes: BTreeMap<u128, Take>,
}

impl RecorderThread {
    pub(super) fn new(
        folder: PathBuf,
        media: MediaDoor,
        inbox: Receiver<Letter>,
        notes: Notebook,
        counts: Arc<Counts>,
    ) -> Self {
        Self {
            inbox,
            paper: Paper {
                folder,
                media,
                notes,
                counts,
            },
            takes: BTreeMap::new(),
        }
    }

    /// Runs until it is told to stop, or its door is gone.
    pub(super) fn run(mut self) {
        let mut ticked = Instant::now();
        loop {
            match self.next() {
                Ok(Letter::Shutdown) | Err(RecvTimeoutError::Disconnected) => break,
                Ok(letter) => self.obey(letter),
                Err(RecvTimeoutError::Timeout) => {}
            }
            if ticked.elapsed() >= TICK {
                ticked = Instant::now();
                let now_ms = clock::now().as_millis();
                for take in self.takes.values_mut() {
                    take.let_time_pass(now_ms, &self.paper);
                }
            }
        }
        for (_, take) in std::mem::take(&mut self.takes) {
            take.finish(clock::now().as_millis(), &self.paper);
        }
    }

    /// Waits for a letter; while nothing is recorded, no time needs to pass.
    fn next(&self) -> Result<Letter, RecvTimeoutError> {
        if self.takes.is_empty() {
            return self.inbox.recv().map_err(|_| RecvTimeoutError::Disconnected);
        }
        self.inbox.recv_timeout(TICK)
    }

    fn obey(&mut self, letter: Letter) {
        let now_ms = clock::now().as_millis();
        match letter {
            Letter::Begin { recording, stream } => {
                let former = self.takes.insert(stream, Take::new(recording, stream));
                if let Some(former) = former {
                    former.finish(now_ms, &self.paper);
                }
            }
            Letter::Packet(copied) => {
                if let Some(take) = self.takes.get_mut(&copied.stream) {
                    take.take_in(now_ms, &copied, &self.paper);
                }
            }
            Letter::End { recording, stream } => {
                // Late, it must not end the stream's next recording.
                let ends = self.takes.get(&stream).is_some_and(|take| take.is_of(recording));
                if let Some(take) = ends.then(|| self.takes.remove(&stream)).flatten() {
                    take.finish(now_ms, &self.paper);
                }
            }
            Letter::Shutdown => {}
        }
    }
}
