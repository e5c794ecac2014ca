//! What all officers of a drill share: the roads, the traffic on them, and the world's figures.

use domain::{LatLon, Timestamp};
use roads::RoadNetwork;

use super::Scenario;
use super::character::{Character, LAST_METRES_M, Traffic};
use super::layout::Layout;
use super::trip::{Travel, Trip};

/// Where a drill takes place.
#[derive(Debug)]
pub(super) struct Surroundings {
    pub(super) roads: RoadNetwork,
    pub(super) world: Scenario,
    pub(super) layout: Layout,
    pub(super) traffic: Traffic,
}

impl Surroundings {
    /// The way that `who` takes at `now`, in `pace` times its usual time and `last_s` more on the last metres.
    pub(super) fn trip(
        &self,
        who: &Character,
        [from, to]: [LatLon; 2],
        now: Timestamp,
        pace: f64,
        last_s: f64,
    ) -> Trip {
        let hour = self.traffic.hour(now);
        let slowness = self.traffic.slowness(now) * pace;
        let how = Travel {
            pace: &|speed| who.pace_on(speed, hour) * slowness,
            last: (last_s, LAST_METRES_M),
        };
        let route = self.roads.route_by(who.mode, from, to);
        Trip::along(from, route.as_ref(), to, now, &how)
    }
}
