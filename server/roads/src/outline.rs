//! Rings around a set of cells.

use std::collections::{BTreeMap, BTreeSet};

use domain::LatLon;
use h3o::geom::SolventBuilder;
use h3o::{CellIndex, Resolution};

/// The size of the cells that are drawn.
const DRAWN: Resolution = Resolution::Nine;

/// Rings around those larger cells of which at least half of `all` cells inside are `reached`.
pub(crate) fn around(all: &[CellIndex], reached: &BTreeSet<CellIndex>) -> Vec<Vec<LatLon>> {
    let mut shares: BTreeMap<CellIndex, (usize, usize)> = BTreeMap::new();
    for cell in all {
        let Some(parent) = cell.parent(DRAWN) else {
            continue;
        };
        let (inside, whole) = shares.entry(parent).or_default();
        *inside += usize::from(reached.contains(cell));
        *whole += 1;
    }
    let drawn = shares
        .into_iter()
        .filter(|(_, (inside, whole))| 2 * inside >= *whole)
        .map(|(cell, _)| cell);
    let Ok(polygons) = SolventBuilder::new().build().dissolve(drawn) else {
        return Vec::new();
    };
    polygons
        .iter()
        .flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()))
        .map(|ring| {
            ring.coords()
                .filter_map(|corner| LatLon::new(corner.y, corner.x).ok())
                .collect()
        })
        .collect()
}
