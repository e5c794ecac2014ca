//! Times between many places at once.

use domain::{LatLon, TravelMode};

use crate::hierarchy::{Leads, Table};
use crate::network::RoadNetwork;
use crate::search::NEVER;
use crate::spot::{Errand, Spot, along_ms};

/// For no more goals than this, a search from each is quicker than a hierarchy that may have to be
/// made first.
const FEW: usize = 4;

impl RoadNetwork {
    /// The seconds by `mode` from each of `from` (rows) to each of `to`; none where there is no way.
    ///
    /// The first large matrix of a mode takes longer: see [`RoadNetwork::prepare`].
    pub fn matrix(&self, mode: TravelMode, from: &[LatLon], to: &[LatLon]) -> Vec<Vec<Option<f64>>> {
        let spots = |places: &[LatLon], errand| -> Vec<_> {
            let spots = places.iter().map(|&at| self.spot(mode, at, errand));
            spots.collect()
        };
        let (from, to) = (spots(from, Errand::SettingOut), spots(to, Errand::Arriving));
        if to.len() <= FEW {
            return self.matrix_by_reach(mode, &from, &to);
        }
        let starts: Vec<Leads> = from.iter().map(|from| self.setting_out(mode, *from)).collect();
        let goals: Vec<Leads> = to.iter().map(|to| self.arriving(mode, *to)).collect();
        let mut rows = Table::of(self.hierarchy(mode), self.customised(mode), &starts, &goals).rows;
        self.stay_on_lanes(mode, &from, &to, &mut rows);
        let seconds = |millis: u32| (millis != NEVER).then(|| f64::from(millis) / 1000.0);
        rows.into_iter()
            .map(|row| row.into_iter().map(seconds).collect())
            .collect()
    }

    fn matrix_by_reach(
        &self,
        mode: TravelMode,
        from: &[Option<Spot>],
        to: &[Option<Spot>],
    ) -> Vec<Vec<Option<f64>>> {
        let reaches: Vec<_> = to
            .iter()
            .map(|to| Some(self.reach_to_spot(mode, (*to)?, crate::turn::MOST_MS)))
            .collect();
        let cell = |from: &Option<Spot>, reach: &Option<crate::Reach>| reach.as_ref()?.seconds((*from)?);
        from.iter()
            .map(|from| reaches.iter().map(|reach| cell(from, reach)).collect())
            .collect()
    }

    /// The lanes that follow the one `from` lies on, with the time to their beginnings.
    fn setting_out(&self, mode: TravelMode, from: Option<Spot>) -> Leads {
        let lanes = self.lanes(mode);
        let ends = from.into_iter().flat_map(|from| self.ends(mode, from));
        ends.flat_map(|end| {
            let turns = lanes.after.of_lane(end.lane).iter();
            turns.map(move |turn| (turn.lane, end.sets_out_ms().saturating_add(turn.cost_ms)))
        })
        .collect()
    }

    /// The lanes that `to` lies on, with the time from their beginnings.
    fn arriving(&self, mode: TravelMode, to: Option<Spot>) -> Leads {
        let lanes = self.lanes(mode);
        let ends = to.into_iter().flat_map(|to| self.ends(mode, to));
        ends.flat_map(|end| lanes.entries(end.lane).map(move |lane| (lane, end.comes_in_ms())))
            .collect()
    }

    /// Puts the times of those who need not leave their lane into `rows`.
    fn stay_on_lanes(
        &self,
        mode: TravelMode,
        from: &[Option<Spot>],
        to: &[Option<Spot>],
        rows: &mut [Vec<u32>],
    ) {
        let mut by_piece: Vec<(u32, usize)> = to
            .iter()
            .enumerate()
            .filter_map(|(goal, spot)| Some((spot.as_ref()?.piece, goal)))
            .collect();
        by_piece.sort_unstable();
        for (start, row) in from.iter().zip(rows) {
            let Some(start) = start else { continue };
            let first = by_piece.partition_point(|(piece, _)| *piece < start.piece);
            let same = by_piece.iter().skip(first);
            for &(_, goal) in same.take_while(|(piece, _)| *piece == start.piece) {
                let Some((Some(spot), best)) = to.get(goal).zip(row.get_mut(goal)) else {
                    continue;
                };
                for from in self.ends(mode, *start) {
                    let along = self.ends(mode, *spot).filter_map(|to| along_ms(from, to));
                    for time in along {
                        *best = (*best).min(time.saturating_add(from.lead_ms));
                    }
                }
            }
        }
    }
}
