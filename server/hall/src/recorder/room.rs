//! Whether the disk has room for recordings.
//!
//! It is asked once a second, off the threads that serve: a disk that hangs must not hang the hall. What comes of it is
//! `recordings`' to carry out, and `retention`'s.

use std::io;
use std::path::PathBuf;
use std::time::Duration;

use recording::Reserve;
use tokio::sync::watch;

use crate::feed::Feed;
use crate::flag::raised;

/// How often the disk is asked.
const ASK_EVERY: Duration = Duration::from_secs(1);

/// Whether there is none; clones share it.
#[derive(Clone, Debug)]
pub(crate) struct Room {
    short: watch::Receiver<bool>,
}

/// Asks the disk.
#[derive(Debug)]
pub(crate) struct RoomWatch {
    folder: PathBuf,
    reserve: Reserve,
    short: watch::Sender<bool>,
}

impl Room {
    /// Whether nothing can be recorded.
    pub(crate) fn is_short(&self) -> bool {
        *self.short.borrow()
    }

    /// Waits until that changes. Safe to cancel.
    pub(crate) async fn changed(&mut self) {
        if self.short.changed().await.is_err() {
            // The hall is ending.
            std::future::pending::<()>().await;
        }
    }
}

impl RoomWatch {
    /// Looks at the disk of a folder once; one that cannot be asked has room.
    pub(crate) fn new(folder: PathBuf, reserve: Reserve) -> (Self, Room) {
        let (short, looks) = watch::channel(false);
        let room = Self {
            folder,
            reserve,
            short,
        };
        room.take_in(free(&room.folder));
        (room, Room { short: looks })
    }

    /// Looks again and again, until the hall stops; viewers are told what changes.
    pub(crate) async fn run(self, feed: Feed, mut stopping: watch::Receiver<bool>) {
        let mut ask = tokio::time::interval(ASK_EVERY);
        ask.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        feed.show_room(*self.short.borrow());
        loop {
            tokio::select! {
                _ = ask.tick() => {}
                () = raised(&mut stopping) => return,
            }
            let folder = self.folder.clone();
            let asked = tokio::task::spawn_blocking(move || free(&folder));
            tokio::select! {
                free = asked => {
                    if self.take_in(free.unwrap_or_else(|error| Err(io::Error::other(error)))) {
                        feed.show_room(*self.short.borrow());
                    }
                }
                () = raised(&mut stopping) => return,
            }
        }
    }

    /// Takes in how many bytes are free; whether that changes anything.
    pub(crate) fn take_in(&self, free: io::Result<u64>) -> bool {
        let free = match free {
            Ok(free) => free,
            Err(error) => {
                tracing::warn!(%error, "the disk of the recordings does not say how full it is");
                return false;
            }
        };
        let is_short = self.reserve.is_short(*self.short.borrow(), free);
        let changes = self
            .short
            .send_if_modified(|short| std::mem::replace(short, is_short) != is_short);
        let Reserve(reserve) = self.reserve;
        match (changes, is_short) {
            (true, true) => tracing::error!(
                free,
                reserve,
                "the disk is nearly full: nothing is recorded until there is room; make some, or lower recordings_reserve_gb"
            ),
            (true, false) => tracing::info!(free, reserve, "there is room for recordings again"),
            (false, _) => {}
        }
        changes
    }
}

/// Bytes that the hall may still write on the disk of a folder.
fn free(folder: &std::path::Path) -> io::Result<u64> {
    let found = nix::sys::statvfs::statvfs(folder)?;
    Ok(found.blocks_available().saturating_mul(found.fragment_size()))
}

#[cfg(test)]
mod tests;
