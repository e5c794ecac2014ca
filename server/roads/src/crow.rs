//! Travel where no road data is known: straight lines, stretched.

use std::time::Duration;

use domain::{LatLon, TravelMode};
use h3o::CellIndex;

use crate::cells::{cell_of, middle};
use crate::cover::{Cover, Origin};
use crate::outline;
use crate::turn::whole_ms;

/// How much longer the way through a city is than the straight line, as a rule.
const DETOUR: f64 = 1.35;
/// No disk of cells is larger than this many rings, about 30 km around: beyond, a guess is worth nothing.
const MOST_RINGS: u32 = 230;
/// How far the middles of two neighbouring cells lie apart, about.
const CELL_STEP_M: f64 = 131.0;

/// Guesses in place of a road network, from great-circle distances. Every answer is flagged as a guess.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CrowFlies {
    cells: Vec<CellIndex>,
}

/// From where a place is reached in time, as the crow flies.
#[derive(Clone, Debug, PartialEq)]
pub struct CrowReach {
    mode: TravelMode,
    to: LatLon,
    limit: Duration,
}

impl CrowFlies {
    /// Over a district of `cells`, H3 cells of resolution 10.
    pub fn over(cells: Vec<CellIndex>) -> Self {
        Self { cells }
    }

    /// Over all cells within `radius_m` of `centre`.
    pub fn around(centre: LatLon, radius_m: f64) -> Self {
        Self::over(disk(centre, radius_m))
    }

    /// The cells of the district, in a fixed order.
    pub fn cells(&self) -> &[CellIndex] {
        &self.cells
    }

    /// About how many seconds `mode` takes.
    pub fn seconds(mode: TravelMode, from: LatLon, to: LatLon) -> f64 {
        from.distance_m(to) * DETOUR / mps(mode)
    }

    /// From where `mode` reaches `to` within `limit`.
    pub fn reach_to(&self, mode: TravelMode, to: LatLon, limit: Duration) -> CrowReach {
        CrowReach { mode, to, limit }
    }

    /// The seconds by `mode` from each of `from` (rows) to each of `to`.
    pub fn matrix(&self, mode: TravelMode, from: &[LatLon], to: &[LatLon]) -> Vec<Vec<Option<f64>>> {
        let row = |&from: &LatLon| to.iter().map(|&to| Some(Self::seconds(mode, from, to))).collect();
        from.iter().map(row).collect()
    }

    /// Which of `units` is in each cell of [`CrowFlies::cells`] first, and which second.
    pub fn cover(&self, units: &[Origin], limit: Duration) -> Cover {
        let mut cover = Cover::nobody(self.cells.len(), true);
        for (place, middle) in self.cells.iter().map(|&cell| middle(cell)).enumerate() {
            let Some(middle) = middle else { continue };
            for (number, unit) in (0_u32..).zip(units) {
                let seconds = unit.free_in.as_secs_f64() + Self::seconds(unit.mode, unit.at, middle);
                if seconds <= limit.as_secs_f64() {
                    cover.offer(place, whole_ms(seconds * 1000.0), number);
                }
            }
        }
        cover
    }
}

impl CrowReach {
    /// About how many seconds it takes from `at`; none beyond the limit.
    pub fn seconds_from(&self, at: LatLon) -> Option<f64> {
        let seconds = CrowFlies::seconds(self.mode, at, self.to);
        (seconds <= self.limit.as_secs_f64()).then_some(seconds)
    }

    /// The H3 cells of resolution 10 within the limit, with the seconds from there.
    pub fn cells(&self) -> impl Iterator<Item = (CellIndex, f64)> {
        let radius_m = self.limit.as_secs_f64() * mps(self.mode) / DETOUR;
        disk(self.to, radius_m)
            .into_iter()
            .filter_map(|cell| Some((cell, self.seconds_from(middle(cell)?)?)))
    }

    /// Rings around where the place is reached from, for drawing.
    pub fn outline(&self) -> Vec<Vec<LatLon>> {
        let cells: Vec<CellIndex> = self.cells().map(|(cell, _)| cell).collect();
        outline::around(&cells, &cells.iter().copied().collect())
    }
}

/// Average speeds from door to door, in metres a second.
const fn mps(mode: TravelMode) -> f64 {
    match mode {
        TravelMode::Car => 30.0 / 3.6,
        TravelMode::EBike => 17.0 / 3.6,
        TravelMode::Foot => 4.8 / 3.6,
    }
}

/// The cells whose middles lie within `radius_m` of `centre`, in order.
fn disk(centre: LatLon, radius_m: f64) -> Vec<CellIndex> {
    let Some(cell) = cell_of(centre) else {
        return Vec::new();
    };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to a few hundred"
    )]
    let rings = (radius_m / CELL_STEP_M + 2.0).clamp(0.0, f64::from(MOST_RINGS)) as u32;
    let mut cells: Vec<CellIndex> = cell
        .grid_disk::<Vec<_>>(rings)
        .into_iter()
        .filter(|&cell| middle(cell).is_some_and(|middle| middle.distance_m(centre) <= radius_m))
        .collect();
    cells.sort_unstable();
    cells
}

#[cfg(test)]
mod tests;
