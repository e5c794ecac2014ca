//! One recorder's thread: its streams' packets in, their files and notes out.
//!
//! What a stranger sent may have its take panic; the take sees to that itself, and the others do not hear of it.

use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use domain::RecordingId;

use super::take::{Paper, Take};
use crate::clock;
use crate::media_loop::Copied;

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
    pub(super) fn new(inbox: Receiver<Letter>, paper: Paper) -> Self {
        Self {
            inbox,
            paper,
            takes: BTreeMap::new(),
        }
    }

    /// Runs until it is told to stop, or its door is gone.
    pub(super) fn run(mut self) {
        let mut ticked = Instant::now();
        loop {
            match self.next() {
                Ok(Letter::Shutdown) | Err(RecvTimeoutError::Disconnected) => break,
                Ok(letter) => self.obey(clock::now().as_millis(), letter),
                Err(RecvTimeoutError::Timeout) => {}
            }
            if ticked.elapsed() >= TICK {
                ticked = Instant::now();
                self.let_time_pass(clock::now().as_millis());
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

    pub(super) fn let_time_pass(&mut self, now_ms: i64) {
        for take in self.takes.values_mut() {
            take.let_time_pass(now_ms, &self.paper);
        }
    }

    pub(super) fn obey(&mut self, now_ms: i64, letter: Letter) {
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
