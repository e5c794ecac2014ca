//! The promise map (承诺地图): where a quarter of an hour can be kept at this moment, and where not.
//!
//! A cell is covered if a free unit whose phone answers is there within the limit, its usual delays
//! included: the promise counts from receipt, so the answer, the start and the last metres belong to
//! the time. The map is made of units' positions and is not recorded.

use std::sync::Arc;
use std::time::Duration;

use domain::{Timestamp, UnitId};
use roads::{Cover, Origin, RoadNetwork};

use super::{LIMIT_S, MapMemory};
use crate::offers::SETTLING;
use crate::{Change, Dispatch, Output};

/// Minutes of history that are kept, one entry each.
const HISTORY: usize = 24 * 60;

/// Where the promise can be kept.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PromiseMap {
    /// When it was made.
    pub made_at: Option<Timestamp>,
    /// The H3 cells of resolution 10 that it speaks of, in a sequence that changes with the roads only.
    pub cells: Arc<[u64]>,
    /// By cell: how many units could be there in time, 0, 1 or 2; 2 means two or more.
    pub states: Vec<u8>,
    /// By cell: since when no unit could be there.
    pub hole_since: Vec<Option<Timestamp>>,
    /// The share of incidents to be expected where at least one unit could be in time, 0 to 1.
    pub covered_once: f64,
    /// The same for at least two.
    pub covered_twice: f64,
    /// Minute by minute, oldest first, at most a day: when, with both shares.
    pub history: Vec<(Timestamp, f64, f64)>,
    /// By cell: the share of incidents to be expected there; they sum to 1.
    pub weights: Vec<f64>,
    pub(super) first: Vec<Option<UnitId>>,
    pub(super) second: Vec<Option<UnitId>>,
}

/// What changed on the map since the last news, as viewers need it.
#[derive(Clone, Debug, PartialEq)]
pub struct MapNews {
    /// When the map was made.
    pub made_at: Timestamp,
    /// Whether the cells are others than before, so that the whole map has to be fetched.
    pub whole: bool,
    /// The cells whose state changed, by their place in [`PromiseMap::cells`], with the state.
    pub changed: Vec<(u32, u8)>,
    /// The share of incidents to be expected where at least one unit could be in time.
    pub covered_once: f64,
    /// The same for at least two.
    pub covered_twice: f64,
}

/// The map with when it is made anew.
#[derive(Debug, Default)]
pub(crate) struct Mapping {
    map: PromiseMap,
    /// Whether units moved or changed since the map was made.
    stale: bool,
    weighed_at: Option<Timestamp>,
    /// What the first map is to go on from.
    before: Option<MapMemory>,
    /// When the first map is made even if phones are missing, once that is known.
    begins_at: Option<Timestamp>,
}

impl Mapping {
    pub(super) fn remember(&mut self, memory: MapMemory) {
        self.before = Some(memory);
    }

    pub(crate) fn touch(&mut self) {
        self.stale = true;
    }

    /// Looks at everything again, since the roads are others. What was a hole stays one while the cells are the same.
    pub(crate) fn reset(&mut self) {
        self.stale = true;
        self.weighed_at = None;
    }
}

impl PromiseMap {
    /// The map as it would be without `unit`. Two units a cell are known, so it may count one too few, never too many.
    #[must_use]
    pub fn without(&self, unit: UnitId) -> Self {
        let mut map = self.clone();
        (map.covered_once, map.covered_twice) = (0.0, 0.0);
        let units = self.first.iter().zip(&self.second);
        let cells = map.states.iter_mut().zip(&mut map.hole_since);
        for (((state, hole_since), (first, second)), weight) in cells.zip(units).zip(&self.weights) {
            if [*first, *second].contains(&Some(unit)) {
                *state = state.saturating_sub(1);
            }
            if *state == 0 && hole_since.is_none() {
                *hole_since = self.made_at;
            }
            map.covered_once += if *state >= 1 { *weight } else { 0.0 };
            map.covered_twice += if *state >= 2 { *weight } else { 0.0 };
        }
        map
    }
}

impl Dispatch {
    /// The promise map, if one was made: there must be roads.
    pub fn promise_map(&self) -> Option<&PromiseMap> {
        let map = &self.foresight.mapping.map;
        map.made_at.is_some().then_some(map)
    }

    /// When the map is made anew.
    pub(crate) fn next_map(&self) -> Option<Timestamp> {
        let every = self.settings.map_every?;
        let mapping = &self.foresight.mapping;
        let wanted = mapping.stale && self.foresight.ways.travel().network().is_some();
        let made_at = mapping.map.made_at;
        let first = || {
            let begins_at = mapping.begins_at.filter(|_| self.phones_are_missing());
            begins_at.unwrap_or(Timestamp::from_millis(0))
        };
        wanted.then(|| made_at.map_or_else(first, |at| at.after(every)))
    }

    /// Makes the map anew if it is time, and tells viewers what changed.
    pub(crate) fn map_promises(&mut self, now: Timestamp) {
        if self.next_map().is_none_or(|at| at > now) {
            return;
        }
        let Some(network) = self.foresight.ways.travel().network().cloned() else {
            return;
        };
        if self.phones_are_missing() {
            let begins_at = &mut self.foresight.mapping.begins_at;
            if now < *begins_at.get_or_insert_with(|| now.after(SETTLING)) {
                return;
            }
        }
        self.foresight.mapping.stale = false;
        self.weigh_cells(now, &network);
        let (origins, units) = self.origins(now);
        // The network's times are those of a usual driver.
        let limit_s = LIMIT_S / self.usual_pace(now);
        let cover = network.cover(&origins, Duration::from_secs_f64(limit_s));
        let news = self.foresight.mapping.map.update(now, &cover, &units);
        self.output(Output::Show(Change::PromiseMap(news)));
    }

