//! The streets around a way, few and plain enough to be drawn on a phone.
//!
//! A phone keeps them with its order and draws them without a net, so their number is bounded whatever the district is like:
//! those nearest to the way are taken first, a greater road from further away than a footpath. What is drawn
//! how is for those who draw it.

use std::collections::{BTreeMap, BTreeSet};

use domain::{LatLon, TravelMode};

use self::chain::{Stretch, chained};
use self::plane::{Frame, Plane, Point, between, simplify};
use crate::class::RoadClass;
use crate::network::RoadNetwork;
use crate::pieces::Piece;

mod chain;
mod plane;

/// A street for drawing, or a part of one.
#[derive(Clone, Debug, PartialEq)]
pub struct Sketched {
    /// What kind of road it is.
    pub class: RoadClass,
    /// What it is called, if it has a name.
    pub name: Option<String>,
    /// Its shape without what nobody would see, at least two points.
    pub line: Vec<LatLon>,
}

/// So much around the way is shown as a share of its longer side, within these bounds in metres.
const MARGIN: f64 = 0.15;
const LEAST_MARGIN_M: f64 = 250.0;
const MOST_MARGIN_M: f64 = 1_500.0;

/// A screen is held upright or across, whichever way the way runs: the shorter side is at least this share of the longer.
const SQUARE: f64 = 0.9;

/// A bend of a line that is smaller than this share of the frame's longer side is straightened, within these bounds in metres.
const STRAIGHTENED: f64 = 0.001;
const LEAST_STRAIGHTENED_M: f64 = 1.0;
const MOST_STRAIGHTENED_M: f64 = 12.0;

/// The way is as coarse as this share of the frame for telling what lies near it.
const COARSE: f64 = 0.01;

/// Where the longer side exceeds so many metres, lanes and paths are shown beside the ends of the way only.
const LANES_TO_M: f64 = 6_000.0;
/// The same of streets.
const STREETS_TO_M: f64 = 25_000.0;
/// How near the ends that is, in metres.
const BESIDE_ENDS_M: f64 = 600.0;

impl RoadNetwork {
    /// The streets around `way`, nearest first, with at most `most` straight parts in all.
    ///
    /// `way` is what is to be seen: a route, or two points. Without any point there are no streets.
    pub fn sketch(&self, way: &[LatLon], most: usize) -> Vec<Sketched> {
        let Some(frame) = Frame::around(way, |longer_m| {
            (longer_m * MARGIN).clamp(LEAST_MARGIN_M, MOST_MARGIN_M)
        }) else {
            return Vec::new();
        };
        let frame = frame.squarer(SQUARE);
        let plane = frame.plane;
        let way: Vec<Point> = way.iter().map(|at| plane.project(*at)).collect();
        let ends: Vec<Point> = way.first().into_iter().chain(way.last()).copied().collect();
        let coarse = simplify(&way, frame.longer_m() * COARSE);
        let bends_m = (frame.longer_m() * STRAIGHTENED).clamp(LEAST_STRAIGHTENED_M, MOST_STRAIGHTENED_M);

        let mut ranked: Vec<(f64, Drawn)> = Vec::new();
        for ((class, name), stretches) in self.stretches(&frame, &ends) {
            for line in chained(&stretches) {
                for part in frame.clip(&line) {
                    let line = simplify(&part, bends_m);
                    let rank = between(&line, &coarse) / seen_from(class);
                    ranked.push((rank, Drawn { class, name, line }));
                }
            }
        }
        ranked.sort_by(|(one, _), (other, _)| one.total_cmp(other));
        let mut parts = 0;
        let taken = ranked.into_iter().take_while(|(_, drawn)| {
            parts += drawn.line.len().saturating_sub(1);
            parts <= most
        });
        taken
            .filter_map(|(_, drawn)| self.sketched(plane, drawn))
            .collect()
    }

    /// The pieces in `frame` by what they are and what they are called.
    fn stretches(&self, frame: &Frame, ends: &[Point]) -> BTreeMap<Kind, Vec<Stretch>> {
        let (from, to) = frame.corners();
        let pieces: BTreeSet<u32> = TravelMode::ALL
            .into_iter()
            .flat_map(|mode| self.pieces_between(mode, from, to))
            .collect();
        let mut stretches: BTreeMap<Kind, Vec<Stretch>> = BTreeMap::new();
        for piece in pieces.into_iter().filter_map(|number| self.piece(number)) {
            let line: Vec<Point> = self
                .line_of(piece)
                .iter()
                .map(|at| frame.plane.project(*at))
                .collect();
            if is_shown(piece, &line, frame.longer_m(), ends) {
                let stretch = Stretch {
                    from: piece.from,
                    to: piece.to,
                    line,
                };
                stretches
                    .entry((piece.class, piece.name))
                    .or_default()
                    .push(stretch);
            }
        }
        stretches
    }

    fn sketched(&self, plane: Plane, Drawn { class, name, line }: Drawn) -> Option<Sketched> {
        let line: Vec<LatLon> = line.into_iter().filter_map(|at| plane.unproject(at)).collect();
        let name = name.and_then(|name| self.name(name)).map(str::to_owned);
        (line.len() >= 2).then_some(Sketched { class, name, line })
    }
}

/// The straight line through `line`'s bends of less than `bends_m` metres; its ends stay where they are.
pub fn straightened(line: &[LatLon], bends_m: f64) -> Vec<LatLon> {
    let Some(frame) = Frame::around(line, |_| 0.0) else {
        return Vec::new();
    };
    let points: Vec<Point> = line.iter().map(|at| frame.plane.project(*at)).collect();
    let kept = simplify(&points, bends_m);
    kept.into_iter()
        .filter_map(|at| frame.plane.unproject(at))
        .collect()
}

/// What is drawn alike: a kind of road with the number of a name.
type Kind = (RoadClass, Option<u32>);

/// A line in the plane that may be shown.
struct Drawn {
    class: RoadClass,
    name: Option<u32>,
    line: Vec<Point>,
}

/// From how much further away than a street such a road is worth showing.
const fn seen_from(class: RoadClass) -> f64 {
    match class {
        RoadClass::Motorway | RoadClass::Trunk | RoadClass::Primary => 5.0,
        RoadClass::Secondary => 4.0,
        RoadClass::Tertiary => 3.0,
        RoadClass::Unclassified | RoadClass::Residential | RoadClass::Living | RoadClass::Ferry => 1.0,
        RoadClass::Service | RoadClass::Track => 0.5,
        RoadClass::Path | RoadClass::Steps => 0.4,
    }
}

fn is_shown(piece: &Piece, line: &[Point], longer_m: f64, ends: &[Point]) -> bool {
    let everywhere_to_m = match piece.class {
        RoadClass::Service | RoadClass::Track | RoadClass::Path | RoadClass::Steps => LANES_TO_M,
        RoadClass::Unclassified | RoadClass::Residential | RoadClass::Living => STREETS_TO_M,
        _ => f64::INFINITY,
    };
    longer_m <= everywhere_to_m
        || ends
            .iter()
            .any(|end| between(line, std::slice::from_ref(end)) <= BESIDE_ENDS_M)
}

#[cfg(test)]
mod tests;
