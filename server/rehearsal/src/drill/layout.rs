//! Where incidents fall with where officers have their posts.

use domain::LatLon;
use rand::{Rng, RngExt};
use roads::RoadNetwork;

use super::Scenario;
use super::scenario::{HotSpot, Post};
use super::streams::Stream;
use crate::chance::gauss;
use crate::plane::displaced;
use crate::stretches::Stretches;

/// The places of a world on its roads.
#[derive(Debug)]
pub(super) struct Layout {
    streets: Stretches,
    spots: Vec<HotSpot>,
    hot_share: f64,
    hot_posts: f64,
    posts: Vec<Post>,
}

impl Layout {
    pub(super) fn new(world: &Scenario, roads: &RoadNetwork) -> Self {
        let streets = Stretches::all(roads);
        let incidents = &world.incidents;
        let rng = &mut Stream::Layout.of(world.calendar.layout_seed, &[]);
        let spots = if incidents.points.is_empty() {
            let drawn = (0..incidents.hot_spots).filter_map(|_| {
                let at = streets.point(roads, rng)?.at;
                Some(HotSpot {
                    lat: at.lat(),
                    lon: at.lon(),
                    weight: rng.random_range(0.5..1.5),
                    spread_m: incidents.hot_spread_m,
                })
            });
            drawn.collect()
        } else {
            incidents.points.clone()
        };
        Self {
            streets,
            spots,
            hot_share: incidents.hot_share,
            hot_posts: world.officers.hot_posts,
            posts: world.officers.posts.clone(),
        }
    }

    /// Where an incident falls; none if there are no streets.
    pub(super) fn incident(&self, roads: &RoadNetwork, rng: &mut impl Rng) -> Option<LatLon> {
        self.draw(roads, rng, self.hot_share)
    }

    /// Where the post of the unit at `place` of the list lies; none if there are no streets.
    pub(super) fn post(&self, place: usize, roads: &RoadNetwork, rng: &mut impl Rng) -> Option<LatLon> {
        match self.posts.get(place) {
            Some(post) => {
                let at = LatLon::new(post.lat, post.lon).ok()?;
                Some(roads.snap(post.mode, at, None)?.at)
            }
            None => self.draw(roads, rng, self.hot_posts),
        }
    }

    fn draw(&self, roads: &RoadNetwork, rng: &mut impl Rng, hot_share: f64) -> Option<LatLon> {
        let hot = rng.random_bool(hot_share);
        match self.spot(rng).filter(|_| hot) {
            Some(spot) => {
                let away = [spot.spread_m * gauss(rng), spot.spread_m * gauss(rng)];
                let middle = LatLon::new(spot.lat, spot.lon).ok()?;
                Some(roads.nearest_road(displaced(middle, away))?.at)
            }
            None => Some(self.streets.point(roads, rng)?.at),
        }
    }

    fn spot(&self, rng: &mut impl Rng) -> Option<HotSpot> {
        let all: f64 = self.spots.iter().map(|spot| spot.weight).sum();
        let mut left = all * rng.random::<f64>();
        let drawn = self.spots.iter().find(|spot| {
            left -= spot.weight;
            left < 0.0
        });
        drawn.copied()
    }
}
