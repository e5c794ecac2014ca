//! What the promise map remembers over a restart: since when its holes are open, how much was covered minute by minute.
//!
//! The map itself is made anew of the units' positions. That nobody was in reach of a place for an hour
//! would be forgotten with it.

use std::collections::BTreeMap;
use std::time::Duration;

use domain::Timestamp;
use serde::{Deserialize, Serialize};

use super::PromiseMap;
use crate::Dispatch;

/// What was covered longer ago is forgotten.
const REMEMBERED: Duration = Duration::from_hours(24);

/// Of holes, what was kept this long before the new map still holds: who was where meanwhile, nobody knows.
const HOLES_HOLD: Duration = Duration::from_mins(15);

/// What a map leaves to the next machine's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MapMemory {
    /// When it was kept. The map may be older: it is not made anew while nothing changes.
    pub kept_at: Timestamp,
    /// The H3 cells that no unit could reach in time, each with since when.
    pub holes: Vec<(u64, Timestamp)>,
    /// As [`PromiseMap::history`].
    pub history: Vec<(Timestamp, f64, f64)>,
}

impl Dispatch {
    /// What is to be kept of the promise map at `now` over a restart, if one was made.
    pub fn map_memory(&self, now: Timestamp) -> Option<MapMemory> {
        let map = self.promise_map()?;
        let cells = map.cells.iter().zip(&map.hole_since);
        Some(MapMemory {
            kept_at: now,
            holes: cells
                .filter_map(|(cell, since)| Some((*cell, (*since)?)))
                .collect(),
            history: map.history.clone(),
        })
    }

    /// Lets the first map of this machine go on from that of an earlier one.
    pub fn remember_map(&mut self, memory: MapMemory) {
        self.foresight.mapping.remember(memory);
    }
}

impl PromiseMap {
    /// Goes on from an earlier map, as far as that still says something at `now`.
    pub(super) fn go_on_from(&mut self, now: Timestamp, memory: MapMemory) {
        let remembered = |(at, ..): &(Timestamp, f64, f64)| *at <= now && now < at.after(REMEMBERED);
        self.history = memory.history.into_iter().filter(remembered).collect();
        if now < memory.kept_at.after(HOLES_HOLD) {
            let holes: BTreeMap<u64, Timestamp> = memory.holes.into_iter().collect();
            let since = |cell: &u64| holes.get(cell).copied().filter(|since| *since <= now);
            self.hole_since = self.cells.iter().map(since).collect();
        }
    }
}
