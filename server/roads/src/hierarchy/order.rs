//! In which order lanes are taken out of the graph.
//!
//! Nested dissection: cut the city in two; the lanes that cross the cut come last, and each half is
//! cut again. No two lanes on either side of a cut follow each other, so taking one out never touches
//! the other side.

#![expect(
    clippy::indexing_slicing,
    reason = "every index is a junction's, a lane's or a pipe's number, below the length of each array"
)]

use super::cut::{Pipe, halves};
use crate::lanes::Lanes;
use crate::pieces::{NONE, Roads};

/// A road with its lanes.
#[derive(Clone, Copy)]
struct Road {
    /// Its junctions, by number in the network.
    ends: [u32; 2],
    /// Where its lanes lie in the list of all by piece.
    lanes: (u32, u32),
}

/// A part of the city: junctions, and the roads between them.
struct Part {
    junctions: Vec<u32>,
    roads: Vec<Road>,
}

/// The lanes, that to be taken out first first.
pub(super) fn elimination_order(roads: &Roads, lanes: &Lanes) -> Vec<u32> {
    let mut by_piece: Vec<(usize, u32)> = (0_u32..)
        .zip(&lanes.roads)
        .map(|(lane, road)| (road.piece(), lane))
        .collect();
    by_piece.sort_unstable();
    let places = places(roads);
    let mut local = vec![NONE; places.len()];
    let mut parts = vec![whole(roads, &by_piece)];
    let mut last_first = Vec::with_capacity(lanes.len());
    while let Some(part) = parts.pop() {
        if part.junctions.len() < 2 {
            for road in &part.roads {
                last_first.extend(by_piece[road.range()].iter().map(|(_, lane)| *lane));
            }
            continue;
        }
        for (place, &junction) in (0_u32..).zip(&part.junctions) {
            local[junction as usize] = place;
        }
        let pipes: Vec<Pipe> = part
            .roads
            .iter()
            .map(|road| Pipe {
                ends: road.ends.map(|end| local[end as usize]),
                lanes: road.lanes.1 - road.lanes.0,
            })
            .collect();
        let at: Vec<[f64; 2]> = part
            .junctions
            .iter()
            .map(|&junction| places[junction as usize])
            .collect();
        let first = halves(&at, &pipes);
        let is_first = |junction: u32| first[local[junction as usize] as usize];
        // Of the lanes that cross, those from the first side follow none of the same direction.
        let crossing = part
            .roads
            .iter()
            .filter(|road| is_first(road.ends[0]) != is_first(road.ends[1]));
        let mut crossing: Vec<(bool, u32)> = crossing
            .flat_map(|road| &by_piece[road.range()])
            .map(|&(_, lane)| (is_first(roads.head(lanes.roads[lane as usize])), lane))
            .collect();
        crossing.sort_unstable();
        last_first.extend(crossing.into_iter().map(|(_, lane)| lane));
        for side in [true, false] {
            parts.push(Part {
                junctions: part
                    .junctions
                    .iter()
                    .copied()
                    .filter(|&junction| is_first(junction) == side)
                    .collect(),
                roads: part
                    .roads
                    .iter()
                    .copied()
                    .filter(|road| road.ends.into_iter().all(|end| is_first(end) == side))
                    .collect(),
            });
        }
    }
    last_first.reverse();
    last_first
}

impl Road {
    const fn range(&self) -> std::ops::Range<usize> {
        self.lanes.0 as usize..self.lanes.1 as usize
    }
}

/// Everything, as one part.
fn whole(roads: &Roads, by_piece: &[(usize, u32)]) -> Part {
    let mut whole = Part {
        junctions: Vec::new(),
        roads: Vec::new(),
    };
    let mut start = 0_u32;
    for lanes in by_piece.chunk_by(|(one, _), (other, _)| one == other) {
        let end = start + u32::try_from(lanes.len()).unwrap_or(0);
        let piece = &roads.pieces[lanes[0].0];
        let ends = [piece.from, piece.to];
        whole.junctions.extend(ends);
        whole.roads.push(Road {
            ends,
            lanes: (start, end),
        });
        start = end;
    }
    whole.junctions.sort_unstable();
    whole.junctions.dedup();
    whole
}

/// Where each junction lies, in units of about the same length both ways.
fn places(roads: &Roads) -> Vec<[f64; 2]> {
    let mut places = vec![[0.0; 2]; roads.junctions.len()];
    for piece in &roads.pieces {
        let line = roads.line(piece);
        for (junction, at) in [(piece.from, line.first()), (piece.to, line.last())] {
            if let Some(at) = at {
                places[junction as usize] = [at.lon() * at.lat().to_radians().cos(), at.lat()];
            }
        }
    }
    places
}
