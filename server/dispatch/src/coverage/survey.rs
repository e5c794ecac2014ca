//! A district as coverage sees it: places that each stand for their surroundings, with the way between any two.

use std::collections::{BTreeMap, BTreeSet};

use domain::{LatLon, TravelMode};
use h3o::{CellIndex, LatLng, Resolution};
use roads::RoadNetwork;

use super::demand::middle;

/// More places than this say nothing more.
const MOST_PLACES: usize = 450;

/// A way that cannot be gone.
pub(crate) const NO_WAY: f32 = 36_000.0;

/// The places of a district.
#[derive(Debug)]
pub struct Survey {
    /// The places; units are sent to them.
    pub(crate) places: Vec<LatLon>,
    /// Each place's share of the roads, as cells with roads; they sum to 1.
    pub(crate) by_roads: Vec<f64>,
    /// The place of each of the network's cells, in their sequence.
    pub(crate) place_of_cell: Vec<usize>,
    place_of: BTreeMap<CellIndex, usize>,
    resolution: Resolution,
    /// Seconds from each place (rows) to each, by means of travel.
    seconds: [Vec<f32>; 3],
}

impl Survey {
    /// Looks at a district for those who travel by `modes`.
    pub(crate) fn of(network: &RoadNetwork, modes: &BTreeSet<TravelMode>) -> Self {
        let resolution = [Resolution::Eight, Resolution::Seven, Resolution::Six]
            .into_iter()
            .find(|resolution| parents(network, *resolution).len() <= MOST_PLACES)
            .unwrap_or(Resolution::Five);
        let members = parents(network, resolution);
        let place_of: BTreeMap<CellIndex, usize> = members
            .keys()
            .enumerate()
            .map(|(place, cell)| (*cell, place))
            .collect();
        let places: Vec<LatLon> = members.values().filter_map(|cells| heart(cells)).collect();
        let all: usize = members.values().map(Vec::len).sum();
        let by_roads = members.values().map(|cells| share(cells.len(), all)).collect();
        let place_of_cell = network
            .cells()
            .iter()
            .map(|cell| {
                parent(*cell, resolution)
                    .and_then(|cell| place_of.get(&cell).copied())
                    .unwrap_or(0)
            })
            .collect();
        let seconds = TravelMode::ALL.map(|mode| {
            let places: &[LatLon] = if modes.contains(&mode) { &places } else { &[] };
            let rows = network.matrix(mode, places, places);
            rows.into_iter()
                .flatten()
                .map(|seconds| seconds.map_or(NO_WAY, shorten))
                .collect()
        });
        Self {
            places,
            by_roads,
            place_of_cell,
            place_of,
            resolution,
            seconds,
        }
    }

    /// The place that stands for `at`: that of its cell, or the nearest.
    pub(crate) fn place_at(&self, at: LatLon) -> Option<usize> {
        let cell = LatLng::new(at.lat(), at.lon()).ok()?.to_cell(self.resolution);
        self.place_of.get(&cell).copied().or_else(|| {
            let by_distance = |(_, a): &(usize, &LatLon), (_, b): &(usize, &LatLon)| {
                a.distance_m(at).total_cmp(&b.distance_m(at))
            };
            self.places
                .iter()
                .enumerate()
                .min_by(by_distance)
                .map(|(place, _)| place)
        })
    }

    /// Whether it knows the ways of those who travel by `modes`.
    pub(crate) fn knows(&self, modes: &BTreeSet<TravelMode>) -> bool {
        modes.iter().all(|mode| {
            self.seconds
                .get(*mode as usize)
                .is_some_and(|rows| !rows.is_empty())
        })
    }

    /// Seconds from a place to each place.
    pub(crate) fn from(&self, mode: TravelMode, place: usize) -> &[f32] {
        let count = self.places.len();
        self.seconds
            .get(mode as usize)
            .and_then(|rows| rows.get(place * count..(place + 1) * count))
            .unwrap_or(&[])
    }
}

/// The network's cells by the larger cell that they lie in.
fn parents(network: &RoadNetwork, resolution: Resolution) -> BTreeMap<CellIndex, Vec<CellIndex>> {
    let mut members: BTreeMap<CellIndex, Vec<CellIndex>> = BTreeMap::new();
    for cell in network.cells() {
        if let Some(parent) = parent(*cell, resolution) {
            members.entry(parent).or_default().push(*cell);
        }
    }
    members
}

fn parent(cell: CellIndex, resolution: Resolution) -> Option<CellIndex> {
    cell.parent(resolution)
}

/// The middle of the cell among `cells` that is nearest to the middle of all.
fn heart(cells: &[CellIndex]) -> Option<LatLon> {
    let middles: Vec<LatLon> = cells.iter().filter_map(|cell| middle(u64::from(*cell))).collect();
    let mean =
        |of: fn(LatLon) -> f64| middles.iter().map(|at| of(*at)).sum::<f64>() * share(1, middles.len());
    let centre = LatLon::new(mean(LatLon::lat), mean(LatLon::lon)).ok()?;
    middles
        .into_iter()
        .min_by(|a, b| a.distance_m(centre).total_cmp(&b.distance_m(centre)))
}

#[expect(clippy::cast_precision_loss, reason = "counts of cells are small")]
fn share(part: usize, all: usize) -> f64 {
    part as f64 / all.max(1) as f64
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "seconds of a way need no more digits"
)]
fn shorten(seconds: f64) -> f32 {
    (seconds as f32).min(NO_WAY)
}
