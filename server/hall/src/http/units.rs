//! Towns and units.

use axum::Json;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use dispatch::{Answered, Ask, Ranked};
use domain::{LatLon, Town, TownId, Unit, UnitId};
use protocol::api::{Duty, Fault, NewTown, NewUnit, Recommendation, UnitView};
use serde::Deserialize;

use super::HttpFault;
use super::auth::{Ids, Signed};
use super::body::Body;
use crate::ids;
use crate::people::{AddPersonError, is_name};
use crate::state::Shared;

/// The towns that the caller sees.
#[utoipa::path(get, path = "/api/towns", tag = "board", responses((status = 200, body = Vec<Town>)))]
pub(super) async fn towns(State(hall): State<Shared>, signed: Signed) -> Result<Json<Vec<Town>>, HttpFault> {
    signed.must_see_board()?;
    Ok(Json(hall.feed.towns(signed.role())))
}

/// The units that the caller sees.
#[utoipa::path(get, path = "/api/units", tag = "board", responses((status = 200, body = Vec<UnitView>)))]
pub(super) async fn list(
    State(hall): State<Shared>,
    signed: Signed,
) -> Result<Json<Vec<UnitView>>, HttpFault> {
    signed.must_see_board()?;
    Ok(Json(hall.feed.units(signed.role())))
}

/// Puts a town on the board.
#[utoipa::path(post, path = "/api/towns", tag = "board", request_body = NewTown, responses(
    (status = 201, body = Town), (status = 400, body = Fault), (status = 403, body = Fault),
    (status = 409, description = "the id is taken", body = Fault), (status = 507, body = Fault),
))]
pub(super) async fn add_town(
    State(hall): State<Shared>,
    signed: Signed,
    Body(new): Body<NewTown>,
) -> Result<(StatusCode, Json<Town>), HttpFault> {
    let town = Town {
        id: new.id.unwrap_or_else(|| TownId(ids::fresh())),
        name: name(new.name)?,
    };
    hall.desk
        .ask(signed.session.seat(), Ask::AddTown(town.clone()))
        .await?;
    Ok((StatusCode::CREATED, Json(town)))
}

/// Puts a unit on the board, off duty.
#[utoipa::path(post, path = "/api/units", tag = "board", request_body = NewUnit, responses(
    (status = 201, body = UnitView), (status = 400, body = Fault), (status = 403, body = Fault),
    (status = 409, description = "the id is taken", body = Fault), (status = 422, body = Fault), (status = 507, body = Fault),
))]
pub(super) async fn add(
    State(hall): State<Shared>,
    signed: Signed,
    Body(new): Body<NewUnit>,
) -> Result<(StatusCode, Json<UnitView>), HttpFault> {
    let unit = Unit {
        id: new.id.unwrap_or_else(|| UnitId(ids::fresh())),
        name: name(new.name)?,
        town: new.town,
        mode: new.mode.unwrap_or_default(),
    };
    let id = unit.id;
    hall.desk.ask(signed.session.seat(), Ask::AddUnit(unit)).await?;
    Ok((StatusCode::CREATED, Json(shown(&hall, &signed, id)?)))
}

/// Puts a unit on or off duty.
#[utoipa::path(put, path = "/api/units/{id}/duty", tag = "board", params(("id" = UnitId, Path)), request_body = Duty, responses(
    (status = 200, body = UnitView), (status = 403, body = Fault), (status = 404, body = Fault), (status = 507, body = Fault),
))]
pub(super) async fn set_duty(
    State(hall): State<Shared>,
    signed: Signed,
    Ids(unit): Ids<UnitId>,
    Body(Duty { on_duty }): Body<Duty>,
) -> Result<Json<UnitView>, HttpFault> {
    signed.must_administer()?;
    shown(&hall, &signed, unit)?;
    hall.desk
        .ask(signed.session.seat(), Ask::SetDuty(unit, on_duty))
        .await?;
    shown(&hall, &signed, unit).map(Json)
}

/// Where to, for [`nearest`].
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Near {
    /// Degrees north, WGS-84.
    lat: f64,
    /// Degrees east, WGS-84.
    lon: f64,
    /// How many at most: 1 to 50, 5 if left out.
    limit: Option<usize>,
}

/// The free units closest to a place as the crow flies, those with a fresh position first.
#[utoipa::path(get, path = "/api/units/nearest", tag = "board", params(Near), responses(
    (status = 200, body = Vec<Recommendation>), (status = 400, body = Fault),
))]
pub(super) async fn nearest(
    State(hall): State<Shared>,
    signed: Signed,
    near: Result<Query<Near>, axum::extract::rejection::QueryRejection>,
) -> Result<Json<Vec<Recommendation>>, HttpFault> {
    signed.must_see_board()?;
    let Query(near) = near.map_err(|error| {
        HttpFault::bad(
            "lat",
            format!("give lat and lon in degrees: {}", error.body_text()),
        )
    })?;
    let at = LatLon::new(near.lat, near.lon).map_err(|error| HttpFault::bad("lat", error.to_string()))?;
    let most = near.limit.unwrap_or(5).clamp(1, 50);
    match hall
        .desk
        .ask(signed.session.seat(), Ask::Rank { at, most })
        .await?
    {
        Answered::Ranked(units) => Ok(Json(units.into_iter().map(recommendation).collect())),
        _ => Ok(Json(Vec::new())),
    }
}

fn recommendation(ranked: Ranked) -> Recommendation {
    let Ranked {
        unit,
        name,
        distance_m,
        fix_age_s,
        battery_pct,
    } = ranked;
    Recommendation {
        unit,
        name,
        distance_m,
        straight_line: true,
        fix_age_s,
        battery_pct,
    }
}

fn shown(hall: &Shared, signed: &Signed, unit: UnitId) -> Result<UnitView, HttpFault> {
    let known = hall.feed.unit(signed.role(), unit);
    known.ok_or_else(|| HttpFault::not_found("there is no such unit; GET /api/units lists them"))
}

/// A name that is as sound as a person's.
fn name(name: String) -> Result<String, HttpFault> {
    if is_name(&name) {
        Ok(name)
    } else {
        Err(AddPersonError::BadName.into())
    }
}
