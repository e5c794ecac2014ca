//! Roads cut into pieces between junctions.
//!
//! A way of OpenStreetMap runs through many crossings. Routing wants it cut there, and again where
//! a barrier stands or where the extract leaves out a node.

#![expect(
    clippy::indexing_slicing,
    reason = "every index is a node's or a piece's number, below the length of each array"
)]

use std::ops::Range;

use domain::LatLon;

use crate::class::RoadClass;
use crate::import::{Material, Nodes, Way};
use crate::lanes::Directed;
use crate::mode::PerMode;
use crate::profile::{NodeMarks, Passage};
use crate::waits::Waits;

/// No piece, junction or lane.
pub(crate) const NONE: u32 = u32::MAX;

/// Roads cut at their junctions.
#[derive(Debug, Default)]
pub(crate) struct Roads {
    /// The shapes of all pieces, one after another.
    pub(crate) points: Vec<LatLon>,
    pub(crate) pieces: Vec<Piece>,
    pub(crate) junctions: Vec<Junction>,
    /// Street names, each once.
    pub(crate) names: Vec<String>,
}

/// Where pieces meet or end.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Junction {
    pub(crate) marks: NodeMarks,
    /// The place of its node among the extract's; [`NONE`] where the extract cuts a way off.
    pub(crate) node: u32,
}

/// A stretch of road without a crossing inside.
#[derive(Clone, Debug)]
pub(crate) struct Piece {
    pub(crate) from: u32,
    pub(crate) to: u32,
    /// Where its shape begins and ends in [`Roads::points`]; at least two points.
    shape: (u32, u32),
    pub(crate) metres: f64,
    pub(crate) class: RoadClass,
    pub(crate) roundabout: bool,
    pub(crate) passages: PerMode<Passage>,
    /// What those who pass it wait for inside.
    pub(crate) waits: Waits,
    pub(crate) name: Option<u32>,
    /// The place of its way in the material.
    pub(crate) way: u32,
}

impl Roads {
    /// Cuts the ways of `material`.
    pub(crate) fn cut(material: &mut Material) -> Self {
        material.time_crossings();
        let nodes = &material.nodes;
        let mut cutting = Cutting {
            roads: Self::default(),
            junction_of: vec![NONE; nodes.len()],
            uses: uses(&material.ways, nodes),
        };
        for (number, way) in material.ways.iter().enumerate() {
            cutting.way(number, way, nodes);
        }
        let mut roads = cutting.roads;
        roads.names = std::mem::take(&mut material.names);
        roads.put_neighbours_together();
        roads
    }

    /// Numbers junctions and pieces anew, so that what is near on the ground is near in memory: a
    /// search spends its time waiting for memory.
    fn put_neighbours_together(&mut self) {
        let mut order: Vec<(u64, u32)> = Vec::with_capacity(2 * self.pieces.len());
        for piece in &self.pieces {
            let line = self.line(piece);
            for (junction, at) in [(piece.from, line.first()), (piece.to, line.last())] {
                order.extend(at.map(|at| (along_a_curve(*at), junction)));
            }
        }
        order.sort_unstable();
        let mut number_of = vec![NONE; self.junctions.len()];
        let mut junctions = Vec::with_capacity(self.junctions.len());
        for (_, junction) in order {
            let number = &mut number_of[junction as usize];
            if *number == NONE {
                *number = u32::try_from(junctions.len()).unwrap_or(NONE);
                junctions.push(self.junctions[junction as usize]);
            }
        }
        self.junctions = junctions;
        for piece in &mut self.pieces {
            piece.from = number_of[piece.from as usize];
            piece.to = number_of[piece.to as usize];
        }
        self.pieces
            .sort_by_key(|piece| (piece.from, piece.to, piece.shape));
    }

    /// The junction that a directed piece leads to.
    pub(crate) fn head(&self, road: Directed) -> u32 {
        self.pieces.get(road.piece()).map_or(
            NONE,
            |piece| {
                if road.is_forward() { piece.to } else { piece.from }
            },
        )
    }

    /// The shape of `piece`, at least two points.
    pub(crate) fn line(&self, piece: &Piece) -> &[LatLon] {
        &self.points[piece.shape()]
    }
}

