//! Whether the places of a world lie on the map that it is played on.

use domain::LatLon;
use roads::RoadNetwork;

use super::{Scenario, ScenarioError};

/// A place farther than this from every road, in metres, lies on another map.
const OFF_THE_MAP_M: f64 = 2000.0;

impl Scenario {
    /// Whether its hot spots and posts lie on the map of `roads`; the first that does not is the error.
    pub fn check_places(&self, roads: &RoadNetwork) -> Result<(), ScenarioError> {
        let spots = self.incidents.points.iter().map(|spot| (spot.lat, spot.lon));
        let posts = self.officers.posts.iter().map(|post| (post.lat, post.lon));
        let named = [
            ("incidents.points", spots.collect::<Vec<_>>()),
            ("officers.posts", posts.collect()),
        ];
        for (field, places) in named {
            for (number, (lat, lon)) in places.into_iter().enumerate() {
                let at = LatLon::new(lat, lon).ok();
                if let Some(metres) = at.and_then(|at| off_the_map(roads, at)) {
                    let problem = format!(
                        "{lat}, {lon} lies {:.1} km from the nearest road of the map; give a place on it",
                        metres / 1000.0
                    );
                    return Err(ScenarioError::field(&format!("{field}[{number}]"), problem));
                }
            }
        }
        Ok(())
    }
}

/// How far `at` is from the nearest road, in metres, if it lies on another map.
pub(super) fn off_the_map(roads: &RoadNetwork, at: LatLon) -> Option<f64> {
    let metres = roads.nearest_road(at)?.at.distance_m(at);
    (metres > OFF_THE_MAP_M).then_some(metres)
}
