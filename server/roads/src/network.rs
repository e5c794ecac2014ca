//! The roads of a district, ready to be asked.
//!
//! Only roads that all reach each other are in it, so that a route exists between any two points
//! near a road.

#![expect(
    clippy::indexing_slicing,
    reason = "every index comes from the arrays' own making"
)]

use domain::LatLon;
use rstar::RTree;
use rstar::primitives::{GeomWithData, Line};

use crate::ExtractError;
use crate::graph::{Arc, Graph};
use crate::import::{self, Piece, Roads};
use crate::route::Route;
use crate::search::{Lead, quickest};
use crate::strong::largest_component;

/// The road network of a district for cars.
#[derive(Debug)]
pub struct RoadNetwork {
    roads: Roads,
    graph: Graph,
    flat: Flat,
    segments: RTree<Segment>,
}

/// The point of the road network nearest to somewhere.
#[derive(Clone, Debug, PartialEq)]
pub struct Snap {
    /// The point on the road.
    pub at: LatLon,
    /// How far it is from the place asked about.
    pub metres: f64,
    /// What the street is called, if it has a name.
    pub name: Option<String>,
    piece: usize,
    /// How much of the piece lies behind, 0 to 1.
    share: f64,
}

/// A stretch of street without a crossing inside.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Street<'a> {
    /// Its shape, at least two points.
    pub line: &'a [LatLon],
    /// Its length on the ground.
    pub metres: f64,
    /// What it is called, if it has a name.
    pub name: Option<&'a str>,
}

/// Why there is no road network.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RoadsError {
    /// The extract cannot be read.
    #[error(transparent)]
    Extract(#[from] ExtractError),
    /// The extract has no two places that cars can travel between.
    #[error("the OpenStreetMap extract has no roads for cars")]
    NoRoads,
}

impl RoadNetwork {
    /// Makes the network from the bytes of an OpenStreetMap extract in the PBF format.
    pub fn from_pbf(bytes: &[u8]) -> Result<Self, RoadsError> {
        Self::from_roads(import::read(bytes)?)
    }

    pub(crate) fn from_roads(mut roads: Roads) -> Result<Self, RoadsError> {
        let inside = largest_component(&Graph::new(roads.junctions, &roads.pieces));
        roads
            .pieces
            .retain(|piece| inside[piece.from] && inside[piece.to]);
        if roads.pieces.is_empty() {
            return Err(RoadsError::NoRoads);
        }
        let graph = Graph::new(roads.junctions, &roads.pieces);
        let flat = Flat::around(&roads.points);
        let segments = roads.pieces.iter().enumerate().flat_map(|(number, piece)| {
            let line = &roads.points[piece.shape.clone()];
            line.windows(2).enumerate().map(move |(place, ends)| {
                GeomWithData::new(
                    Line::new(flat.project(ends[0]), flat.project(ends[1])),
                    (number, place),
                )
            })
        });
        let segments = RTree::bulk_load(segments.collect());
        Ok(Self {
            roads,
            graph,
            flat,
            segments,
        })
    }

    /// The point of the network nearest to `place`, however far.
    pub fn nearest_road(&self, place: LatLon) -> Option<Snap> {
        let point = self.flat.project(place);
        let segment = self.segments.nearest_neighbor(point)?;
        let (number, start) = segment.data;
        let piece = &self.roads.pieces[number];
        let line = &self.roads.points[piece.shape.clone()];
        let at = line[start].toward(line[start + 1], share_along(segment.geom(), point));
        let behind: f64 = line[..=start]
            .windows(2)
            .map(|ends| ends[0].distance_m(ends[1]))
            .sum();
        Some(Snap {
            at,
            metres: at.distance_m(place),
            name: piece.name.map(|name| self.roads.names[name].clone()),
            piece: number,
            share: ((behind + line[start].distance_m(at)) / piece.metres).clamp(0.0, 1.0),
        })
    }

    /// The quickest way by car between the points of the network nearest to `from` and `to`.
    pub fn route(&self, from: LatLon, to: LatLon) -> Option<Route> {
        let (from, to) = (self.nearest_road(from)?, self.nearest_road(to)?);
        let (starts, goals) = (self.ways_out(&from), self.ways_in(&to));
        let leads = |ends: &[End]| ends.iter().map(|end| end.lead).collect::<Vec<_>>();
        let around = quickest(&self.graph, &leads(&starts), &leads(&goals));
        match (self.along(&from, &to), around) {
            (Some(direct), Some(way)) if way.seconds >= direct.seconds => Some(direct),
            (_, Some(way)) => Some(self.drive(&from, starts[way.start], &way.arcs, goals[way.goal], &to)),
            (direct, None) => direct,
        }
    }

