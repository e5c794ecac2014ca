//! What the network's own parts ask of it.

use std::collections::BTreeSet;

use domain::{LatLon, TravelMode};

use super::RoadNetwork;
use crate::lanes::Lanes;
use crate::metric::Times;
use crate::pieces::{NONE, Piece};
use crate::snap::Near;
use crate::spot::{End, Spot};

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

    pub(crate) fn pieces(&self) -> &[Piece] {
        &self.ground.roads.pieces
    }

    pub(crate) fn cell_spots(&self, mode: TravelMode) -> &[Option<Spot>] {
        self.now.cells.get(mode).all()
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

    /// The piece nearest to `at` that `is_wanted`, with its distance in metres.
    pub(crate) fn nearest_piece(&self, at: LatLon, is_wanted: impl Fn(u32) -> bool) -> Option<(u32, f64)> {
        let near = self
            .ground
            .streets
            .nearest(&self.ground.roads, at, |_, piece| is_wanted(piece))?;
        Some((near.spot.piece, near.metres))
    }

    /// The pieces within `radius_m` of `centre`, each possibly more than once.
    pub(crate) fn streets_within(&self, centre: LatLon, radius_m: f64) -> impl Iterator<Item = u32> {
        self.ground.streets.within(centre, radius_m)
    }

    /// The pieces near `at` that run about as `bearing_deg` or against it.
    pub(crate) fn streets_parallel(
        &self,
        at: LatLon,
        radius_m: f64,
        bearing_deg: f64,
        most_deg: f64,
    ) -> BTreeSet<u32> {
        self.ground
            .streets
            .parallel(&self.ground.roads, at, radius_m, bearing_deg, most_deg)
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
