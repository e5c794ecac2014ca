//! The shard: all peers and streams behind one port.
//!
//! Takes one input at a time, touches only the peers it concerns, and isolates a peer's failure or panic to that peer.
//! The steps are in its submodules: `joining`, `amending`, `placing`, `forwarding`, `crossing`, `tapping`,
//! `demanding`, `wishing`, `leaving`.

mod amending;
mod crossing;
mod demanding;
mod forwarding;
mod joining;
mod leaving;
mod placing;
mod tapping;
mod wishing;

use std::collections::VecDeque;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

use crate::answer::Ours;
use crate::counters::Counters;
use crate::credentials::Mint;
use crate::crossing::Among;
use crate::deadlines::{Deadlines, Who};
use crate::demux::{Demux, Route};
use crate::epoch::Epoch;
use crate::messages::{Input, LeaveReason, Output, PeerId, StreamKey};
use crate::peer::{Broken, Outlet, Peer, Said};
use crate::peer_address::{PeerAddress, Reached};
use crate::stream::Stream;
use crate::tables::Table;

use self::forwarding::Batch;

/// What a shard is started with.
#[derive(Clone, Copy)]
pub struct SfuConfig {
    /// Where peers reach the shard, named as the candidates in each answer.
    pub local: Reached,
    /// Secret randomness, used for this shard only.
    pub seed: [u8; 32],
    /// The wall clock at some instant, for what peers are told of time.
    pub epoch: Epoch,
    /// Which of how many shards it is.
    pub among: Among,
    /// Whether an answer names H.265 first where a publisher offers it, which is forwarded and read by nobody here.
    pub prefers_h265: bool,
}

/// One shard of the selective forwarding unit.
pub struct Sfu {
    among: Among,
    ours: Ours,
    mint: Mint,
    demux: Demux,
    peers: Table<PeerId, Peer>,
    streams: Table<StreamKey, Stream>,
    deadlines: Deadlines,
    outputs: VecDeque<Output>,
    said: VecDeque<(PeerId, Said)>,
    batches: VecDeque<Batch>,
    turns: u64,
    /// The time of the newest input.
    newest: Option<Instant>,
    counters: Counters,
}

impl fmt::Debug for SfuConfig {
    /// Shows the address, never the seed.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("SfuConfig")
            .field("local", &self.local)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Sfu {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Sfu")
            .field("counters", &self.counters())
            .finish_non_exhaustive()
    }
}

impl Sfu {
    /// Starts an empty shard; `None` if no certificate can be made.
    pub fn new(config: SfuConfig) -> Option<Self> {
        Some(Self {
            among: config.among,
            ours: Ours::new(config.local, config.epoch, config.prefers_h265)?,
            mint: Mint::new(config.seed),
            demux: Demux::default(),
            peers: Table::default(),
            streams: Table::default(),
            deadlines: Deadlines::default(),
            outputs: VecDeque::new(),
            said: VecDeque::new(),
            batches: VecDeque::new(),
            turns: u64::from(config.among.shard.0),
            newest: None,
            counters: Counters::default(),
        })
    }

    /// Takes in what happened. `now` must not go backwards.
    ///
    /// Datagrams that arrived together may be given one after the other before the outputs are drained: each viewer is
    /// then served all of their packets at one go, which costs less than one by one.
    pub fn handle_input(&mut self, now: Instant, input: Input<'_>) {
        self.newest = Some(now);
        match input {
            Input::Datagram { from, bytes } => self.take_in_datagram(now, from, bytes),
            Input::Published { peer, stream, offer } => self.publish(now, peer, stream, offer),
            Input::Watched { peer, stream, offer } => self.watch(now, peer, stream, offer),
            Input::Joined { peer, offer } => self.join(now, peer, offer),
            Input::Placed {
                peer,
                slot,
                placement,
            } => self.place(now, peer, slot, placement),
            Input::Amended { peer, fragment } => self.amend(peer, fragment),
            Input::Tapped { stream, on } => self.tap(now, stream, on),
            Input::TapStuck { stream } => self.unstick(now, stream),
            Input::StillWanted { stream } => self.find_still(now, stream),
            Input::Left { peer } => self.leave(now, peer, LeaveReason::Asked),
            Input::Crossed { from, crossing } => self.cross(now, from, crossing),
            Input::Timeout => {}
        }
        self.act_on_what_was_said(now);
        if matches!(input, Input::Timeout) {
            self.wake_due(now);
        }
    }

    /// Takes out the next thing to do; drain it after every input, or every few datagrams.
    ///
    /// Viewers are served while it is drained, so that the first one's packets leave before the last one's are made.
    pub fn poll_output(&mut self) -> Option<Output> {
        while self.outputs.is_empty() && self.serve_next_viewer() {}
        self.outputs.pop_front()
    }

    /// Tells when to give [`Input::Timeout`] next, whatever else happens until then.
    pub fn poll_timeout(&self) -> Option<Instant> {
        self.deadlines.next()
    }

