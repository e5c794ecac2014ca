//! Which streams are recorded, from when to when.
//!
//! The stream of a unit that has taken an order on is recorded from going live until the order ends or is the unit's no
//! more, over every break in between; a dispatcher may have others recorded. One stream has one recording at a time,
//! bound to one order or to none. What is decided here is carried out by `recorder`.

mod rule;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use domain::{OrderId, PersonId, RecordingId, UnitId};
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{Mutex, watch};

pub use self::rule::RecordingRule;

use crate::archive::Archive;
use crate::clock;
use crate::feed::{Feed, Shown};
use crate::flag::raised;
use crate::ids;
use crate::media_loop::MediaDoor;
use crate::recorder::{Counts, RecorderDoor};
use crate::store::{NewRow, Note, Store, StoreError};

/// How soon after a change it is looked at.
const SOON: Duration = Duration::from_millis(100);
/// How often it is looked at without a change, in such spans.
const UNASKED: u32 = 10;
/// Streams recorded at a time.
const MOST: usize = 256;
/// A recording that a person had begun ends when its stream has been gone for this long.
const FORGOTTEN_AFTER: Duration = Duration::from_mins(10);

/// The units that are recorded now, whose cameras must not rest; clones share them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Recorded(Arc<RwLock<BTreeSet<UnitId>>>);

impl Recorded {
    /// Which they are.
    pub(crate) fn units(&self) -> BTreeSet<UnitId> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set(&self, units: BTreeSet<UnitId>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = units;
    }
}

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

#[derive(Debug, Default)]
struct State {
    active: BTreeMap<UnitId, Active>,
    by_hand: BTreeMap<UnitId, ByHand>,
    closed: bool,
}

#[derive(Clone, Copy, Debug)]
struct Active {
    id: RecordingId,
    order: Option<OrderId>,
}

#[derive(Clone, Copy, Debug)]
struct ByHand {
    by: PersonId,
    seen_at: Instant,
}

