//! Where the promise can be kept.
//!
//! The map itself comes by the viewers' socket whenever it changes; here are the borders of its cells, with how it was.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, header};
use dispatch::{Answered, Ask};
use domain::{LatLon, UnitId};
use protocol::api::{Fault, PromiseCells, PromiseMapView, PromiseMinute};
use roads::RoadNetwork;

use super::HttpFault;
use super::auth::{Ids, Signed};
use crate::dispatch_loop::{cells_id, map_view};
use crate::state::Shared;

/// Where the promise can be kept at this moment; for those who see the whole district.
#[utoipa::path(get, path = "/api/promise-map", tag = "board", responses(
    (status = 200, body = PromiseMapView), (status = 403, body = Fault),
    (status = 404, description = "the hall has no roads, or nobody has a position yet", body = Fault),
))]
pub(super) async fn show(
    State(hall): State<Shared>,
    signed: Signed,
) -> Result<Json<PromiseMapView>, HttpFault> {
    must_see_district(&signed)?;
    let map = hall.feed.map(signed.role());
    map.map(Json)
        .ok_or_else(|| HttpFault::not_found("there is no promise map yet"))
}

/// How much was covered, minute by minute, the oldest first; at most a day, nothing before the first map.
#[utoipa::path(get, path = "/api/promise-map/history", tag = "board", responses(
    (status = 200, body = Vec<PromiseMinute>), (status = 403, body = Fault),
))]
pub(super) async fn history(
    State(hall): State<Shared>,
    signed: Signed,
) -> Result<Json<Vec<PromiseMinute>>, HttpFault> {
    must_see_district(&signed)?;
    Ok(Json(hall.feed.covered(signed.role())))
}

/// Where the promise could be kept without a unit: what if it leaves.
#[utoipa::path(get, path = "/api/promise-map/without/{unit}", tag = "board", params(("unit" = UnitId, Path)), responses(
    (status = 200, body = PromiseMapView), (status = 403, body = Fault),
    (status = 404, description = "there is no map yet", body = Fault),
    (status = 422, description = "there is no such unit", body = Fault),
))]
pub(super) async fn without(
    State(hall): State<Shared>,
    signed: Signed,
    Ids(unit): Ids<UnitId>,
) -> Result<Json<PromiseMapView>, HttpFault> {
    must_see_district(&signed)?;
    let answer = hall
        .desk
        .ask(signed.session.seat(), Ask::MapWithout(unit))
        .await?;
    match answer {
        Answered::Map(Some(map)) => Ok(Json(map_view(&map, None))),
        _ => Err(HttpFault::not_found("there is no promise map yet")),
    }
}

/// The cells that the map speaks of, with their borders. They change with the roads only.
#[utoipa::path(get, path = "/api/promise-map/cells", tag = "board", responses(
    (status = 200, body = PromiseCells), (status = 403, body = Fault),
    (status = 404, description = "the hall has no roads", body = Fault),
))]
pub(super) async fn cells(
    State(hall): State<Shared>,
    signed: Signed,
) -> Result<([(HeaderName, HeaderValue); 1], Json<PromiseCells>), HttpFault> {
    must_see_district(&signed)?;
    let roads = hall.roads.now();
    let roads = roads.ok_or_else(|| HttpFault::not_found("the hall has no roads; set `roads`"))?;
    let kept = (
        header::CACHE_CONTROL,
        HeaderValue::from_static("private, max-age=300"),
    );
    Ok(([kept], Json(borders(&roads))))
}

fn must_see_district(signed: &Signed) -> Result<(), HttpFault> {
    if signed.role().sees_district() {
        Ok(())
    } else {
        Err(HttpFault::forbidden("your role does not show the whole district"))
    }
}

fn borders(roads: &RoadNetwork) -> PromiseCells {
    let corners = |border: Vec<LatLon>| {
        let corners = border.into_iter();
        corners
            .flat_map(|corner| [millionths(corner.lat()), millionths(corner.lon())])
            .collect()
    };
    PromiseCells {
        id: cells_id(roads.cells().iter().map(|cell| u64::from(*cell))),
        borders: roads.cell_borders().map(corners).collect(),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a cast of a float saturates")]
fn millionths(degrees: f64) -> i32 {
    (degrees * 1e6).round() as i32
}
