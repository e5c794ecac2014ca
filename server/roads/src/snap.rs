//! Finding the road nearest to a place.

#![expect(
    clippy::indexing_slicing,
    reason = "every index comes from the arrays' own making"
)]

use std::collections::{BTreeMap, BTreeSet};

use domain::{LatLon, TravelMode};
use rstar::RTree;
use rstar::primitives::{GeomWithData, Line};

use crate::mode::PerMode;
use crate::pieces::Roads;
use crate::spot::Spot;

mod between;

/// The point of the road network nearest to somewhere.
#[derive(Clone, Debug, PartialEq)]
pub struct Snap {
    /// The point on the road.
    pub at: LatLon,
    /// How far it is from the place asked about.
    pub metres: f64,
    /// What the street is called, if it has a name.
    pub name: Option<String>,
    pub(crate) spot: Spot,
}

/// The pieces of road of each mode, found by where they are.
#[derive(Debug)]
pub(crate) struct Streets {
    flat: Flat,
    segments: PerMode<RTree<Segment>>,
}

/// A road near a place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Near {
    pub(crate) at: LatLon,
    pub(crate) spot: Spot,
}

/// A straight part of a piece.
type Segment = GeomWithData<Line<[f32; 2]>, Part>;

/// Which part of which piece a segment is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Part {
    piece: u32,
    /// Which point of the piece it begins at, and how many metres of the piece lie before.
    start: u32,
    behind_m: f32,
    metres: f32,
}

impl Streets {
    /// The pieces of `roads` that each mode `may_use`.
    pub(crate) fn of(roads: &Roads, may_use: impl Fn(TravelMode, u32) -> bool) -> Self {
        let flat = Flat::around(&roads.points);
        let segments = PerMode::new(|mode| {
            let pieces = (0_u32..).zip(&roads.pieces);
            let pieces = pieces.filter(|(number, _)| may_use(mode, *number));
            let segments = pieces.flat_map(|(number, piece)| segments(flat, number, roads.line(piece)));
            RTree::bulk_load(segments.collect())
        });
        Self { flat, segments }
    }

    /// The point nearest to `place` on a road of `mode` that is open, by its number.
    pub(crate) fn nearest(
        &self,
        roads: &Roads,
        mode: TravelMode,
        place: LatLon,
        is_open: impl Fn(u32) -> bool,
    ) -> Option<Near> {
        let point = self.flat.project(place);
        let tree = self.segments.get(mode);
        // As a rule the very nearest is open, and that one is found faster.
        let nearest = tree
            .nearest_neighbor(point)
            .filter(|segment| is_open(segment.data.piece));
        let segment = nearest.or_else(|| {
            tree.nearest_neighbor_iter(point)
                .find(|segment| is_open(segment.data.piece))
        })?;
        Some(near(roads, point, segment))
    }

    /// Like [`Streets::nearest`], for somebody heading for `heading_deg`: a road that leads there is
    /// preferred to a nearer one that does not. `leads` says whether a piece is open along its
    /// drawing, or against it.
    pub(crate) fn nearest_heading(
        &self,
        roads: &Roads,
        mode: TravelMode,
        place: LatLon,
        heading_deg: f64,
        leads: impl Fn(u32, bool) -> bool,
    ) -> Option<Near> {
        let point = self.flat.project(place);
        let wanted = self
            .segments
            .get(mode)
            .nearest_neighbor_iter(point)
            .filter(|segment| {
                let piece = segment.data.piece;
                leads(piece, true) || leads(piece, false)
            });
        let mut best: Option<(f64, Near)> = None;
        for segment in wanted.take(MOST_LOOKED_AT) {
            let mut near = near(roads, point, segment);
            let metres = near.at.distance_m(place);
            if best.is_some_and(|(score, _)| metres >= score) {
                break;
            }
            let part = segment.data;
            let line = roads.line(&roads.pieces[part.piece as usize]);
            let along = line[part.start as usize].bearing_deg(line[part.start as usize + 1]);
            let forward = (heading_deg - along).to_radians().cos() >= 0.0;
            let off = |way: bool| {
                let bearing = if way { along } else { along + 180.0 };
                (1.0 - (heading_deg - bearing).to_radians().cos()) / 2.0
            };
            let open = [forward, !forward]
                .into_iter()
                .find(|&way| leads(part.piece, way));
            let score = metres + AGAINST_HEADING_M * open.map_or(1.0, off);
            near.spot.heading = Some(forward);
            if best.is_none_or(|(least, _)| score < least) {
                best = Some((score, near));
            }
        }
        best.map(|(_, near)| near)
    }

