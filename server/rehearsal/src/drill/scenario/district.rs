//! A world with the officers of a district as they are, where its incidents have fallen.

use dispatch::{DEMAND_PRIOR, DEMAND_SPREAD_M};
use domain::{LatLon, TravelMode};
use roads::RoadNetwork;

use super::places::off_the_map;
use super::{HotSpot, Post, Scenario};

impl Scenario {
    /// This world with units at `posts`; incidents fall as the hall expects it of the past `incidents`: near them,
    /// the more so the more of them there are, or else anywhere on the streets.
    ///
    /// Units beyond `posts` travel by the same modes in the same shares. What lies off the map of `roads` is left
    /// out: nobody could be there.
    #[must_use]
    pub fn of_district(mut self, mut posts: Vec<Post>, incidents: &[LatLon], roads: &RoadNetwork) -> Self {
        let on_the_map = |at: LatLon| off_the_map(roads, at).is_none();
        posts.retain(|post| LatLon::new(post.lat, post.lon).is_ok_and(on_the_map));
        let incidents: Vec<LatLon> = incidents.iter().copied().filter(|at| on_the_map(*at)).collect();
        let past = f64::from(u32::try_from(incidents.len()).unwrap_or(u32::MAX));
        self.incidents.hot_spots = 0;
        self.incidents.hot_share = past / (past + DEMAND_PRIOR);
        self.incidents.points = incidents
            .iter()
            .map(|at| HotSpot {
                lat: at.lat(),
                lon: at.lon(),
                weight: 1.0,
                spread_m: DEMAND_SPREAD_M,
            })
            .collect();
        if !posts.is_empty() {
            let share = |mode: TravelMode| {
                let of_mode = posts.iter().filter(|post| post.mode == mode).count();
                f64::from(u32::try_from(of_mode).unwrap_or(u32::MAX))
                    / f64::from(u32::try_from(posts.len()).unwrap_or(u32::MAX))
            };
            self.officers.car_weight = share(TravelMode::Car);
            self.officers.e_bike_weight = share(TravelMode::EBike);
            self.officers.foot_weight = share(TravelMode::Foot);
        }
        self.officers.posts = posts;
        self
    }
}
