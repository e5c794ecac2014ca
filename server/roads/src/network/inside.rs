//! What the network's own parts ask of it.

use std::collections::BTreeSet;

use domain::{LatLon, TravelMode};

use super::{Ground, RoadNetwork};
use crate::lanes::{Directed, Lanes};
use crate::metric::Times;
use crate::pieces::{NONE, Piece};
use crate::reach::Reach;
use crate::search::times_left;
use crate::snap::Near;
use crate::spot::{End, Errand, Spot};
use crate::turn::whole_ms;

/// A search that goes beyond one lane in so many is given up for a sweep over all of them.
const SWEPT_FROM: usize = 16;

/// Walking speed in metres a second.
const WALKING_MPS: f64 = 1.3;

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
        self.now.cells.get(mode).spots()
    }

    /// From where `mode` reaches `spot` within `limit_ms`.
    pub(crate) fn reach_to_spot(&self, mode: TravelMode, spot: Spot, limit_ms: u32) -> Reach {
        self.reach_to_ends(mode, self.ends(mode, spot).collect(), limit_ms)
    }

    /// The lanes that pass within `aside_m` of `place`, and those nearest to it, each with the walk from it
    /// as far as that is longer than from the nearest; none if there is no road for the mode.
    pub(crate) fn ends_beside(&self, mode: TravelMode, place: LatLon, aside_m: f64) -> Option<Vec<End>> {
        let nearest = self.near(mode, place, None, Errand::Arriving)?;
        let least_m = nearest.at.distance_m(place);
        let Ground { roads, streets, .. } = &*self.ground;
        let beside = streets.beside(roads, mode, place, aside_m);
        let beside = beside
            .into_values()
            .filter(|near| near.spot.piece != nearest.spot.piece);
        let ends = beside.chain([nearest]).flat_map(|near| {
            let more_m = (near.at.distance_m(place) - least_m).max(0.0);
            let walk_ms = whole_ms(more_m / WALKING_MPS * 1000.0);
            self.ends(mode, near.spot).map(move |end| End { walk_ms, ..end })
        });
        Some(ends.collect())
    }

    pub(crate) fn reach_to_ends(&self, mode: TravelMode, goals: Vec<End>, limit_ms: u32) -> Reach {
        let left = self.times_left(mode, &goals, limit_ms);
        Reach {
            network: self.clone(),
            mode,
            goals,
            left,
            limit_ms,
        }
    }

    /// For each lane, the time left at its end until `goals`; none beyond `limit_ms`.
    fn times_left(&self, mode: TravelMode, goals: &[End], limit_ms: u32) -> Vec<u32> {
        let (lanes, times) = (self.lanes(mode), self.times(mode));
        // A near limit is searched faster, a far one swept; which of them it is shows on the way.
        let ready = self.customised_if_ready(mode);
        let most = ready.map_or(usize::MAX, |_| lanes.len() / SWEPT_FROM);
        times_left(lanes, times, goals, limit_ms, most).unwrap_or_else(|| {
            let customised = self.customised(mode);
            self.hierarchy(mode)
                .times_left(customised, (lanes, times), goals, limit_ms)
        })
    }

    /// The lanes of `mode` that pass `spot` and are open.
    pub(crate) fn ends(&self, mode: TravelMode, spot: Spot) -> impl Iterator<Item = End> + Clone + use<> {
        spot.ends(self.lanes(mode), self.times(mode), mode)
    }

    /// The point of the network for `mode` nearest to `at` where one can go about `errand`.
    pub(crate) fn spot(&self, mode: TravelMode, at: LatLon, errand: Errand) -> Option<Spot> {
        Some(self.near(mode, at, None, errand)?.spot)
    }

    /// The same, preferring a road that leads in the direction of somebody's heading.
    pub(crate) fn near(
        &self,
        mode: TravelMode,
        at: LatLon,
        heading_deg: Option<f64>,
        errand: Errand,
    ) -> Option<Near> {
        let (roads, streets) = (&self.ground.roads, &self.ground.streets);
        let leads = |piece: u32, forward: bool| {
            let lane = self.lanes(mode).lane_of(Directed::new(piece, forward));
            lane.is_some_and(|lane| {
                self.lanes(mode).serves(lane, errand) && self.times(mode).of(lane).is_some()
            })
        };
        match heading_deg {
            Some(heading_deg) => streets.nearest_heading(roads, mode, at, heading_deg, leads),
            None => streets.nearest(roads, mode, at, |piece| leads(piece, true) || leads(piece, false)),
        }
    }

    /// The piece of `mode` nearest to `at`, closed or not, with its distance in metres.
    pub(crate) fn nearest_piece(&self, mode: TravelMode, at: LatLon) -> Option<(u32, f64)> {
        let Ground { roads, streets, .. } = &*self.ground;
        let near = streets.nearest(roads, mode, at, |_| true)?;
        Some((near.spot.piece, near.at.distance_m(at)))
    }

    /// The pieces of `mode` within `radius_m` of `centre`, each possibly more than once.
    pub(crate) fn streets_within(
        &self,
        mode: TravelMode,
        centre: LatLon,
        radius_m: f64,
    ) -> impl Iterator<Item = u32> {
        self.ground.streets.within(mode, centre, radius_m)
    }

    /// The pieces of `mode` in the rectangle between two corners, each possibly more than once.
    pub(crate) fn pieces_between(
        &self,
        mode: TravelMode,
        from: LatLon,
        to: LatLon,
    ) -> impl Iterator<Item = u32> {
        self.ground.streets.between(mode, from, to)
    }

    pub(crate) fn line_of(&self, piece: &Piece) -> &[LatLon] {
        self.ground.roads.line(piece)
    }

    /// The street name of this number.
    pub(crate) fn name(&self, number: u32) -> Option<&str> {
        self.ground.roads.names.get(number as usize).map(String::as_str)
    }

    /// The pieces of `mode` within so many metres of a place that run, to so many degrees, as a bearing
    /// or against it.
    pub(crate) fn streets_parallel(
        &self,
        mode: TravelMode,
        near: (LatLon, f64),
        bearing: (f64, f64),
    ) -> BTreeSet<u32> {
        let Ground { roads, streets, .. } = &*self.ground;
        streets.parallel(roads, mode, near, bearing)
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
