//! Which cells which unit reaches first, and which second.

#![expect(
    clippy::indexing_slicing,
    reason = "every index is a lane's or a cell's number, below the length of each array"
)]

use std::time::Duration;

use domain::{LatLon, TravelMode};
use h3o::CellIndex;

use crate::cells::{CellEnds, CellSpots};
use crate::dial::Dial;
use crate::lanes::Lanes;
use crate::metric::Times;
use crate::outline;
use crate::spot::{End, Spot, along_ms};

/// A unit, as far as it matters for cover.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Origin {
    /// Where it is.
    pub at: LatLon,
    /// How it gets about.
    pub mode: TravelMode,
    /// How long until it is free to set out.
    pub free_in: Duration,
}

/// For each cell, the two units that are there first.
#[derive(Clone, Debug, PartialEq)]
pub struct Cover {
    cells: Vec<Two>,
    is_guess: bool,
}

impl Cover {
    /// The first unit to be in the cell at place `cell` of [`crate::RoadNetwork::cells`], with its
    /// seconds; none if no unit is there within the limit.
    pub fn first(&self, cell: usize) -> Option<(usize, f32)> {
        self.cells.get(cell)?.first.found()
    }

    /// The second unit to be there.
    pub fn second(&self, cell: usize) -> Option<(usize, f32)> {
        self.cells.get(cell)?.second.found()
    }

    /// How many cells there are.
    pub fn cells(&self) -> usize {
        self.cells.len()
    }

    /// How many cells at least one unit reaches.
    pub fn covered_once(&self) -> usize {
        self.cells
            .iter()
            .filter(|two| two.first.found().is_some())
            .count()
    }

    /// How many cells at least two units reach.
    pub fn covered_twice(&self) -> usize {
        self.cells
            .iter()
            .filter(|two| two.second.found().is_some())
            .count()
    }

    /// Rings around the cells that anybody reaches, for drawing; `cells` are those of the network.
    pub fn outline(&self, cells: &[CellIndex]) -> Vec<Vec<LatLon>> {
        let reached = cells.iter().zip(&self.cells);
        let reached = reached.filter(|(_, two)| two.first.found().is_some());
        outline::around(cells, &reached.map(|(cell, _)| *cell).collect())
    }

    /// Whether the times are great-circle guesses.
    pub const fn is_guess(&self) -> bool {
        self.is_guess
    }

    pub(crate) fn nobody(cells: usize, is_guess: bool) -> Self {
        Self {
            cells: vec![Two::NOBODY; cells],
            is_guess,
        }
    }

    /// Notes that `origin` is in `cell` after `time_ms`.
    pub(crate) fn offer(&mut self, cell: usize, time_ms: u32, origin: u32) {
        self.cells[cell].offer(Label::new(time_ms, origin));
    }
}

/// A time and whose it is; the lesser is the better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Label(u64);

impl Label {
    const NOBODY: Self = Self(u64::MAX);

    const fn new(time_ms: u32, origin: u32) -> Self {
        Self((time_ms as u64) << 32 | origin as u64)
    }

    const fn time_ms(self) -> u32 {
        (self.0 >> 32) as u32
    }

    #[expect(clippy::cast_possible_truncation, reason = "the lower half")]
    const fn origin(self) -> u32 {
        self.0 as u32
    }

    const fn later(self, by_ms: u32) -> Self {
        Self::new(self.time_ms().saturating_add(by_ms), self.origin())
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "a millisecond of hours matters to nobody"
    )]
    fn found(self) -> Option<(usize, f32)> {
        (self != Self::NOBODY).then(|| {
            (
                self.origin() as usize,
                (f64::from(self.time_ms()) / 1000.0) as f32,
            )
        })
    }
}

/// The two best of different origins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Two {
    first: Label,
    second: Label,
}

impl Two {
    const NOBODY: Self = Self {
        first: Label::NOBODY,
        second: Label::NOBODY,
    };