    /// The points nearest to `place` of all pieces of `mode` that pass within `radius_m` of it, by piece.
    pub(crate) fn beside(
        &self,
        roads: &Roads,
        mode: TravelMode,
        place: LatLon,
        radius_m: f64,
    ) -> BTreeMap<u32, Near> {
        let point = self.flat.project(place);
        let radius = narrow(radius_m);
        let mut beside: BTreeMap<u32, Near> = BTreeMap::new();
        for segment in self
            .segments
            .get(mode)
            .locate_within_distance(point, radius * radius)
        {
            let near = near(roads, point, segment);
            let known = beside.entry(near.spot.piece).or_insert(near);
            if near.at.distance_m(place) < known.at.distance_m(place) {
                *known = near;
            }
        }
        beside
    }

    /// The pieces of `mode` with a point within `radius_m` of `centre`, each possibly more than once.
    pub(crate) fn within(
        &self,
        mode: TravelMode,
        centre: LatLon,
        radius_m: f64,
    ) -> impl Iterator<Item = u32> {
        let radius = narrow(radius_m);
        self.segments
            .get(mode)
            .locate_within_distance(self.flat.project(centre), radius * radius)
            .map(|segment| segment.data.piece)
    }

    /// The pieces of `mode` that pass within `radius_m` of `centre` in a direction that is less than `most_deg`
    /// off `bearing_deg` or its opposite, each once.
    pub(crate) fn parallel(
        &self,
        roads: &Roads,
        mode: TravelMode,
        (centre, radius_m): (LatLon, f64),
        (bearing_deg, most_deg): (f64, f64),
    ) -> BTreeSet<u32> {
        let radius = narrow(radius_m);
        let least = most_deg.to_radians().cos();
        self.segments
            .get(mode)
            .locate_within_distance(self.flat.project(centre), radius * radius)
            .map(|segment| segment.data)
            .filter(|part| {
                let line = roads.line(&roads.pieces[part.piece as usize]);
                let along = line[part.start as usize].bearing_deg(line[part.start as usize + 1]);
                (bearing_deg - along).to_radians().cos().abs() >= least
            })
            .map(|part| part.piece)
            .collect()
    }
}

/// A road against one's heading counts as if it were so much further away.
const AGAINST_HEADING_M: f64 = 40.0;
/// How many segments are looked at for one that leads the right way.
const MOST_LOOKED_AT: usize = 48;

/// The straight parts of a piece with this number and line.
fn segments(flat: Flat, piece: u32, line: &[LatLon]) -> impl Iterator<Item = Segment> {
    let mut behind = 0.0;
    let ends = line.iter().zip(line.iter().skip(1));
    (0_u32..).zip(ends).map(move |(start, (from, to))| {
        let metres = from.distance_m(*to);
        let part = Part {
            piece,
            start,
            behind_m: narrow(behind),
            metres: narrow(metres),
        };
        behind += metres;
        GeomWithData::new(Line::new(flat.project(*from), flat.project(*to)), part)
    })
}

fn near(roads: &Roads, point: [f32; 2], segment: &Segment) -> Near {
    let part = segment.data;
    let piece = &roads.pieces[part.piece as usize];
    let line = roads.line(piece);
    let share = share_along(segment.geom(), point);
    let at = line[part.start as usize].toward(line[part.start as usize + 1], share);
    let behind = f64::from(part.behind_m) + share * f64::from(part.metres);
    Near {
        at,
        spot: Spot {
            piece: part.piece,
            share: (behind / piece.metres).clamp(0.0, 1.0),
            heading: None,
        },
    }
}

/// A plane in metres that touches the earth in the middle of the district.
#[derive(Clone, Copy, Debug)]
struct Flat {
    lat: f64,
    lon: f64,
    metres_per_lon: f64,
}

const METRES_PER_LAT: f64 = 111_195.0;

impl Flat {
    fn around(points: &[LatLon]) -> Self {
        let (mut south, mut north, mut west, mut east) = (90.0_f64, -90.0_f64, 180.0_f64, -180.0_f64);
        for point in points {
            south = south.min(point.lat());
            north = north.max(point.lat());
            west = west.min(point.lon());
            east = east.max(point.lon());
        }
        let lat = f64::midpoint(south, north);
        Self {
            lat,
            lon: f64::midpoint(west, east),
            metres_per_lon: METRES_PER_LAT * lat.to_radians().cos(),
        }
    }

    fn project(self, point: LatLon) -> [f32; 2] {
        [
            narrow((point.lon() - self.lon) * self.metres_per_lon),
            narrow((point.lat() - self.lat) * METRES_PER_LAT),
        ]
    }
}

/// Metres within a district fit into a single float to the centimetre.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a centimetre matters to nobody here"
)]
const fn narrow(metres: f64) -> f32 {
    metres as f32
}

/// How far along `line` the point nearest to `point` lies, 0 to 1.
fn share_along(line: &Line<[f32; 2]>, point: [f32; 2]) -> f64 {
    let along = [line.to[0] - line.from[0], line.to[1] - line.from[1]];
    let there = [point[0] - line.from[0], point[1] - line.from[1]];
    let length_2 = along[0] * along[0] + along[1] * along[1];
    if length_2 > 0.0 {
        f64::from(((there[0] * along[0] + there[1] * along[1]) / length_2).clamp(0.0, 1.0))
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests;
