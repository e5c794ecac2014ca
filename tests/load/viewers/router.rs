//! A home router before a viewer: a short queue that drains at the speed of the viewer's line.
//!
//! What it would lose of the datagrams is lost indeed, so that it must be repaired. It is reckoned with the times at which
//! the kernel has seen the datagrams: they are the server's bursts, not those of this program.

use std::collections::BTreeSet;
use std::time::Duration;

use crate::client::is_media;
use crate::path::{Fate, Link, Path, PathSpec, Rate};

/// How a router is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RouterSpec {
    /// How many datagrams find room.
    pub(crate) packets: usize,
    /// How fast the line is.
    pub(crate) kbps: u32,
}

/// A router.
#[derive(Debug)]
pub(crate) struct Router {
    path: Path,
    passed: Vec<Passed>,
    key_frames: BTreeSet<u32>,
}

#[derive(Debug)]
struct Passed {
    timestamp: u32,
    is_lost: bool,
}

/// What routers have lost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) packets: u64,
    pub(crate) lost: u64,
    pub(crate) key_frame_packets: u64,
    pub(crate) key_frame_lost: u64,
}

impl Router {
    pub(crate) fn new(spec: RouterSpec) -> Self {
        let link = Link {
            rate: Rate::Steady(spec.kbps),
            room: spec.packets,
        };
        let path = PathSpec {
            link: Some(link),
            ..PathSpec::default()
        };
        Self {
            path: Path::new(path, 0),
            passed: Vec::new(),
            key_frames: BTreeSet::new(),
        }
    }

    /// Takes a datagram seen at a time; tells whether it comes through.
    pub(crate) fn lets_through(&mut self, at_ns: u64, datagram: &[u8]) -> bool {
        let fate = self.path.carry(Duration::from_nanos(at_ns), datagram.len());
        let is_lost = fate == Fate::Overflowed;
        if is_media(datagram)
            && let Some(&timestamp) = datagram.get(4..).and_then(|rest| rest.first_chunk())
        {
            let timestamp = u32::from_be_bytes(timestamp);
            self.passed.push(Passed { timestamp, is_lost });
        }
        !is_lost
    }

    /// Takes note of the RTP timestamp of a key frame.
    pub(crate) fn saw_key_frame(&mut self, timestamp: u32) {
        self.key_frames.insert(timestamp);
    }

    /// Counts from here on.
    pub(crate) fn clear(&mut self) {
        self.passed.clear();
        self.key_frames.clear();
    }

    /// What it has lost.
    pub(crate) fn lost(&self) -> Tally {
        let mut lost = Tally::default();
        for passed in &self.passed {
            let is_lost = u64::from(passed.is_lost);
            lost.packets += 1;
            lost.lost += is_lost;
            if self.key_frames.contains(&passed.timestamp) {
                lost.key_frame_packets += 1;
                lost.key_frame_lost += is_lost;
            }
        }
        lost
    }
}

impl std::iter::Sum for Tally {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |sum, one| Self {
            packets: sum.packets + one.packets,
            lost: sum.lost + one.lost,
            key_frame_packets: sum.key_frame_packets + one.key_frame_packets,
            key_frame_lost: sum.key_frame_lost + one.key_frame_lost,
        })
    }
}

#[cfg(test)]
mod tests;