    /// All streets, in an order that depends on the extract alone.
    pub fn streets(&self) -> impl Iterator<Item = Street<'_>> {
        self.roads.pieces.iter().map(|piece| self.as_street(piece))
    }

    /// The street at place `number` of [`RoadNetwork::streets`].
    pub fn street(&self, number: usize) -> Option<Street<'_>> {
        self.roads.pieces.get(number).map(|piece| self.as_street(piece))
    }

    fn as_street(&self, piece: &Piece) -> Street<'_> {
        Street {
            line: &self.roads.points[piece.shape.clone()],
            metres: piece.metres,
            name: piece.name.map(|name| self.roads.names[name].as_str()),
        }
    }

    /// The way that stays on one piece, if both points lie on it and a car may go so.
    fn along(&self, from: &Snap, to: &Snap) -> Option<Route> {
        let piece = &self.roads.pieces[from.piece];
        let open = if from.share <= to.share {
            piece.passage.forward
        } else {
            piece.passage.backward
        };
        (from.piece == to.piece && (open || from.at == to.at)).then(|| {
            let mut route = Route::start(from.at);
            self.follow(&mut route, piece, from.share, to.share);
            route.push(to.at, piece.passage.speed_mps);
            route
        })
    }

    /// The ends of its piece that a car at `snap` may drive to.
    fn ways_out(&self, snap: &Snap) -> Vec<End> {
        let piece = &self.roads.pieces[snap.piece];
        let forward = End::new(piece.to, 1.0, (1.0 - snap.share) * piece.seconds());
        let backward = End::new(piece.from, 0.0, snap.share * piece.seconds());
        piece.open_ends(forward, backward)
    }

    /// The ends of its piece from which a car may drive to `snap`.
    fn ways_in(&self, snap: &Snap) -> Vec<End> {
        let piece = &self.roads.pieces[snap.piece];
        let forward = End::new(piece.from, 0.0, snap.share * piece.seconds());
        let backward = End::new(piece.to, 1.0, (1.0 - snap.share) * piece.seconds());
        piece.open_ends(forward, backward)
    }

    fn drive(&self, from: &Snap, out: End, arcs: &[Arc], back: End, to: &Snap) -> Route {
        let mut route = Route::start(from.at);
        self.follow(&mut route, &self.roads.pieces[from.piece], from.share, out.share);
        for arc in arcs {
            let (begin, end) = if arc.forward { (0.0, 1.0) } else { (1.0, 0.0) };
            self.follow(&mut route, &self.roads.pieces[arc.piece], begin, end);
        }
        let last = &self.roads.pieces[to.piece];
        self.follow(&mut route, last, back.share, to.share);
        route.push(to.at, last.passage.speed_mps);
        route
    }

    /// Adds the points of `piece` that lie between two shares of it.
    fn follow(&self, route: &mut Route, piece: &Piece, begin: f64, end: f64) {
        let line = &self.roads.points[piece.shape.clone()];
        let between = begin.min(end)..=begin.max(end);
        let mut behind = 0.0;
        let mut passed = Vec::new();
        for (place, point) in line.iter().enumerate() {
            if place > 0 {
                behind += line[place - 1].distance_m(*point);
            }
            if between.contains(&(behind / piece.metres)) {
                passed.push(*point);
            }
        }
        if begin > end {
            passed.reverse();
        }
        for point in passed {
            route.push(point, piece.passage.speed_mps);
        }
    }
}

impl Piece {
    fn open_ends(&self, forward: End, backward: End) -> Vec<End> {
        let open = [(self.passage.forward, forward), (self.passage.backward, backward)];
        open.into_iter()
            .filter_map(|(open, end)| open.then_some(end))
            .collect()
    }
}

/// An end of the piece that a journey begins or ends on.
#[derive(Clone, Copy)]
struct End {
    /// The junction there, with the time between it and the point on the piece.
    lead: Lead,
    /// Which end it is, as the share of the piece that lies behind: 0 or 1.
    share: f64,
}

impl End {
    const fn new(junction: usize, share: f64, seconds: f64) -> Self {
        Self {
            lead: Lead { junction, seconds },
            share,
        }
    }
}

type Segment = GeomWithData<Line<[f64; 2]>, (usize, usize)>;

/// A plane in metres that touches the earth in the middle of the district.
#[derive(Clone, Copy, Debug)]
struct Flat {
    metres_per_lon: f64,
}

const METRES_PER_LAT: f64 = 111_195.0;

impl Flat {
    fn around(points: &[LatLon]) -> Self {
        let (south, north) = points
            .iter()
            .fold((90.0_f64, -90.0_f64), |(south, north), point| {
                (south.min(point.lat()), north.max(point.lat()))
            });
        Self {
            metres_per_lon: METRES_PER_LAT * f64::midpoint(south, north).to_radians().cos(),
        }
    }

    fn project(self, point: LatLon) -> [f64; 2] {
        [point.lon() * self.metres_per_lon, point.lat() * METRES_PER_LAT]
    }
}

/// How far along `line` the point nearest to `point` lies, 0 to 1.
fn share_along(line: &Line<[f64; 2]>, point: [f64; 2]) -> f64 {
    let along = [line.to[0] - line.from[0], line.to[1] - line.from[1]];
    let there = [point[0] - line.from[0], point[1] - line.from[1]];
    let length_2 = along[0] * along[0] + along[1] * along[1];
    if length_2 > 0.0 {
        ((there[0] * along[0] + there[1] * along[1]) / length_2).clamp(0.0, 1.0)
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests;
