//! The H3 cells that have a road, as the places that reach and cover speak of.

use std::collections::BTreeSet;

use domain::{LatLon, TravelMode};
use h3o::{CellIndex, LatLng, Resolution};

use crate::pieces::Roads;
use crate::snap::Streets;
use crate::spot::{End, Spot};

/// Cells of this size are about 130 m across.
const SIZE: Resolution = Resolution::Ten;
/// Roads are looked at every so many metres for the cells they pass.
const STEP_M: f64 = 20.0;
/// A cell is reached by its road nearest to its middle, but for roads further off than this: they
/// pass another cell.
const NEAR_M: f64 = 100.0;

/// Where one mode gets to in each cell.
#[derive(Clone, Debug)]
pub(crate) struct CellSpots {
    /// By the place of the cell; none where the mode has no road in the cell.
    spots: Vec<Option<Spot>>,
    /// The places of cells by the piece that their spot lies on, sorted.
    by_piece: Vec<(u32, u32)>,
}

impl CellSpots {
    pub(crate) fn new(spots: Vec<Option<Spot>>) -> Self {
        let mut by_piece: Vec<(u32, u32)> = (0_u32..)
            .zip(&spots)
            .filter_map(|(cell, spot)| Some((spot.as_ref()?.piece, cell)))
            .collect();
        by_piece.sort_unstable();
        Self { spots, by_piece }
    }

    /// All spots, by the place of their cell.
    pub(crate) fn spots(&self) -> &[Option<Spot>] {
        &self.spots
    }

    /// The cells whose spot lies on `piece`, with the spot.
    pub(crate) fn on_piece(&self, piece: u32) -> impl Iterator<Item = (u32, Spot)> {
        let start = self.by_piece.partition_point(|(other, _)| *other < piece);
        let cells = self.by_piece.iter().skip(start);
        cells
            .take_while(move |(other, _)| *other == piece)
            .filter_map(|&(_, cell)| Some((cell, (*self.spots.get(cell as usize)?)?)))
    }

    /// The same, but for cells whose spot lies on a piece that is `closed`: they are asked anew.
    pub(crate) fn without(&self, closed: &BTreeSet<u32>, anew: impl Fn(usize) -> Option<Spot>) -> Self {
        let spots = self.spots.iter().enumerate().map(|(cell, spot)| match spot {
            Some(spot) if closed.contains(&spot.piece) => anew(cell),
            spot => *spot,
        });
        Self::new(spots.collect())
    }
}

/// The corners of a cell, in turn.
pub(crate) fn border(cell: CellIndex) -> Vec<LatLon> {
    let corners = cell.boundary();
    let corners = corners.iter();
    corners
        .filter_map(|corner| LatLon::new(corner.lat(), corner.lng()).ok())
        .collect()
}

/// By which lanes cells are reached.
#[derive(Clone, Debug, Default)]
pub(crate) struct CellEnds {
    /// By cell, lane, and the milliseconds from the beginning of the lane to the spot.
    ends: Vec<(u32, u32, u32)>,
}

impl CellEnds {
    /// From the ends of each cell's spot.
    pub(crate) fn of(cells: impl Iterator<Item = impl Iterator<Item = End>>) -> Self {
        let ends = (0_u32..)
            .zip(cells)
            .flat_map(|(cell, ends)| ends.map(move |end| (cell, end.lane, end.part_ms)));
        Self { ends: ends.collect() }
    }

    /// Each cell with each of its lanes, and the milliseconds from the beginning of the lane.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (u32, u32, u32)> {
        self.ends.iter().copied()
    }
}

/// The cells that the roads of `lines` pass, in order.
pub(crate) fn passed<'a>(lines: impl Iterator<Item = &'a [LatLon]>) -> Vec<CellIndex> {
    let mut cells = BTreeSet::new();
    for line in lines {
        for (from, to) in line.iter().zip(line.iter().skip(1)) {
            for at in steps(*from, *to) {
                cells.extend(cell_of(at));
            }
        }
    }
    cells.into_iter().collect()
}

/// The cell that `at` lies in.
pub(crate) fn cell_of(at: LatLon) -> Option<CellIndex> {
    Some(LatLng::new(at.lat(), at.lon()).ok()?.to_cell(SIZE))
}

/// The middle of `cell`.
pub(crate) fn middle(cell: CellIndex) -> Option<LatLon> {
    let middle = LatLng::from(cell);
    LatLon::new(middle.lat(), middle.lng()).ok()
}

/// The road of `mode` nearest to the middle of `cell`, if the cell has one that `is_open`.
pub(crate) fn spot_in(
    roads: &Roads,
    streets: &Streets,
    cell: CellIndex,
    mode: TravelMode,
    is_open: impl Fn(u32) -> bool,
) -> Option<Spot> {
    let middle = middle(cell)?;
    let found = streets.nearest(roads, mode, middle, is_open)?;
    (found.at.distance_m(middle) <= NEAR_M).then_some(found.spot)
}

fn steps(from: LatLon, to: LatLon) -> impl Iterator<Item = LatLon> {
    let count = (from.distance_m(to) / STEP_M).ceil().clamp(1.0, 100_000.0);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a whole number from 1 to 100,000"
    )]
    let last = count as u32;
    (0..=last).map(move |step| from.toward(to, f64::from(step) / count))
}
