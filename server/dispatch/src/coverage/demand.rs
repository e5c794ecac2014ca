//! Where incidents happen.
//!
//! A fold of the log: how many incidents there were in each H3 cell of resolution 9, old ones counting
//! half for every two months that passed. Calls that turn out to be about one incident count once, and
//! an incident counts where it turns out to be.

use std::collections::BTreeMap;

use domain::{Incident, LatLon, Timestamp};
use h3o::{CellIndex, LatLng, Resolution};
use serde::{Deserialize, Serialize};

/// Two months.
const HALF_LIFE_MS: f64 = 60.0 * 86_400_000.0;
/// The present is far enough from this for no weight to overflow in a lifetime.
const EPOCH_MS: f64 = 1.7e12;

/// How an incident's weight spreads around it: standard deviation in metres.
pub const DEMAND_SPREAD_M: f64 = 900.0;

/// Incidents' worth of evidence behind the guess that they happen wherever there are roads.
pub const DEMAND_PRIOR: f64 = 25.0;

/// The past incidents of a district.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Demand {
    /// By cell, scaled so that weights need not be made smaller as time passes.
    cells: BTreeMap<u64, f64>,
}

impl Demand {
    /// Takes an incident in, if it is known where it is.
    pub(crate) fn observe(&mut self, incident: &Incident) {
        if let Some(cell) = cell_of(incident) {
            *self.cells.entry(cell).or_default() += scale(incident.raised_at);
        }
    }

    /// Takes an incident back that was taken in: it is elsewhere, or another one.
    pub(crate) fn take_back(&mut self, incident: &Incident) {
        let Some(cell) = cell_of(incident) else { return };
        if let Some(weight) = self.cells.get_mut(&cell) {
            let (before, own) = (*weight, scale(incident.raised_at));
            *weight -= own;
            // What is left by rounding is nothing.
            if *weight <= before * 1e-9 {
                self.cells.remove(&cell);
            }
        }
    }

    /// The shares of incidents to be expected at `places`, which sum to 1; `by_roads` are their
    /// shares of the roads.
    pub(crate) fn shares(&self, now: Timestamp, places: &[LatLon], by_roads: &[f64]) -> Vec<f64> {
        let now = scale(now);
        let mut shares: Vec<f64> = by_roads.iter().map(|share| share * DEMAND_PRIOR).collect();
        for (cell, weight) in &self.cells {
            let Some(at) = middle(*cell) else { continue };
            let near: Vec<f64> = places
                .iter()
                .map(|place| (-0.5 * (place.distance_m(at) / DEMAND_SPREAD_M).powi(2)).exp())
                .collect();
            let all: f64 = near.iter().sum();
            if all > 1e-6 {
                for (share, near) in shares.iter_mut().zip(&near) {
                    *share += weight / now * near / all;
                }
            }
        }
        let all: f64 = shares.iter().sum();
        if all > 0.0 {
            for share in &mut shares {
                *share /= all;
            }
        }
        shares
    }
}

fn cell_of(incident: &Incident) -> Option<u64> {
    let at = incident.place_known.then_some(incident.place.at)?;
    let place = LatLng::new(at.lat(), at.lon()).ok()?;
    Some(u64::from(place.to_cell(Resolution::Nine)))
}

/// What an incident at `at` counts for, relative to others.
fn scale(at: Timestamp) -> f64 {
    let millis = i32::try_from(at.as_millis() / 60_000).map_or(0.0, f64::from) * 60_000.0;
    ((millis - EPOCH_MS) / HALF_LIFE_MS).exp2()
}

/// The middle of a cell.
pub(crate) fn middle(cell: u64) -> Option<LatLon> {
    let place = LatLng::from(CellIndex::try_from(cell).ok()?);
    LatLon::new(place.lat(), place.lng()).ok()
}

#[cfg(test)]
mod tests;