    /// Whether the first map since a start would show holes for the only reason that phones are not back yet.
    fn phones_are_missing(&self) -> bool {
        let mapping = &self.foresight.mapping;
        let goes_on = mapping.map.made_at.is_none() && mapping.before.is_some();
        let mut units = self.board.units.values();
        goes_on && units.any(|unit| unit.on_duty && (unit.heard_at.is_none() || unit.fix.is_none()))
    }

    /// What each cell counts for, looked at every few minutes.
    fn weigh_cells(&mut self, now: Timestamp, network: &RoadNetwork) {
        let mapping = &self.foresight.mapping;
        let fresh = mapping
            .weighed_at
            .is_some_and(|at| now < at.after(Duration::from_mins(5)));
        if fresh && mapping.map.cells.len() == network.cells().len() {
            return;
        }
        let modes = self.board.units.values().map(|unit| unit.unit.mode).collect();
        let Some(survey) = self.foresight.ways.survey(&modes) else {
            return;
        };
        let shares = self.shares(now, &survey);
        let mut members = vec![0_u32; survey.places.len()];
        for place in &survey.place_of_cell {
            if let Some(count) = members.get_mut(*place) {
                *count += 1;
            }
        }
        let weight = |place: &usize| {
            let count = members.get(*place).copied().unwrap_or(1).max(1);
            shares.get(*place).copied().unwrap_or(0.0) / f64::from(count)
        };
        let mapping = &mut self.foresight.mapping;
        mapping.weighed_at = Some(now);
        mapping.map.weights = survey.place_of_cell.iter().map(weight).collect();
        let cells = network.cells().iter().map(|cell| u64::from(*cell));
        if !mapping.map.cells.iter().copied().eq(cells.clone()) {
            mapping.map.cells = cells.collect();
            mapping.map.states.clear();
            mapping.map.hole_since.clear();
            mapping.map.history.clear();
            if let Some(memory) = mapping.before.take() {
                mapping.map.go_on_from(now, memory);
            }
        }
    }

    /// The free units that answer from a place that they measured, as the roads ask for them.
    fn origins(&self, now: Timestamp) -> (Vec<Origin>, Vec<UnitId>) {
        let engaged = self.engagements(now, domain::order::OrderKind::Emergency, None);
        let free = self.board.units.values().filter(|unit| {
            let busy = engaged
                .get(&unit.unit.id)
                .is_some_and(|known| known.busy_with.is_some());
            !busy && self.board.can_be_counted_on(unit, now)
        });
        let pace = self.usual_pace(now);
        free.filter_map(|unit| {
            let delay_s = self.coming(unit, now, 0.0).mean() / pace;
            let origin = Origin {
                at: unit.measured()?.at,
                mode: unit.unit.mode,
                free_in: Duration::from_secs_f64(delay_s),
            };
            Some((origin, unit.unit.id))
        })
        .unzip()
    }

    fn usual_pace(&self, now: Timestamp) -> f64 {
        let pace = self.board.habits.pace.expect_anyone(domain::TravelMode::Car, now);
        pace.mean().clamp(0.5, 3.0)
    }
}

impl PromiseMap {
    /// Takes in who is where first; tells what is different.
    fn update(&mut self, now: Timestamp, cover: &Cover, units: &[UnitId]) -> MapNews {
        let whole = self.states.len() != self.cells.len();
        if whole {
            self.states = vec![u8::MAX; self.cells.len()];
            self.hole_since.resize(self.cells.len(), None);
            self.first = vec![None; self.cells.len()];
            self.second = vec![None; self.cells.len()];
        }
        let mut news = MapNews {
            made_at: now,
            whole,
            changed: Vec::new(),
            covered_once: 0.0,
            covered_twice: 0.0,
        };
        let cells = self
            .states
            .iter_mut()
            .zip(&mut self.hole_since)
            .zip(self.first.iter_mut().zip(&mut self.second))
            .zip(&self.weights);
        for (number, (((state, hole_since), (first, second)), weight)) in cells.enumerate() {
            let known = |(unit, _): (usize, f32)| units.get(unit).copied();
            *first = cover.first(number).and_then(known);
            *second = cover.second(number).and_then(known);
            let covered = match (*first, *second) {
                (None, _) => 0,
                (Some(_), None) => 1,
                (Some(_), Some(_)) => 2,
            };
            if covered >= 1 {
                news.covered_once += weight;
                *hole_since = None;
            } else {
                hole_since.get_or_insert(now);
            }
            if covered == 2 {
                news.covered_twice += weight;
            }
            if *state != covered {
                *state = covered;
                news.changed
                    .extend(u32::try_from(number).ok().map(|number| (number, covered)));
            }
        }
        self.made_at = Some(now);
        (self.covered_once, self.covered_twice) = (news.covered_once, news.covered_twice);
        let minute_over = self
            .history
            .last()
            .is_none_or(|(at, ..)| now >= at.after(Duration::from_mins(1)));
        if minute_over {
            if self.history.len() >= HISTORY {
                self.history.remove(0);
            }
            self.history.push((now, self.covered_once, self.covered_twice));
        }
        news
    }
}
