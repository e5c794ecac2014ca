//! The threads that write recordings to the disk.
//!
//! A disk may take its time, media may not: packets come through a queue that drops what it cannot hold, counted here
//! and marked in the recording as missing. Each thread has its own streams, so that a slow write holds up few, and one
//! beside it waits for the disk. They leave what is recorded to `recordings`, and finding it again to the store.

mod disk;
mod index;
mod keeping;
mod recovery;
mod room;
mod take;
mod thread;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{SyncSender, TrySendError, sync_channel};
use std::time::Duration;

use anyhow::Context as _;
use domain::RecordingId;
use tokio::sync::mpsc;

pub(crate) use self::index::index;
use self::keeping::keeping;
pub(crate) use self::recovery::{files_in, recover};
pub(crate) use self::room::{Room, RoomWatch};
pub(crate) use self::take::read;
use self::thread::{Letter, RecorderThread};
use crate::health::Health;
use crate::media_loop::{MediaDoor, Sink};
use crate::store::Note;

/// How many threads.
const THREADS: usize = 4;
/// Letters that may wait for a thread: about ten megabytes of packets.
const MAILBOX: usize = 8_192;
/// Notes that may wait for the index.
const NOTES: usize = 16_384;
/// How long a thread may be busy before it is given up on when the hall stops.
const TOLD_WITHIN: Duration = Duration::from_secs(5);
/// How often a busy thread is told again.
const AGAIN_EVERY: Duration = Duration::from_millis(10);

/// Cumulative counts since the start.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    /// Packets that found no room.
    pub(crate) packets_dropped: AtomicU64,
    /// Bytes written.
    pub(crate) bytes_written: AtomicU64,
    /// Times that the disk refused.
    pub(crate) write_faults: AtomicU64,
}

/// The name of a recording's file within its folder.
pub(crate) fn file_name(recording: RecordingId, number: u32) -> String {
    format!("{recording}-{number}.mp4")
}

/// A handle to the threads; clones share them.
#[derive(Clone, Debug)]
pub(crate) struct RecorderDoor {
    threads: Arc<[SyncSender<Letter>]>,
    counts: Arc<Counts>,
    room: Room,
}

/// A thread takes no letter now.
#[derive(Debug, thiserror::Error)]
#[error("the recorder is busy; its disk may be too slow")]
pub(crate) struct Busy;

impl RecorderDoor {
    /// Starts the threads, which write into `folder`; what is worth finding again comes out of the receiver.
    pub(crate) fn start(
        folder: &Path,
        media: &MediaDoor,
        health: &Health,
        room: Room,
    ) -> anyhow::Result<(Self, mpsc::Receiver<Note>)> {
        let (notes, inbound) = mpsc::channel(NOTES);
        let counts = Arc::new(Counts::default());
        let mut threads = Vec::new();
        for number in 0..THREADS {
            let (letters, inbox) = sync_channel(MAILBOX);
            let (notebook, keeper) = keeping(notes.clone());
            let (folder, media, counts) = (folder.to_owned(), media.clone(), Arc::clone(&counts));
            let thread = RecorderThread::new(folder, media, inbox, notebook, counts);
            spawn(health, format!("recorder-{number}"), move || thread.run())?;
            spawn(health, format!("keeper-{number}"), move || keeper.run())?;
            threads.push(letters);
        }
        let threads = threads.into();
        let door = Self {
            threads,
            counts,
            room,
        };
        Ok((door, inbound))
    }

    /// Has a stream recorded from now on, as one recording; one that goes on is finished.
    pub(crate) fn begin(&self, recording: RecordingId, stream: u128) -> Result<(), Busy> {
        self.tell(stream, Letter::Begin { recording, stream })
    }

    /// Has a recording of a stream finished; late, it does not touch the stream's next one.
    pub(crate) fn end(&self, recording: RecordingId, stream: u128) -> Result<(), Busy> {
        self.tell(stream, Letter::End { recording, stream })
    }

    /// Finishes every recording and ends the threads.
    pub(crate) async fn shutdown(&self) {
        for thread in &*self.threads {
            if deliver(thread, Letter::Shutdown).await.is_err() {
                tracing::error!("a recorder did not end in time");
            }
        }
    }

    /// Where the copies of a stream's packets go.
    pub(crate) fn sink(&self, stream: u128) -> Option<Sink> {
        let thread = self.thread(stream)?.clone();
        let counts = Arc::clone(&self.counts);
        Some(Sink::new(move |copied| {
            if let Err(TrySendError::Full(_)) = thread.try_send(Letter::Packet(copied)) {
                counts.packets_dropped.fetch_add(1, Ordering::Relaxed);
            }
        }))
    }

    /// Whether the disk has room.
    pub(crate) fn room(&self) -> &Room {
        &self.room
    }

    /// What has been counted.
    pub(crate) fn counts(&self) -> &Counts {
        &self.counts
    }

    fn thread(&self, stream: u128) -> Option<&SyncSender<Letter>> {
        let number = usize::try_from(stream % THREADS as u128).unwrap_or(0);
        self.threads.get(number)
    }

    fn tell(&self, stream: u128, letter: Letter) -> Result<(), Busy> {
        let thread = self.thread(stream).ok_or(Busy)?;
        thread.try_send(letter).map_err(|_| Busy)
    }
}

fn spawn(health: &Health, name: String, run: impl FnOnce() + Send + 'static) -> anyhow::Result<()> {
    let at_work = health.at_work("a recorder");
    std::thread::Builder::new()
        .name(name)
        .spawn(move || {
            let _at_work = at_work;
            run();
        })
        .context("starting a recorder")?;
    Ok(())
}

async fn deliver(thread: &SyncSender<Letter>, letter: Letter) -> Result<(), Busy> {
    let told = async {
        let mut letter = letter;
        loop {
            match thread.try_send(letter) {
                Ok(()) => return Ok(()),
                Err(TrySendError::Full(again)) => letter = again,
                Err(TrySendError::Disconnected(_)) => return Err(Busy),
            }
            tokio::time::sleep(AGAIN_EVERY).await;
        }
    };
    tokio::time::timeout(TOLD_WITHIN, told).await.unwrap_or(Err(Busy))
}

#[cfg(test)]
mod tests;
