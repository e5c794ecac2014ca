//! Towns and units.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use dispatch::Ask;
use domain::{Town, TownId, Unit, UnitId};
use protocol::api::{Duty, Fault, NewTown, NewUnit, UnitView};

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

/// Puts a unit on or off duty; on duty, until when if that is known.
#[utoipa::path(put, path = "/api/units/{id}/duty", tag = "board", params(("id" = UnitId, Path)), request_body = Duty, responses(
    (status = 200, body = UnitView), (status = 403, body = Fault), (status = 404, body = Fault),
    (status = 409, body = Fault), (status = 422, body = Fault), (status = 507, body = Fault),
))]
pub(super) async fn set_duty(
    State(hall): State<Shared>,
    signed: Signed,
    Ids(unit): Ids<UnitId>,
    Body(duty): Body<Duty>,
) -> Result<Json<UnitView>, HttpFault> {
    signed.must_administer()?;
    shown(&hall, &signed, unit)?;
    let ask = Ask::SetDuty {
        unit,
        on_duty: duty.on_duty,
        until: duty.shift_ends_at,
    };
    hall.desk.ask(signed.session.seat(), ask).await?;
    shown(&hall, &signed, unit).map(Json)
}

pub(super) fn shown(hall: &Shared, signed: &Signed, unit: UnitId) -> Result<UnitView, HttpFault> {
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
