//! The way to a scene with the streets around it, drawn small enough for a phone on a bad line.
//!
//! Working one out takes some milliseconds of a processor, so few are made at a time, off the threads that serve, and nobody
//! waits long.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use domain::{LatLon, Timestamp, TravelMode};
use protocol::api::{DrawnLine, NoWay, StreetClass, StreetView, WayView};
use roads::{RoadClass, RoadNetwork, Route, straightened};
use tokio::sync::Semaphore;

use crate::clock;
use crate::feed::Going;

/// Ways worked out at a time.
const AT_ONCE: usize = 2;
/// How long one may wait for its turn.
const TURN_WITHIN: Duration = Duration::from_secs(2);
/// How long it may take.
const DONE_WITHIN: Duration = Duration::from_secs(5);

/// Straight parts of streets at most.
const MOST_PARTS: usize = 2_000;
/// Bytes of JSON that streets take at most.
const STREETS_BYTES: usize = 42_000;
/// The same for the route.
const ROUTE_BYTES: usize = 12_000;
/// What a street takes beside its lines and its name.
const STREET_BYTES: usize = 48;
/// A bend of the route that is smaller, in metres, is not drawn.
const ROUTE_BENDS_M: f64 = 2.0;
/// So far from any road, in metres, one is off the map.
const OFF_MAP_M: f64 = 2_000.0;

