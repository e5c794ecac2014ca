//! Finding all roads between two corners.

use domain::{LatLon, TravelMode};
use rstar::AABB;

use super::Streets;

impl Streets {
    /// The pieces of `mode` with a part in the rectangle between two corners, or close by, each possibly more than once.
    pub(crate) fn between(&self, mode: TravelMode, from: LatLon, to: LatLon) -> impl Iterator<Item = u32> {
        let corners = AABB::from_corners(self.flat.project(from), self.flat.project(to));
        self.segments
            .get(mode)
            .locate_in_envelope_intersecting(corners)
            .map(|segment| segment.data.piece)
    }
}
