//! The road graph in compressed sparse rows.
//!
//! Each junction's outgoing arcs lie side by side in one array, which is what makes Dijkstra's
//! algorithm fast enough to need no preparation.

use crate::import::Piece;

/// A directed graph: junctions with their outgoing arcs.
#[derive(Debug)]
pub(crate) struct Graph {
    /// Where the arcs of each junction begin; one entry more than junctions.
    first: Vec<usize>,
    arcs: Vec<Arc>,
}

/// One direction of one piece of road.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Arc {
    /// The junction it leads to.
    pub(crate) head: usize,
    /// The number of its piece.
    pub(crate) piece: usize,
    /// Whether it runs as the piece is drawn.
    pub(crate) forward: bool,
    /// How long a car takes.
    pub(crate) seconds: f64,
}

impl Graph {
    /// The graph of `pieces` between `junctions` junctions.
    pub(crate) fn new(junctions: usize, pieces: &[Piece]) -> Self {
        let mut arcs: Vec<(usize, Arc)> = Vec::with_capacity(2 * pieces.len());
        for (number, piece) in pieces.iter().enumerate() {
            let arc = Arc {
                head: piece.to,
                piece: number,
                forward: true,
                seconds: piece.seconds(),
            };
            if piece.passage.forward {
                arcs.push((piece.from, arc));
            }
            if piece.passage.backward {
                arcs.push((
                    piece.to,
                    Arc {
                        head: piece.from,
                        forward: false,
                        ..arc
                    },
                ));
            }
        }
        arcs.sort_by_key(|(tail, _)| *tail);
        let first = (0..=junctions)
            .map(|junction| arcs.partition_point(|(tail, _)| *tail < junction))
            .collect();
        Self {
            first,
            arcs: arcs.into_iter().map(|(_, arc)| arc).collect(),
        }
    }

    /// How many junctions there are.
    pub(crate) fn junctions(&self) -> usize {
        self.first.len() - 1
    }

    /// The arcs that leave `junction`; none if there is no such junction.
    pub(crate) fn leaving(&self, junction: usize) -> &[Arc] {
        match (self.first.get(junction), self.first.get(junction + 1)) {
            (Some(&from), Some(&to)) => self.arcs.get(from..to).unwrap_or_default(),
            _ => &[],
        }
    }
}

impl Piece {
    /// How long a car takes from one end to the other.
    pub(crate) fn seconds(&self) -> f64 {
        self.metres / self.passage.speed_mps
    }
}