/// Where `at` lies along a Z-order curve over the globe, with steps of half a metre.
fn along_a_curve(at: LatLon) -> u64 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share of a circle becomes 26 bits"
    )]
    let bits = |degrees: f64| ((degrees / 360.0).clamp(0.0, 1.0) * f64::from(1 << 26)) as u64;
    let (east, north) = (bits(at.lon() + 180.0), bits(at.lat() + 90.0));
    (0..26).fold(0, |curve, bit| {
        curve | (east >> bit & 1) << (2 * bit) | (north >> bit & 1) << (2 * bit + 1)
    })
}

impl Piece {
    /// Whether somebody may be on it or near it: nobody is taken to swim beside a ferry.
    pub(crate) fn is_on_land(&self) -> bool {
        self.class != RoadClass::Ferry
    }

    fn shape(&self) -> Range<usize> {
        self.shape.0 as usize..self.shape.1 as usize
    }
}

/// For each node, how often ways use it; an end counts twice, for it is a junction even where no
/// other way goes on.
fn uses(ways: &[Way], nodes: &Nodes) -> Vec<u8> {
    let mut uses = vec![0_u8; nodes.len()];
    for way in ways {
        let last = way.nodes.len().saturating_sub(1);
        for (place, &node) in way.nodes.iter().enumerate() {
            if let Some(node) = nodes.place_of(node) {
                let more = if place == 0 || place == last { 2 } else { 1 };
                uses[node] = uses[node].saturating_add(more);
            }
        }
    }
    uses
}

struct Cutting {
    roads: Roads,
    junction_of: Vec<u32>,
    uses: Vec<u8>,
}

/// A stretch that is not closed yet.
struct Open {
    /// Where it began; none where the extract leaves the node before out.
    from: Option<u32>,
    points: Vec<LatLon>,
    waits: Waits,
}

impl Open {
    fn at(from: Option<u32>, points: Vec<LatLon>) -> Self {
        Self {
            from,
            points,
            waits: Waits::default(),
        }
    }
}

impl Cutting {
    fn way(&mut self, number: usize, way: &Way, nodes: &Nodes) {
        let mut open = Open::at(None, Vec::new());
        for &id in &way.nodes {
            let place = nodes.place_of(id);
            let Some((place, node)) = place.and_then(|place| Some((place, nodes.get(place)?))) else {
                self.close(
                    number,
                    way,
                    std::mem::replace(&mut open, Open::at(None, Vec::new())),
                    None,
                );
                continue;
            };
            open.points.push(node.at);
            if self.uses[place] > 1 || node.marks.is_barrier() {
                let junction = self.junction(node.marks, Some(place));
                let closed = std::mem::replace(&mut open, Open::at(Some(junction), vec![node.at]));
                self.close(number, way, closed, Some(junction));
            } else {
                open.waits = open.waits.with(node.marks);
            }
        }
        self.close(number, way, open, None);
    }

    fn close(&mut self, number: usize, way: &Way, open: Open, to: Option<u32>) {
        if open.points.len() < 2 {
            return;
        }
        let metres: f64 = open
            .points
            .windows(2)
            .map(|ends| ends[0].distance_m(ends[1]))
            .sum();
        let mut end = |known: Option<u32>| known.unwrap_or_else(|| self.junction(NodeMarks::default(), None));
        let (from, to) = (end(open.from), end(to));
        let begin = u32::try_from(self.roads.points.len()).unwrap_or(NONE);
        self.roads.points.extend(open.points);
        let after = u32::try_from(self.roads.points.len()).unwrap_or(NONE);
        self.roads.pieces.push(Piece {
            from,
            to,
            shape: (begin, after),
            // Two nodes at one spot still join what lies on either side.
            metres: metres.max(0.01),
            class: way.profile.class,
            roundabout: way.profile.roundabout,
            passages: way.profile.passages,
            waits: open.waits,
            name: way.name,
            way: u32::try_from(number).unwrap_or(NONE),
        });
    }

    fn junction(&mut self, marks: NodeMarks, place: Option<usize>) -> u32 {
        if let Some(place) = place
            && self.junction_of[place] != NONE
        {
            return self.junction_of[place];
        }
        let number = u32::try_from(self.roads.junctions.len()).unwrap_or(NONE);
        let node = place.and_then(|place| u32::try_from(place).ok()).unwrap_or(NONE);
        self.roads.junctions.push(Junction { marks, node });
        if let Some(place) = place {
            self.junction_of[place] = number;
        }
        number
    }
}
