//! How far it is: rings of reach, ways of units to their orders.

use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::{LatLon, OrderId, TravelMode, UnitId};
use protocol::api::{Fault, ReachView, RouteView};
use roads::{CrowFlies, Origin, RoadNetwork};
use serde::Deserialize;

use super::HttpFault;
use super::auth::{Ids, Signed};
use super::query::{self, Query};
use crate::state::Shared;

/// The longest reach, in seconds.
const LONGEST_S: u32 = 3_600;

/// How far a guessed reach goes at most, in metres.
const GUESSED_M: f64 = 20_000.0;

/// Whose reach, for [`reach`]: a unit's or a place's.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Asked {
    /// The unit: how far it gets from where it is.
    unit: Option<UnitId>,
    /// A place instead, degrees north, WGS-84: from where it is reached.
    lat: Option<f64>,
    /// Degrees east.
    lon: Option<f64>,
    /// By what the place is reached; by car if left out.
    mode: Option<TravelMode>,
    /// Within so many seconds: 1 to 3600, 900 if left out.
    seconds: Option<u32>,
}

/// Rings around where a unit gets within a time, or from where a place is reached.
#[utoipa::path(get, path = "/api/reach", tag = "board", params(Asked), responses(
    (status = 200, body = ReachView), (status = 400, body = Fault), (status = 404, body = Fault),
    (status = 422, description = "the place is off the map, or the unit has no position", body = Fault),
))]
pub(super) async fn reach(
    State(hall): State<Shared>,
    signed: Signed,
    asked: Result<Query<Asked>, HttpFault>,
) -> Result<Json<ReachView>, HttpFault> {
    signed.must_see_board()?;
    let Query(asked) = asked?;
    let seconds = asked.seconds.unwrap_or(900);
    if !(1..=LONGEST_S).contains(&seconds) {
        return Err(HttpFault::bad("seconds", "ask for 1 to 3600 seconds"));
    }
    let limit = Duration::from_secs(seconds.into());
    let roads = hall.roads.now();
    let (at, mode, from) = match (asked.unit, asked.lat, asked.lon) {
        (Some(unit), None, None) => {
            let known = hall.feed.unit(signed.role(), unit);
            let known = known.ok_or_else(|| HttpFault::not_found("there is no such unit"))?;
            let position = known
                .position
                .ok_or_else(|| nowhere("unit", "the unit has no position"))?;
            (position.at, known.mode, true)
        }
        (None, Some(lat), Some(lon)) => {
            let at = query::place(lat, lon)?;
            (at, asked.mode.unwrap_or_default(), false)
        }
        _ => return Err(HttpFault::bad("unit", "give either a unit, or lat and lon")),
    };
    let guessed = roads.is_none();
    let rings = tokio::task::spawn_blocking(move || match roads {
        Some(roads) if from => reach_from(&roads, at, mode, limit),
        Some(roads) => roads.reach_to(mode, at, limit).map(|reach| reach.outline()),
        None => Some(
            CrowFlies::around(at, GUESSED_M)
                .reach_to(mode, at, limit)
                .outline(),
        ),
    });
    let rings = rings.await.map_err(|error| failed(&error))?;
    let rings = rings.ok_or_else(|| nowhere("lat", "there is no road near this place on the hall's map"))?;
    Ok(Json(ReachView {
        seconds,
        guessed,
        rings,
    }))
}

fn reach_from(
    roads: &RoadNetwork,
    at: LatLon,
    mode: TravelMode,
    limit: Duration,
) -> Option<Vec<Vec<LatLon>>> {
    // Only whether there is a road at all: where a unit sets out is for the cover to find, which takes roads that
    // nothing leads to as well.
    roads.snap(mode, at, None)?;
    let origin = Origin {
        at,
        mode,
        free_in: Duration::ZERO,
    };
    Some(roads.cover(&[origin], limit).outline(roads.cells()))
}

/// The ways of the units that have taken an order and are still coming, from where they are; none for those whose
/// position nobody knows.
#[utoipa::path(get, path = "/api/orders/{id}/routes", tag = "orders", params(("id" = OrderId, Path)), responses(
    (status = 200, body = Vec<RouteView>), (status = 404, body = Fault),
))]
pub(super) async fn routes(
    State(hall): State<Shared>,
    signed: Signed,
    Ids(order): Ids<OrderId>,
) -> Result<Json<Vec<RouteView>>, HttpFault> {
    signed.must_see_board()?;
    let order = hall.feed.order(signed.role(), order);
    let order = order.ok_or_else(|| HttpFault::not_found("there is no such order"))?;
    let taken = order
        .assignments
        .iter()
        .filter(|known| known.state.is_taken() && !order.there.contains(&known.unit));
    let units: Vec<_> = taken
        .filter_map(|known| hall.feed.unit(signed.role(), known.unit))
        .filter_map(|unit| Some((unit.id, unit.mode, unit.position?.at)))
        .collect();
    let (to, roads) = (order.place.at, hall.roads.now());
    let routes = tokio::task::spawn_blocking(move || {
        let way = |(unit, mode, at)| route(roads.as_ref(), unit, mode, at, to);
        units.into_iter().map(way).collect()
    });
    routes.await.map(Json).map_err(|error| failed(&error))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a cast of a float saturates, and neither is negative"
)]
fn route(roads: Option<&RoadNetwork>, unit: UnitId, mode: TravelMode, at: LatLon, to: LatLon) -> RouteView {
    match roads.and_then(|roads| roads.route_by(mode, at, to)) {
        Some(route) => RouteView {
            unit,
            seconds: route.seconds.round() as u32,
            metres: route.metres.round() as u32,
            guessed: false,
            line: route.line,
        },
        None => RouteView {
            unit,
            seconds: CrowFlies::seconds(mode, at, to).round() as u32,
            metres: at.distance_m(to).round() as u32,
            guessed: true,
            line: vec![at, to],
        },
    }
}

fn nowhere(field: &str, message: &str) -> HttpFault {
    HttpFault::new(StatusCode::UNPROCESSABLE_ENTITY, "nowhere", message).at(field)
}

fn failed(error: &tokio::task::JoinError) -> HttpFault {
    tracing::error!(error = %error, "a way could not be worked out");
    HttpFault::new(
        StatusCode::INTERNAL_SERVER_ERROR,
        "failed",
        "the hall could not work this out",
    )
}
