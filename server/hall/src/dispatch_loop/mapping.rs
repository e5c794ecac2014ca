//! The promise map, as viewers read it.

use std::time::Duration;

use dispatch::{Move, PromiseMap};
use domain::Timestamp;
use protocol::api::{Hole, PromiseMapView, PromiseMinute, SuggestedMove};

use super::DispatchLoop;
use crate::feed::{suggested_move, thousandths};

/// How often it is looked who should move: a search through many places.
const MOVES_EVERY: Duration = Duration::from_secs(15);

/// Holes that are named.
const HOLES: usize = 12;

/// The best move as it was found last.
#[derive(Debug, Default)]
pub(super) struct Suggested {
    found_at: Option<Timestamp>,
    best: Option<SuggestedMove>,
}

impl DispatchLoop {
    /// Shows the map that the machine has just made, then looks for a move if it is time: the map does not wait for that.
    pub(super) fn show_map(&mut self) {
        self.put_map_up();
        self.put_history_up();
        self.unmapped.mapped();
        let now = self.last;
        let old = self
            .suggested
            .found_at
            .is_none_or(|at| now >= at.after(MOVES_EVERY));
        let best = self.suggested.best.as_ref();
        if old || best.is_some_and(|best| !self.dispatch.may_move(now, best.unit)) {
            let best = self.dispatch.suggested_moves(now).first().copied();
            self.suggested.found_at = Some(now);
            self.suggested.best = best.and_then(|best| self.suggested_move(best));
            self.put_map_up();
        }
    }

    /// Keeps what the map remembers: its holes do not become younger by a restart. Nobody waits for the disk, and
    /// while it has not taken the last memory it is given no other.
    pub(super) fn keep_map(&mut self) {
        if self
            .map_keeping
            .as_ref()
            .is_some_and(|keeping| !keeping.is_finished())
        {
            return;
        }
        self.map_kept_at = self.now();
        let (memory, store) = (self.dispatch.map_memory(self.map_kept_at), self.store.clone());
        self.map_keeping = memory.map(|memory| {
            tokio::spawn(async move {
                if let Err(error) = store.keep_map_memory(&memory).await {
                    tracing::warn!(error = %error, "what the promise map remembers cannot be kept; it is tried again");
                }
            })
        });
    }

    /// Waits until the disk has taken what it was given of the map.
    pub(super) async fn map_is_kept(&mut self) {
        if let Some(keeping) = self.map_keeping.take() {
            let _ = keeping.await;
        }
    }

    fn put_map_up(&self) {
        if let Some(map) = self.dispatch.promise_map() {
            self.feed.show_map(map_view(map, self.suggested.best.clone()));
        }
    }

    fn put_history_up(&self) {
        let minute = |(at, once, twice): &(Timestamp, f64, f64)| PromiseMinute {
            at: *at,
            covered: thousandths(*once),
            covered_twice: thousandths(*twice),
        };
        // It grows once a minute; maps are made far more often.
        if let Some(map) = self.dispatch.promise_map()
            && map.history.last().map(|(at, ..)| *at) != self.feed.covered_until()
        {
            self.feed.keep_covered(map.history.iter().map(minute).collect());
        }
    }

    fn suggested_move(&self, best: Move) -> Option<SuggestedMove> {
        let known = self.dispatch.board().units.get(&best.unit)?;
        Some(suggested_move(
            &best,
            known.unit.name.clone(),
            known.fix.as_ref()?.at,
        ))
    }
}

/// The map as viewers read it.
pub(crate) fn map_view(map: &PromiseMap, suggested: Option<SuggestedMove>) -> PromiseMapView {
    let digit = |state: &u8| char::from(b'0'.saturating_add((*state).min(2)));
    let hole = |hole: dispatch::Hole| Hole {
        at: hole.at,
        cells: u32::try_from(hole.cells).unwrap_or(u32::MAX),
        weight: thousandths(hole.weight),
        since: hole.since,
    };
    PromiseMapView {
        cells_id: cells_id(map.cells.iter().copied()),
        made_at: map.made_at.unwrap_or(Timestamp::from_millis(0)),
        limit_s: 900,
        cover: map.states.iter().map(digit).collect(),
        covered: thousandths(map.covered_once),
        covered_twice: thousandths(map.covered_twice),
        holes: map.holes(HOLES).into_iter().map(hole).collect(),
        suggested,
    }
}

/// A name for a set of cells: the same for the same, as good as never for others (FNV-1a).
pub(crate) fn cells_id(cells: impl Iterator<Item = u64>) -> String {
    let bytes = cells.flat_map(u64::to_le_bytes);
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)
    });
    format!("{hash:016x}")
}