    /// Tells whether the rest of a picture is likely to arrive within microseconds, so that waiting for it and giving it
    /// together with what is here saves work.
    pub fn is_picture_arriving(&self) -> bool {
        self.batches.iter().any(Batch::is_picture_arriving)
    }

    /// Copies out what has been counted.
    pub fn counters(&self) -> Counters {
        Counters {
            peers: self.peers.len() as u64,
            streams: self.streams.len() as u64,
            ufrags: self.demux.ufrags() as u64,
            sources: self.demux.sources() as u64,
            ..self.counters
        }
    }

    fn take_in_datagram(&mut self, now: Instant, from: PeerAddress, bytes: &[u8]) {
        self.counters.datagrams_in += 1;
        self.counters.bytes_in += bytes.len() as u64;
        let local = self.ours.local;
        match self.demux.route(from, bytes) {
            Route::Stranger => self.counters.strangers_dropped += 1,
            Route::Media(peer) => {
                let proven = self.with_peer(now, peer, |peer, outlet| {
                    peer.receive(now, from, local, bytes, outlet)
                });
                // Another peer's check may have come under a phone's address, by chance or by malice.
                if proven == Some(false)
                    && let Some(owner) = self.demux.owner_of_source(bytes).filter(|&owner| owner != peer)
                {
                    self.take_in_moved(now, owner, from, bytes);
                }
            }
            Route::Moved(peer) => self.take_in_moved(now, peer, from, bytes),
            Route::Check {
                peer,
                ufrag,
                nominating,
            } => {
                match self.with_peer(now, peer, |peer, outlet| {
                    peer.check_in(now, from, local, bytes, (ufrag, nominating), outlet)
                }) {
                    Some(true) => self.register(now, peer, from, nominating),
                    Some(false) => self.counters.checks_refused += 1,
                    None => {}
                }
            }
        }
    }

    /// Takes in a publisher's packet that came from an address which is not known as its own.
    fn take_in_moved(&mut self, now: Instant, peer: PeerId, from: PeerAddress, bytes: &[u8]) {
        let local = self.ours.local;
        match self.with_peer(now, peer, |peer, outlet| {
            peer.receive(now, from, local, bytes, outlet)
        }) {
            Some(true) => self.register(now, peer, from, false),
            Some(false) => self.counters.strangers_dropped += 1,
            None => {}
        }
    }

    fn register(&mut self, now: Instant, id: PeerId, from: PeerAddress, nominating: bool) {
        let Some(peer) = self.peers.get_mut(&id) else {
            return;
        };
        if let Some(forgotten) = peer.checked(now, from, nominating) {
            self.demux.unregister(forgotten, id);
        }
        if let Some(retired) = peer.take_retired(from) {
            self.demux.dismiss(retired);
        }
        self.demux.register(from, id);
    }

    fn wake_due(&mut self, now: Instant) {
        while let Some(who) = self.deadlines.take_due(now) {
            match who {
                Who::Stream(stream) => self.request_key_frames(now, stream),
                Who::Demand(stream) => self.look_at_demand(now, stream),
                Who::Wish(stream) => self.look_after_wishes(now, stream),
                Who::Peer(id) => match self.peers.get(&id).and_then(|peer| peer.time_is_up(now)) {
                    Some(reason) => self.leave(now, id, reason),
                    None => {
                        self.with_peer(now, id, |peer, outlet| peer.wake(now, outlet));
                    }
                },
            }
            self.act_on_what_was_said(now);
        }
    }

    /// Works on one peer, and sets its next wake-up. A peer that breaks or panics leaves; nobody else notices.
    fn with_peer<T>(
        &mut self,
        now: Instant,
        id: PeerId,
        work: impl FnOnce(&mut Peer, &mut Outlet<'_>) -> Result<T, Broken>,
    ) -> Option<T> {
        let Self {
            peers,
            outputs,
            said,
            counters,
            ..
        } = self;
        let peer = peers.get_mut(&id)?;
        let mut outlet = Outlet {
            outputs,
            said,
            counters,
        };
        let done = catch_unwind(AssertUnwindSafe(|| work(peer, &mut outlet)));
        if let Ok(Ok(value)) = done {
            self.deadlines.set(Who::Peer(id), Some(peer.wake_at(now)));
            return Some(value);
        }
        self.counters.peers_faulty += 1;
        self.leave(now, id, LeaveReason::Faulty);
        None
    }

    /// Works on what a peer sent, or wants. If that panics, the peer leaves, and nobody else; what came from another shard is lost.
    fn isolated<T>(
        &mut self,
        now: Instant,
        whose: Option<PeerId>,
        work: impl FnOnce(&mut Self) -> T,
    ) -> Option<T> {
        let done = catch_unwind(AssertUnwindSafe(|| work(self))).ok();
        if done.is_none() {
            self.counters.peers_faulty += 1;
            if let Some(peer) = whose {
                self.leave(now, peer, LeaveReason::Faulty);
            }
        }
        done
    }
}

#[cfg(test)]
mod tests;
