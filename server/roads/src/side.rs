//! On which side of the road a city drives, as its roundabouts show.

use crate::pieces::Roads;
use crate::turn::Side;

/// The side: roundabouts that turn clockwise are driven on the left. Without any, the right.
pub(crate) fn driven_on(roads: &Roads) -> Side {
    let bends = roads
        .pieces
        .iter()
        .filter(|piece| piece.roundabout)
        .flat_map(|piece| {
            let line = roads.line(piece);
            let bearings = line
                .iter()
                .zip(line.iter().skip(1))
                .map(|(a, b)| a.bearing_deg(*b));
            bearings.clone().zip(bearings.skip(1))
        });
    let clockwise: f64 = bends
        .map(|(before, after)| (after - before + 180.0).rem_euclid(360.0) - 180.0)
        .sum();
    if clockwise > 0.0 { Side::Left } else { Side::Right }
}