/// Why a recording does not begin or end as asked.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RecordFault {
    /// There is nothing to record.
    #[error("the unit sends no picture; ask again when it is live")]
    NotLive,
    /// As many as there may be.
    #[error("{MOST} streams are recorded already; stop one of them")]
    TooMany,
    /// The order has it recorded.
    #[error("the order has it recorded, until it is closed")]
    Bound,
    /// It could not be begun.
    #[error("the recorder does not take it; the hall's log says more")]
    Refused,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Recordings {
    pub(crate) fn new(
        store: Store,
        feed: Feed,
        media: MediaDoor,
        recorder: RecorderDoor,
        archive: Archive,
        awake: Recorded,
        rule: &RecordingRule,
    ) -> Self {
        Self {
            store,
            feed,
            media,
            recorder,
            archive,
            recorded: awake,
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

    /// How many streams are recorded.
    pub(crate) async fn active(&self) -> usize {
        self.state.lock().await.active.len()
    }

    /// Has a unit's stream recorded until somebody stops it; the recording, which may have been there already.
    pub(crate) async fn begin(&self, unit: UnitId, by: PersonId) -> Result<RecordingId, RecordFault> {
        if !self.feed.is_live(unit) {
            return Err(RecordFault::NotLive);
        }
        let mut state = self.state.lock().await;
        if !state.active.contains_key(&unit) && state.active.len() >= MOST {
            return Err(RecordFault::TooMany);
        }
        let seen_at = Instant::now();
        state.by_hand.insert(unit, ByHand { by, seen_at });
        self.look(&mut state).await;
        let active = state.active.get(&unit).map(|active| active.id);
        if active.is_none() {
            state.by_hand.remove(&unit);
        }
        active.ok_or(RecordFault::Refused)
    }

    /// Ends what a person had begun; one that has ended already stays so.
    pub(crate) async fn end(&self, unit: UnitId, recording: RecordingId) -> Result<(), RecordFault> {
        let mut state = self.state.lock().await;
        let active = state.active.get(&unit).filter(|active| active.id == recording);
        let Some(active) = active.copied() else {
            return Ok(());
        };
        state.by_hand.remove(&unit);
        self.look(&mut state).await;
        let goes_on = state.active.get(&unit).is_some_and(|now| now.id == active.id);
        if goes_on { Err(RecordFault::Bound) } else { Ok(()) }
    }

    /// Follows the board until the hall stops, then finishes every recording.
    pub(crate) async fn run(self, mut stopping: watch::Receiver<bool>) {
        let mut changes = self.feed.watch();
        let mut tick = tokio::time::interval(SOON);
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let (mut due, mut idle) = (true, 0);
        loop {
            tokio::select! {
                change = changes.recv() => match change {
                    Ok(Shown::Moved { .. }) => {}
                    Ok(_) | Err(RecvError::Lagged(_)) => due = true,
                    Err(RecvError::Closed) => break,
                },
                _ = tick.tick() => {
                    idle += 1;
                    if due || idle >= UNASKED {
                        (due, idle) = (false, 0);
                        self.look(&mut *self.state.lock().await).await;
                    }
                }
                () = raised(&mut stopping) => break,
            }
        }
        let mut state = self.state.lock().await;
        state.closed = true;
        for (unit, active) in std::mem::take(&mut state.active) {
            self.stop(unit, active).await;
        }
        self.recorder.shutdown().await;
    }

    /// Begins what is to be recorded and is not, ends what is and is not to be.
    async fn look(&self, state: &mut State) {
        if state.closed {
            return;
        }
        let under_way = if self.orders {
            self.feed.under_way()
        } else {
            BTreeMap::new()
        };
        let now = Instant::now();
        state.by_hand.retain(|unit, by_hand| {
            if self.feed.is_live(*unit) {
                by_hand.seen_at = now;
            }
            now.saturating_duration_since(by_hand.seen_at) < FORGOTTEN_AFTER
        });
        let over = |unit: &UnitId, active: &mut Active| {
            let order = under_way.get(unit).copied();
            order != active.order || (order.is_none() && !state.by_hand.contains_key(unit))
        };
        let ended: Vec<_> = state.active.extract_if(.., over).collect();
        for (unit, active) in ended {
            self.stop(unit, active).await;
        }
        let wanted = under_way.keys().chain(state.by_hand.keys());
        let wanted: Vec<_> = wanted
            .copied()
            .filter(|unit| !state.active.contains_key(unit) && self.feed.is_live(*unit))
            .collect();
        for unit in wanted {
            if state.active.len() >= MOST || state.active.contains_key(&unit) {
                continue;
            }
            let order = under_way.get(&unit).copied();
            let by = state.by_hand.get(&unit).map(|by_hand| by_hand.by);
            match self.start(unit, order, by.filter(|_| order.is_none())).await {
                Ok(id) => drop(state.active.insert(unit, Active { id, order })),
                Err(error) => {
                    tracing::error!(error = %error, unit.id = %unit, "a recording could not be begun; it is tried again");
                }
            }
        }
        self.recorded.set(state.active.keys().copied().collect());
    }

    async fn start(
        &self,
        unit: UnitId,
        order: Option<OrderId>,
        by: Option<PersonId>,
    ) -> Result<RecordingId, RecordFault> {
        let (id, stream) = (RecordingId(ids::fresh()), unit.0.as_u128());
        let row = NewRow {
            id,
            unit,
            order,
            by,
            started_at: clock::now(),
        };
        self.store.begin_recording(row).await?;
        let begun = match self.recorder.begin(id, stream).await {
            Ok(()) => self
                .recorder
                .sink(stream)
                .is_some_and(|sink| self.media.tap(stream, Some(sink)).is_ok()),
            Err(error) => {
                tracing::error!(error = %error, "a recorder takes nothing");
                false
            }
        };
        if !begun {
            self.store.forget_recording(id).await?;
            return Err(RecordFault::Refused);
        }
        tracing::info!(recording.id = %id, unit.id = %unit, "a recording began");
        Ok(id)
    }

    async fn stop(&self, unit: UnitId, active: Active) {
        let stream = unit.0.as_u128();
        if self.media.tap(stream, None).is_err() {
            tracing::warn!(unit.id = %unit, "the media loop goes on copying a stream that is not recorded any more");
        }
        if self.recorder.end(stream).await.is_err() {
            let at = clock::now();
            let ended = Note::Ended {
                recording: active.id,
                at,
            };
            if let Err(error) = self.store.keep_notes(&[ended]).await {
                tracing::error!(error = %error, "the end of a recording could not be kept");
            }
        }
        tracing::info!(recording.id = %active.id, unit.id = %unit, "a recording ended");
    }
}
