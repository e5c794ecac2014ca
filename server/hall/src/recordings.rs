//! Which streams are recorded, from when to when.
//!
//! What is to be recorded is `dispatch`'s to plan; here the plan is kept in step with the board, the people and the disk.
//! The writing is `recorder`'s.

mod fault;
mod recorded;
mod refused;
mod rule;
mod state;
mod switching;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

use dispatch::{MOST_RECORDED, RecordingPlan, Wished};
use domain::{PersonId, RecordingId, Source};
use protocol::api::RecordingView;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{Mutex, watch};
use tokio::time::sleep_until;

pub(crate) use self::fault::RecordFault;
pub(crate) use self::recorded::Recorded;
pub use self::rule::RecordingRule;
use self::state::{Active, ByHand, State};

use crate::archive::Archive;
use crate::feed::{Feed, Shown};
use crate::flag::raised;
use crate::media_loop::MediaDoor;
use crate::recorder::{Counts, RecorderDoor};
use crate::store::Store;

/// How soon after a change it is looked at.
const SOON: Duration = Duration::from_millis(100);
/// How soon without a change.
const UNASKED: Duration = Duration::from_secs(1);
/// A recording that a person had begun ends when its stream has been gone for this long.
const FORGOTTEN_AFTER: Duration = Duration::from_mins(10);

/// The recordings of the hall; clones share them.
#[derive(Clone, Debug)]
pub(crate) struct Recordings {
    store: Store,
    feed: Feed,
    media: MediaDoor,
    recorder: RecorderDoor,
    archive: Archive,
    recorded: Recorded,
    orders: bool,
    state: Arc<Mutex<State>>,
}

impl Recordings {
    pub(crate) fn new(
        store: Store,
        feed: Feed,
        media: MediaDoor,
        recorder: RecorderDoor,
        archive: Archive,
        sources: Recorded,
        rule: &RecordingRule,
    ) -> Self {
        Self {
            store,
            feed,
            media,
            recorder,
            archive,
            recorded: sources,
            orders: rule.orders,
            state: Arc::default(),
        }
    }

    /// Where the files lie.
    pub(crate) fn archive(&self) -> &Archive {
        &self.archive
    }

    /// What the recorders have counted.
    pub(crate) fn counts(&self) -> &Counts {
        self.recorder.counts()
    }

    /// A recording with what is known of it only while it goes on.
    pub(crate) fn as_it_goes(&self, recording: RecordingView) -> RecordingView {
        let source = recording.source().filter(|_| recording.ended_at.is_none());
        let unreadable = source.and_then(|source| self.recorded.unreadable(source));
        RecordingView {
            unreadable: unreadable.map(str::to_owned),
            ..recording
        }
    }

    /// How many streams are recorded.
    pub(crate) fn active(&self) -> usize {
        self.recorded.sources().len()
    }

    /// Whether nothing is recorded because the disk is nearly full.
    pub(crate) fn has_no_room(&self) -> bool {
        self.recorder.room().is_short()
    }

    /// Has a source's stream recorded until somebody stops it; the recording, which may have been there already.
    pub(crate) async fn begin(&self, source: Source, by: PersonId) -> Result<RecordingId, RecordFault> {
        if !self.feed.is_live(source) {
            return Err(RecordFault::NotLive(source));
        }
        if self.recorder.room().is_short() {
            return Err(RecordFault::NoRoom);
        }
        let mut state = self.state.lock().await;
        if !state.active.contains_key(&source) && state.active.len() >= MOST_RECORDED {
            return Err(RecordFault::TooMany);
        }
        let seen_at = Instant::now();
        let recordings = state.active.get(&source).map(|active| active.id);
        let by_hand = ByHand {
            by,
            seen_at,
            recordings: recordings.into_iter().collect(),
        };
        state.by_hand.insert(source, by_hand);
        self.look(&mut state).await;
        let active = state.active.get(&source).map(|active| active.id);
        if active.is_none() {
            state.by_hand.remove(&source);
        }
        active.ok_or(RecordFault::Refused)
    }

