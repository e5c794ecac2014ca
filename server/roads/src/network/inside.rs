//! What the network's own parts ask of it.

use domain::{LatLon, TravelMode};

use super::{Ground, Now, RoadNetwork};
use crate::cells::{CellSpots, spot_in};
use crate::lanes::Lanes;
use crate::metric::{Metric, Times};
use crate::mode::PerMode;
use crate::pieces::{NONE, Piece};
use crate::snap::Near;
use crate::speeds::Speeds;
use crate::spot::{End, Spot};

impl Now {
    pub(super) fn of(ground: &Ground, speeds: &Speeds) -> Self {
        let metric = Metric::new(&ground.roads, &ground.lanes, speeds, |_, _| false);
        let cells = CellSpots::new(|mode| {
            let cells = ground.cells.iter();
            cells
                .map(|&cell| spot_in(&ground.roads, &ground.streets, cell, mode, |_| true))
                .collect()
        });
        let cells_by_piece = PerMode::new(|mode| by_piece(cells.get(mode)));
        Self {
            metric,
            cells,
            cells_by_piece,
        }
    }
}

/// The places of `spots` by piece, sorted.
fn by_piece(spots: &[Option<Spot>]) -> Vec<(u32, u32)> {
    let mut by_piece: Vec<(u32, u32)> = (0_u32..)
        .zip(spots)
        .filter_map(|(cell, spot)| Some((spot.as_ref()?.piece, cell)))
        .collect();
    by_piece.sort_unstable();
    by_piece
}

impl RoadNetwork {
    pub(crate) fn lanes(&self, mode: TravelMode) -> &Lanes {
        self.ground.lanes.get(mode)
    }

    pub(crate) fn times(&self, mode: TravelMode) -> &Times {
        self.now.metric.of(mode)
    }

    pub(crate) fn piece(&self, number: u32) -> Option<&Piece> {
        self.ground.roads.pieces.get(number as usize)
    }

    pub(crate) fn cell_spots(&self, mode: TravelMode) -> &[Option<Spot>] {
        self.now.cells.get(mode)
    }

    /// The lanes of `mode` that pass `spot` and are open.
    pub(crate) fn ends(&self, mode: TravelMode, spot: Spot) -> impl Iterator<Item = End> + Clone + use<> {
        spot.ends(self.lanes(mode), self.times(mode), mode)
    }

    /// The point of the network for `mode` nearest to `at`.
    pub(crate) fn spot(&self, mode: TravelMode, at: LatLon) -> Option<Spot> {
        Some(self.near(mode, at, None)?.spot)
    }

    pub(super) fn near(&self, mode: TravelMode, at: LatLon, heading_deg: Option<f64>) -> Option<Near> {
        let (roads, streets) = (&self.ground.roads, &self.ground.streets);
        let is_open = |piece: u32, forward: bool| {
            let lane = self
                .lanes(mode)
                .lane_of(crate::lanes::Directed::new(piece, forward));
            lane.is_some_and(|lane| self.times(mode).of(lane).is_some())
        };
        let is_wanted = |modes: crate::snap::Modes, piece: u32| {
            modes.has(mode) && (is_open(piece, true) || is_open(piece, false))
        };
        match heading_deg {
            Some(heading_deg) => streets.nearest_heading(roads, at, heading_deg, is_wanted, is_open),
            None => streets.nearest(roads, at, is_wanted),
        }
    }

    /// How many junctions lie at the end of a lane of `mode` that is `reached`.
    pub(crate) fn junctions_before(&self, mode: TravelMode, reached: impl Fn(usize) -> bool) -> usize {
        let roads = &self.ground.roads;
        let mut seen = vec![false; roads.junctions.len()];
        for (lane, road) in self.lanes(mode).roads.iter().enumerate() {
            let head = roads.head(*road);
            if head != NONE
                && reached(lane)
                && let Some(seen) = seen.get_mut(head as usize)
            {
                *seen = true;
            }
        }
        seen.into_iter().filter(|&seen| seen).count()
    }
}
