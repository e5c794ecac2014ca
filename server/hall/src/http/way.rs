//! The way to an order's scene, for the officer who goes there and for seats that look on.

use axum::Json;
use axum::extract::State;
use domain::{OrderId, UnitId};
use protocol::api::{Fault, WayView};
use serde::Deserialize;

use super::HttpFault;
use super::auth::{Ids, Signed};
use super::query::Query;
use crate::state::Shared;

/// Of what, for [`show`].
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct Asked {
    /// Whose way: an officer's own unit, whatever stands here; otherwise the first that is on its way if left out.
    unit: Option<UnitId>,
    /// Whether the streets around are wanted too; yes if left out. Who has them already asks without.
    streets: Option<bool>,
}

/// How a unit gets to the scene: its way by road with the time it takes, the streets around it to be drawn, and the others who
/// have taken the order. An officer asks about their own orders that are not ended, declined or taken back.
#[utoipa::path(get, path = "/api/orders/{id}/way", tag = "orders", params(("id" = OrderId, Path), Asked), responses(
    (status = 200, description = "`no_way` says why the route is empty, if it is", body = WayView),
    (status = 400, body = Fault), (status = 404, body = Fault),
    (status = 503, description = "too many ask at once", body = Fault),
))]
pub(super) async fn show(
    State(hall): State<Shared>,
    signed: Signed,
    Ids(order): Ids<OrderId>,
    asked: Result<Query<Asked>, HttpFault>,
) -> Result<Json<WayView>, HttpFault> {
    let Query(Asked { unit, streets }) = asked?;
    let going = hall.feed.going(signed.role(), order, unit);
    let going = going.ok_or_else(|| HttpFault::not_found("there is no such order, or not for this unit"))?;
    let way = hall
        .ways
        .of(going, hall.roads.now(), streets.unwrap_or(true))
        .await?;
    Ok(Json(way))
}
