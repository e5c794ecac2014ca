//! The threads that write recordings to the disk.
//!
//! A disk may take its time, media may not: packets come through a queue that drops what it cannot hold, counted here
//! and marked in the recording as missing. Each thread has its own streams, so that a slow write holds up few, and one
//! beside it waits for the disk. They leave what is recorded to `recordings`, and finding it again to the store.

mod disk;
mod gaps;
mod index;
mod keeping;
mod mailbox;
mod recovery;
mod room;
mod strays;
mod take;
mod thread;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::Context as _;
use domain::RecordingId;
use tokio::sync::mpsc;

pub(crate) use self::index::index;
use self::keeping::keeping;
use self::mailbox::Mailbox;
pub(crate) use self::mailbox::Refusal;
pub(crate) use self::recovery::{files_in, recover};
pub(crate) use self::room::{Room, RoomWatch};
pub(crate) use self::strays::settle_strays;
use self::take::Paper;
pub(crate) use self::take::read;
use self::thread::{Letter, RecorderThread};
use crate::health::Health;
use crate::media_loop::{MediaDoor, Sink};
use crate::store::Note;

/// How many threads.
const THREADS: usize = 4;
/// Notes that may wait for the index.
const NOTES: usize = 16_384;

/// Cumulative counts since the start.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    /// Packets that found no room, or no thread.
    pub(crate) packets_dropped: AtomicU64,
    /// Bytes written.
    pub(crate) bytes_written: AtomicU64,
    /// Times that the disk refused.
    pub(crate) write_faults: AtomicU64,
    /// Times that what a stream sent had its recording panic.
    pub(crate) breakdowns: AtomicU64,
}

/// The name of a recording's file within its folder.
pub(crate) fn file_name(recording: RecordingId, number: u32) -> String {
    format!("{recording}-{number}.mp4")
}

/// A handle to the threads; clones share them.
#[derive(Clone, Debug)]
pub(crate) struct RecorderDoor {
    threads: Arc<[Mailbox]>,
    counts: Arc<Counts>,
    room: Room,
}

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
            let (mailbox, inbox) = Mailbox::new();
            let (notes, keeper) = keeping(notes.clone());
            let paper = Paper {
                folder: folder.to_owned(),
                media: media.clone(),
                notes,
                counts: Arc::clone(&counts),
            };
            let thread = RecorderThread::new(inbox, paper);
            spawn(health, format!("recorder-{number}"), move || thread.run())?;
            spawn(health, format!("keeper-{number}"), move || keeper.run())?;
            threads.push(mailbox);
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
    pub(crate) fn begin(&self, recording: RecordingId, stream: u128) -> Result<(), Refusal> {
        self.tell(stream, Letter::Begin { recording, stream })
    }

    /// Has a recording of a stream finished; late, it does not touch the stream's next one.
    pub(crate) fn end(&self, recording: RecordingId, stream: u128) -> Result<(), Refusal> {
        self.tell(stream, Letter::End { recording, stream })
    }

    /// Finishes every recording and ends the threads.
    pub(crate) async fn shutdown(&self) {
        for thread in &*self.threads {
            if let Err(error) = thread.shut_down().await {
                tracing::error!(%error, "a recorder does not end as it should");
            }
        }
    }

    /// Where the copies of a stream's packets go.
    pub(crate) fn sink(&self, stream: u128) -> Result<Sink, Refusal> {
        let (thread, counts) = (self.thread(stream)?.clone(), Arc::clone(&self.counts));
        Ok(Sink::new(move |copied| {
            if thread.put(Letter::Packet(copied)).is_err() {
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

    fn thread(&self, stream: u128) -> Result<&Mailbox, Refusal> {
        let number = usize::try_from(stream % THREADS as u128).unwrap_or(0);
        self.threads.get(number).ok_or(Refusal::Ended)
    }

    fn tell(&self, stream: u128, letter: Letter) -> Result<(), Refusal> {
        self.thread(stream)?.put(letter)
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

#[cfg(test)]
mod tests;