    /// Takes `label` in if it is among the two best; says whether it is.
    #[inline]
    fn offer(&mut self, label: Label) -> bool {
        if label >= self.second {
            return false;
        }
        if label.origin() == self.first.origin() {
            let better = label < self.first;
            if better {
                self.first = label;
            }
            return better;
        }
        if label < self.first {
            self.second = self.first;
            self.first = label;
        } else {
            self.second = label;
        }
        true
    }

    const fn has(&self, label: Label) -> bool {
        self.first.0 == label.0 || self.second.0 == label.0
    }
}

/// An origin on the road.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Placed {
    pub(crate) origin: u32,
    pub(crate) spot: Spot,
    pub(crate) free_ms: u32,
}

/// The roads of one mode, to be covered.
pub(crate) struct CoverSearch<'a> {
    pub(crate) lanes: &'a Lanes,
    pub(crate) times: &'a Times,
    pub(crate) mode: TravelMode,
    pub(crate) cells: &'a CellSpots,
    pub(crate) cell_ends: &'a CellEnds,
    pub(crate) limit_ms: u32,
}

impl CoverSearch<'_> {
    /// Adds to `cover` what `origins` reach.
    pub(crate) fn add_to(&self, cover: &mut Cover, origins: &[Placed]) {
        let reached = self.spread(origins);
        for (cell, lane, part_ms) in self.cell_ends.iter() {
            let two = reached[lane as usize];
            for label in [two.first, two.second].map(|label| label.later(part_ms)) {
                if label.time_ms() <= self.limit_ms {
                    cover.cells[cell as usize].offer(label);
                }
            }
        }
        for origin in origins {
            self.add_own_piece(cover, *origin);
        }
    }

    /// The two best at the beginning of each lane.
    fn spread(&self, origins: &[Placed]) -> Vec<Two> {
        let mut reached = vec![Two::NOBODY; self.lanes.len()];
        // Whoever goes straight on is queued far ahead, but never beyond the limit.
        let mut queue = Dial::new(self.limit_ms);
        for origin in origins {
            for end in self.ends(origin.spot) {
                let label = Label::new(origin.free_ms, origin.origin).later(end.sets_out_ms());
                self.go_on(&mut reached, &mut queue, end.lane, label);
            }
        }
        while let Some((time, (lane, origin))) = queue.pop() {
            let label = Label::new(time, origin);
            if reached[lane as usize].has(label)
                && let Some(through) = self.times.of(lane)
            {
                self.go_on(&mut reached, &mut queue, lane, label.later(through));
            }
        }
        for &(base, twin) in &self.lanes.twins {
            let two = reached[twin as usize];
            reached[base as usize].offer(two.first);
            reached[base as usize].offer(two.second);
        }
        reached
    }

    /// Takes `label`, at the end of `lane`, to the lanes that follow.
    #[inline]
    fn go_on(&self, reached: &mut [Two], queue: &mut Dial<(u32, u32)>, lane: u32, label: Label) {
        for turn in self.lanes.after.of_lane(lane) {
            let (mut turn, mut label) = (turn, label.later(turn.cost_ms));
            // Where there is no choice it goes straight on, without a turn in the queue.
            while label.time_ms() <= self.limit_ms && reached[turn.lane as usize].offer(label) {
                let [only] = self.lanes.after.of_lane(turn.lane) else {
                    queue.push(label.time_ms(), (turn.lane, label.origin()));
                    break;
                };
                let Some(through) = self.times.of(turn.lane) else {
                    break;
                };
                (turn, label) = (only, label.later(through.saturating_add(only.cost_ms)));
            }
        }
    }

    /// Cells that `origin` reaches without leaving its piece.
    fn add_own_piece(&self, cover: &mut Cover, origin: Placed) {
        for (cell, spot) in self.cells.on_piece(origin.spot.piece) {
            for from in self.ends(origin.spot) {
                for along in self.ends(spot).filter_map(|to| along_ms(from, to)) {
                    let time = origin.free_ms.saturating_add(from.lead_ms).saturating_add(along);
                    if time <= self.limit_ms {
                        cover.offer(cell as usize, time, origin.origin);
                    }
                }
            }
        }
    }

    fn ends(&self, spot: Spot) -> impl Iterator<Item = End> + Clone + use<> {
        spot.ends(self.lanes, self.times, self.mode)
    }
}
