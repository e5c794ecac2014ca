//! Roads that the hall has closed.

use std::collections::{BTreeMap, BTreeSet};

use domain::{LatLon, TravelMode};

use crate::network::RoadNetwork;
use crate::pieces::Piece;

/// Roads closed to some.
#[derive(Clone, Debug, PartialEq)]
pub struct Closure {
    /// Which roads.
    pub place: ClosedPlace,
    /// Whom they are closed to.
    pub modes: Vec<TravelMode>,
}

/// Which roads are closed.
#[derive(Clone, Debug, PartialEq)]
pub enum ClosedPlace {
    /// The street at a point, from one crossing to the next.
    Street(LatLon),
    /// Every road that comes within so many metres of a point.
    Circle {
        /// The point.
        centre: LatLon,
        /// The metres.
        radius_m: f64,
    },
    /// Every road that runs along a drawn line, both carriageways of a street alike; roads that
    /// only cross it stay open.
    Line(Vec<LatLon>),
}

/// A street further away than this is not the one that was meant.
const MEANT_M: f64 = 100.0;
/// How far from a drawn line a road may lie to run along it, as drawn lines are not exact.
const BESIDE_M: f64 = 25.0;
/// How far its direction may be off the line's.
const PARALLEL_DEG: f64 = 30.0;
/// How often a drawn line is compared with the roads.
const STEP_M: f64 = 10.0;
/// A road that goes along the line for so long is closed whole, however long it is itself.
const ENOUGH_M: f64 = 40.0;
/// No stretch between two crossings has more pieces.
const MOST_PIECES: usize = 256;

impl RoadNetwork {
    /// The pieces that `closure` means, as `mode` knows them.
    pub(crate) fn pieces_closed_by(&self, closure: &Closure, mode: TravelMode) -> BTreeSet<u32> {
        match &closure.place {
            ClosedPlace::Street(at) => self.street_at(mode, *at),
            ClosedPlace::Circle { centre, radius_m } => {
                self.streets_within(mode, *centre, *radius_m).collect()
            }
            ClosedPlace::Line(line) => self.streets_along(mode, line),
        }
    }

    /// The piece nearest to `at` with what goes on from it up to the next crossings.
    fn street_at(&self, mode: TravelMode, at: LatLon) -> BTreeSet<u32> {
        let near = self
            .nearest_piece(mode, at)
            .filter(|(_, metres)| *metres <= MEANT_M);
        let Some((first, _)) = near else {
            return BTreeSet::new();
        };
        let mut street = BTreeSet::from([first]);
        let mut ends: Vec<u32> = self
            .piece(first)
            .map(|piece| vec![piece.from, piece.to])
            .unwrap_or_default();
        while let Some(junction) = ends.pop() {
            let touches = |piece: &Piece| piece.from == junction || piece.to == junction;
            let meeting = (0_u32..).zip(self.pieces());
            let meeting: Vec<(u32, &Piece)> = meeting
                .filter(|(number, piece)| touches(piece) && self.lanes(mode).has_piece(*number))
                .collect();
            if meeting.len() != 2 || street.len() >= MOST_PIECES {
                continue;
            }
            for (number, piece) in meeting {
                if street.insert(number) {
                    ends.push(if piece.from == junction {
                        piece.to
                    } else {
                        piece.from
                    });
                }
            }
        }
        street
    }

    fn streets_along(&self, mode: TravelMode, line: &[LatLon]) -> BTreeSet<u32> {
        let mut metres_along: BTreeMap<u32, f64> = BTreeMap::new();
        for (from, to) in line.iter().zip(line.iter().skip(1)) {
            let length = from.distance_m(*to);
            let steps = (length / STEP_M).ceil().clamp(1.0, 100_000.0);
            let bearing = from.bearing_deg(*to);
            let mut step = 0.5;
            while step < steps {
                let at = from.toward(*to, step / steps);
                for piece in self.streets_parallel(mode, (at, BESIDE_M), (bearing, PARALLEL_DEG)) {
                    *metres_along.entry(piece).or_default() += length / steps;
                }
                step += 1.0;
            }
        }
        let enough = |piece: u32| {
            self.piece(piece)
                .map_or(0.0, |piece| piece.metres / 2.0)
                .min(ENOUGH_M)
        };
        metres_along
            .into_iter()
            .filter(|&(piece, metres)| metres >= enough(piece))
            .map(|(piece, _)| piece)
            .collect()
    }
}

#[cfg(test)]
mod tests;
