//! Which way a piece of road points at its ends.

use domain::LatLon;

/// How far from its end a piece shows where it leads; nearer, the drawing of a crossing misleads.
const SIGHT_M: f64 = 12.0;

/// The direction in which `line` sets out, in degrees clockwise from north.
pub(super) fn setting_out_deg<'a>(mut line: impl Iterator<Item = &'a LatLon>) -> f64 {
    let Some(&start) = line.next() else {
        return 0.0;
    };
    let mut last = start;
    let mut left = SIGHT_M;
    for &next in line {
        let length = last.distance_m(next);
        if length >= left {
            return start.bearing_deg(last.toward(next, left / length));
        }
        left -= length;
        last = next;
    }
    start.bearing_deg(last)
}

/// By how many degrees `to` lies to the right of `from`, −180 to 180.
pub(super) fn bend_deg(from: f64, to: f64) -> f64 {
    (to - from + 180.0).rem_euclid(360.0) - 180.0
}