    /// Ends what a person had begun; one that has ended already stays so, and none begins in its place.
    pub(crate) async fn end(&self, source: Source, recording: RecordingId) -> Result<(), RecordFault> {
        let mut state = self.state.lock().await;
        let by_hand = state.by_hand.get(&source);
        if by_hand.is_some_and(|by_hand| by_hand.recordings.contains(&recording)) {
            state.by_hand.remove(&source);
            self.look(&mut state).await;
        }
        let goes_on = state.active.get(&source).is_some_and(|now| now.id == recording);
        if goes_on { Err(RecordFault::Bound) } else { Ok(()) }
    }

    /// Follows the board until the hall stops, then finishes every recording.
    pub(crate) async fn run(self, mut stopping: watch::Receiver<bool>) {
        let mut changes = self.feed.watch();
        let mut room = self.recorder.room().clone();
        let (mut due, mut looked_at) = (true, Instant::now());
        loop {
            let wait = if due { SOON } else { UNASKED };
            tokio::select! {
                change = changes.recv() => match change {
                    Ok(Shown::Moved { .. }) => {}
                    Ok(_) | Err(RecvError::Lagged(_)) => due = true,
                    Err(RecvError::Closed) => break,
                },
                () = room.changed() => due = true,
                () = sleep_until((looked_at + wait).into()) => {
                    self.look(&mut *self.state.lock().await).await;
                    (due, looked_at) = (false, Instant::now());
                }
                () = raised(&mut stopping) => break,
            }
        }
        let mut state = self.state.lock().await;
        state.closed = true;
        for (source, active) in std::mem::take(&mut state.active) {
            self.stop(&mut state, source, active.id);
        }
        self.recorder.shutdown().await;
    }

    /// Begins what is to be recorded and is not, ends what is and is not to be.
    async fn look(&self, state: &mut State) {
        if state.closed {
            return;
        }
        self.tell_what_is_owed(state);
        let now = Instant::now();
        state.by_hand.retain(|source, by_hand| {
            if self.feed.is_live(*source) {
                by_hand.seen_at = now;
            }
            now.saturating_duration_since(by_hand.seen_at) < FORGOTTEN_AFTER
        });
        let active = state
            .active
            .iter()
            .map(|(source, active)| (*source, active.order));
        let plan = RecordingPlan::new(&active.collect(), &self.wished(state));
        for source in plan.end {
            if let Some(active) = state.active.remove(&source) {
                self.stop(state, source, active.id);
            }
        }
        state.refused.keep(&plan.begin);
        for (source, order) in plan.begin {
            let by = state.by_hand.get(&source).map(|by_hand| by_hand.by);
            let by = by.filter(|_| order.is_none());
            let begun = self.start(state, source, order, by).await;
            state.refused.take_in(source, begun.as_ref().copied());
            if let Ok(id) = begun {
                state.active.insert(source, Active { id, order });
                if let Some(by_hand) = state.by_hand.get_mut(&source) {
                    by_hand.recordings.insert(id);
                }
            }
        }
        self.recorded.set(state.active.keys().copied().collect());
    }

    fn wished(&self, state: &State) -> Wished {
        let by_order = if self.orders {
            let units = self.feed.under_way().into_iter();
            units.map(|(unit, order)| (Source::Unit(unit), order)).collect()
        } else {
            BTreeMap::new()
        };
        let by_hand: BTreeSet<Source> = state.by_hand.keys().copied().collect();
        let asked = by_order.keys().chain(&by_hand).copied();
        Wished {
            live: asked.filter(|source| self.feed.is_live(*source)).collect(),
            by_order,
            by_hand,
            no_room: self.recorder.room().is_short(),
        }
    }
}

#[cfg(test)]
mod tests;
