//! The line of a way through the network, with when each point of it is passed.

use domain::{LatLon, TravelMode};

use super::RoadNetwork;
use crate::class::RoadClass;
use crate::lanes::Directed;
use crate::learner::Sighting;
use crate::route::Route;
use crate::search::{LaneWay, quickest};
use crate::snap::Near;
use crate::spot::{End, Errand};

/// A part of a way that stays on one piece.
struct Leg {
    road: Directed,
    /// The shares of the piece between which it lies.
    begin: f64,
    end: f64,
    /// How long it takes, the turn into it included.
    millis: u32,
}

/// How somebody got from one sighting to the next, as far as roads tell.
pub(crate) struct WayBetween {
    /// The seconds that the network assumes without any learning, by class of road.
    pub(crate) assumed: Vec<(RoadClass, f64)>,
    /// How long the way is.
    pub(crate) metres: f64,
    /// How far the further sighting lies from its road.
    pub(crate) off_road_m: f64,
}

impl RoadNetwork {
    /// The quickest way of `mode` between the roads that two sightings lie on.
    pub(crate) fn way_between(&self, mode: TravelMode, from: Sighting, to: Sighting) -> Option<WayBetween> {
        let near = |sighting: Sighting, errand| {
            let near = self.near(mode, sighting.at, sighting.heading_deg, errand)?;
            Some((near, near.at.distance_m(sighting.at)))
        };
        let (from, from_m) = near(from, Errand::SettingOut)?;
        let (to, to_m) = near(to, Errand::Arriving)?;
        let way = self.quickest(mode, &from, &to)?;
        let mut between = WayBetween {
            assumed: Vec::new(),
            metres: 0.0,
            off_road_m: from_m.max(to_m),
        };
        for leg in self.legs(mode, &from, &way, &to) {
            let piece = self.pieces().get(leg.road.piece())?;
            let factor = self.speeds().factor(mode, piece.class);
            between
                .assumed
                .push((piece.class, f64::from(leg.millis) / 1000.0 * factor));
            between.metres += piece.metres * (leg.end - leg.begin).abs();
        }
        Some(between)
    }

    /// The quickest way of `mode` from one point on the road to another.
    pub(super) fn quickest(&self, mode: TravelMode, from: &Near, to: &Near) -> Option<LaneWay> {
        let starts: Vec<End> = self.ends(mode, from.spot).collect();
        let goals: Vec<End> = self.ends(mode, to.spot).collect();
        quickest(self.lanes(mode), self.times(mode), &starts, &goals)
    }

    pub(super) fn drive(&self, mode: TravelMode, from: &Near, way: &LaneWay, to: &Near) -> Route {
        let mut route = Route::start(from.at);
        let legs = self.legs(mode, from, way, to);
        let last = legs.len().saturating_sub(1);
        for (number, leg) in legs.iter().enumerate() {
            let mut points = self.points_of(leg);
            if number == last {
                points.push(to.at);
            }
            route.follow(&points, f64::from(leg.millis) / 1000.0);
        }
        route.arrive();
        route
    }

    fn legs(&self, mode: TravelMode, from: &Near, way: &LaneWay, to: &Near) -> Vec<Leg> {
        let road = |lane: u32| self.lanes(mode).roads.get(lane as usize).copied();
        let (Some(first), Some(last)) = (road(way.from.lane), road(way.to.lane)) else {
            return Vec::new();
        };
        if way.is_along {
            return vec![Leg {
                road: first,
                begin: from.spot.share,
                end: to.spot.share,
                millis: way.millis,
            }];
        }
        let ends = |road: Directed| if road.is_forward() { (0.0, 1.0) } else { (1.0, 0.0) };
        let mut legs = vec![Leg {
            road: first,
            begin: from.spot.share,
            end: ends(first).1,
            millis: way.from.sets_out_ms(),
        }];
        let mut before = way.from.lane;
        for &lane in &way.between {
            let Some(road) = road(lane) else { continue };
            let turn = self.turn_ms(mode, before, lane);
            let (begin, end) = ends(road);
            legs.push(Leg {
                road,
                begin,
                end,
                millis: turn + self.times(mode).of(lane).unwrap_or(0),
            });
            before = lane;
        }
        let before_last: u32 = legs.iter().map(|leg| leg.millis).sum();
        legs.push(Leg {
            road: last,
            begin: ends(last).0,
            end: to.spot.share,
            millis: way.millis.saturating_sub(before_last),
        });
        legs
    }

    fn turn_ms(&self, mode: TravelMode, from: u32, to: u32) -> u32 {
        let mut turns = self.lanes(mode).after.of_lane(from).iter();
        turns.find(|turn| turn.lane == to).map_or(0, |turn| turn.cost_ms)
    }

    /// The points of the piece that lie on `leg`, in its direction.
    fn points_of(&self, leg: &Leg) -> Vec<LatLon> {
        let Some(piece) = self.ground.roads.pieces.get(leg.road.piece()) else {
            return Vec::new();
        };
        let between = leg.begin.min(leg.end)..=leg.begin.max(leg.end);
        let mut behind = 0.0;
        let mut before: Option<LatLon> = None;
        let line = self.ground.roads.line(piece);
        let mut points = Vec::new();
        for (place, &point) in line.iter().enumerate() {
            behind += before.map_or(0.0, |before| before.distance_m(point));
            before = Some(point);
            // The last point is at the very end, whatever adding up says.
            let share = if place + 1 == line.len() {
                1.0
            } else {
                behind / piece.metres
            };
            if between.contains(&share) {
                points.push(point);
            }
        }
        if leg.begin > leg.end {
            points.reverse();
        }
        points
    }
}
