//! The holes of the promise map: cells side by side that no free unit reaches in time.

use std::collections::BTreeMap;

use domain::{LatLon, Timestamp};
use h3o::CellIndex;

use super::PromiseMap;
use super::demand::middle;

/// A stretch of the district that no free unit reaches in time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hole {
    /// The middle of the cell in it where most is to be expected.
    pub at: LatLon,
    /// How many cells it has.
    pub cells: usize,
    /// The share of incidents to be expected there, 0 to 1.
    pub weight: f64,
    /// Since when there is a hole here: as long as its oldest cell is one.
    pub since: Timestamp,
}

impl PromiseMap {
    /// The holes, the heaviest first, at most so many.
    pub fn holes(&self, most: usize) -> Vec<Hole> {
        let cells = self.cells.iter().zip(&self.weights).zip(&self.hole_since);
        let mut open: BTreeMap<u64, (f64, Timestamp)> = cells
            .filter_map(|((cell, weight), since)| Some((*cell, (*weight, (*since)?))))
            .collect();
        let mut holes = Vec::new();
        while let Some((first, known)) = open.pop_first() {
            holes.extend(hole(first, known, &mut open));
        }
        holes.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        holes.truncate(most);
        holes
    }
}

/// The hole around the cell `first`, whose cells it takes out of `open`.
fn hole(first: u64, known: (f64, Timestamp), open: &mut BTreeMap<u64, (f64, Timestamp)>) -> Option<Hole> {
    let (mut heaviest, mut cells, mut weight, mut since) = ((first, known.0), 0, 0.0, known.1);
    let mut ahead = vec![(first, known)];
    while let Some((cell, (own, own_since))) = ahead.pop() {
        cells += 1;
        weight += own;
        since = since.min(own_since);
        if own > heaviest.1 {
            heaviest = (cell, own);
        }
        let around = CellIndex::try_from(cell).ok()?;
        for beside in around.grid_disk_safe(1).map(u64::from) {
            if let Some(known) = open.remove(&beside) {
                ahead.push((beside, known));
            }
        }
    }
    Some(Hole {
        at: middle(heaviest.0)?,
        cells,
        weight,
        since,
    })
}

#[cfg(test)]
mod tests;