/// Works ways out; clones share the turns.
#[derive(Clone, Debug)]
pub(crate) struct Ways {
    turns: Arc<Semaphore>,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum WayFault {
    /// Others are first.
    #[error("too many ways are being worked out; ask again in a moment")]
    Busy,
    /// It takes too long.
    #[error("the way could not be worked out in time; ask again in a moment")]
    Late,
    /// It broke off.
    #[error("the hall could not work this out")]
    Failed,
}

impl Default for Ways {
    fn default() -> Self {
        let turns = Arc::new(Semaphore::new(AT_ONCE));
        Self { turns }
    }
}

impl Ways {
    /// The way of whoever goes, with the streets around it if they are wanted.
    pub(crate) async fn of(
        &self,
        going: Going,
        roads: Option<RoadNetwork>,
        with_streets: bool,
    ) -> Result<WayView, WayFault> {
        let turn = Arc::clone(&self.turns).acquire_owned();
        let turn = tokio::time::timeout(TURN_WITHIN, turn).await;
        let Ok(Ok(turn)) = turn else {
            return Err(WayFault::Busy);
        };
        let drawing = tokio::task::spawn_blocking(move || {
            // Held until it is done, whoever still waits for it.
            let _turn = turn;
            drawn(going, roads.as_ref(), with_streets, clock::now())
        });
        match tokio::time::timeout(DONE_WITHIN, drawing).await {
            Ok(Ok(way)) => Ok(way),
            Ok(Err(error)) => {
                tracing::error!(error = %error, "a way could not be worked out");
                Err(WayFault::Failed)
            }
            Err(_) => Err(WayFault::Late),
        }
    }
}

/// The way of whoever goes, as it is at `made_at`.
fn drawn(going: Going, roads: Option<&RoadNetwork>, with_streets: bool, made_at: Timestamp) -> WayView {
    let scene = going.scene;
    let unit = going.unit.as_ref();
    let position = unit.and_then(|unit| Some((unit.mode, unit.position.as_ref()?)));
    let route = match (roads, position) {
        _ if unit.is_none() => Err(NoWay::NobodyGoes),
        _ if going.is_there => Err(NoWay::There),
        (_, None) => Err(NoWay::NoPosition),
        (Some(roads), Some((mode, from))) => route(roads, mode, from.at, scene).ok_or(NoWay::NoRoads),
        (None, Some(_)) => Err(NoWay::NoRoads),
    };
    let from = position.map(|(_, position)| position.at);
    let streets = with_streets.then(|| {
        let line = route
            .as_ref()
            .map(|route| route.line.as_slice())
            .unwrap_or_default();
        let seen: Vec<LatLon> = from
            .into_iter()
            .chain(line.iter().copied())
            .chain([scene])
            .collect();
        roads
            .map(|roads| streets(roads, scene, &seen))
            .unwrap_or_default()
    });
    let arrival = going.arrival.filter(|_| route.is_ok());
    let figure = |of: fn(&Route) -> f64| route.as_ref().ok().map(|route| whole(of(route)));
    WayView {
        order: going.order,
        unit: unit.map(|unit| unit.id),
        made_at,
        fix_at: position.map(|(_, position)| position.taken_at),
        scene,
        eta_s: figure(|route| route.seconds),
        metres: figure(|route| route.metres),
        expected_at: arrival.as_ref().and_then(|arrival| arrival.expected_at),
        in_time_pct: arrival.as_ref().map(|arrival| arrival.in_time_pct),
        no_way: route.as_ref().err().copied(),
        route: route.map(|route| line(scene, &route.line)).unwrap_or_default(),
        streets,
        team: going.team,
    }
}

/// The way by road; none if either end is off the map.
fn route(roads: &RoadNetwork, mode: TravelMode, from: LatLon, to: LatLon) -> Option<Route> {
    let is_on_map = |at| {
        roads
            .snap(mode, at, None)
            .is_some_and(|snap| snap.metres <= OFF_MAP_M)
    };
    (is_on_map(from) && is_on_map(to)).then(|| roads.route_by(mode, from, to))?
}

/// A route without bends that nobody would see, however long it is.
fn line(scene: LatLon, route: &[LatLon]) -> DrawnLine {
    let mut bends_m = ROUTE_BENDS_M;
    loop {
        let line = DrawnLine::through(scene, &straightened(route, bends_m));
        if line.json_bytes() <= ROUTE_BYTES {
            return line;
        }
        bends_m *= 2.0;
    }
}

/// The streets around what is to be seen, as many as there is room for.
fn streets(roads: &RoadNetwork, scene: LatLon, seen: &[LatLon]) -> Vec<StreetView> {
    let mut streets: Vec<StreetView> = Vec::new();
    let mut places: BTreeMap<(StreetClass, Option<String>), usize> = BTreeMap::new();
    let mut room = STREETS_BYTES;
    for sketched in roads.sketch(seen, MOST_PARTS) {
        let line = DrawnLine::through(scene, &sketched.line);
        if line.is_empty() {
            continue;
        }
        let kind = (class(sketched.class), sketched.name);
        let known = places.get(&kind).copied();
        let named = kind.1.as_deref().map_or(0, json_bytes);
        let takes = line.json_bytes() + 1 + known.map_or(STREET_BYTES + named, |_| 0);
        let Some(left) = room.checked_sub(takes) else {
            break;
        };
        room = left;
        if let Some(street) = known.and_then(|place| streets.get_mut(place)) {
            street.lines.push(line);
        } else {
            places.insert(kind.clone(), streets.len());
            let (class, name) = kind;
            let lines = vec![line];
            streets.push(StreetView { class, name, lines });
        }
    }
    streets
}

const fn class(class: RoadClass) -> StreetClass {
    match class {
        RoadClass::Motorway | RoadClass::Trunk => StreetClass::Highway,
        RoadClass::Primary | RoadClass::Secondary | RoadClass::Tertiary => StreetClass::Main,
        RoadClass::Unclassified | RoadClass::Residential | RoadClass::Living => StreetClass::Street,
        RoadClass::Service | RoadClass::Track => StreetClass::Lane,
        RoadClass::Path | RoadClass::Steps => StreetClass::Path,
        RoadClass::Ferry => StreetClass::Ferry,
    }
}

/// How many bytes a text takes as JSON, at most.
fn json_bytes(text: &str) -> usize {
    let escaped = text.chars().map(|each| {
        if each.is_ascii_control() {
            6
        } else {
            each.len_utf8() + usize::from(matches!(each, '"' | '\\'))
        }
    });
    2 + escaped.sum::<usize>()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a cast of a float saturates, and neither seconds nor metres are negative"
)]
fn whole(value: f64) -> u32 {
    value.round() as u32
}

#[cfg(test)]
mod tests;
