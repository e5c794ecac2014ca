//! Asking a unit's officer to switch the camera on.
//!
//! Whoever may give the unit an order may ask. Nothing begins by it: the officer goes live, declines, or lets it lapse, and
//! the unit's view says which.

use axum::Json;
use axum::extract::State;
use dispatch::Ask;
use domain::UnitId;
use protocol::api::{Fault, UnitView};

use super::HttpFault;
use super::auth::{Ids, Signed};
use super::units::shown;
use crate::state::Shared;

/// Asks a unit's officer to switch the camera on. The officer sees who asks; the request waits for two minutes.
#[utoipa::path(post, path = "/api/units/{id}/camera-request", tag = "board", params(("id" = UnitId, Path)), responses(
    (status = 200, description = "the unit, with the request in `camera_request`", body = UnitView),
    (status = 403, body = Fault), (status = 404, body = Fault),
    (status = 409, description = "the unit is off duty (`off_duty`), its phone is not connected (`not_connected`), its camera is on (`camera_live`), or it has been asked already (`camera_asked`)", body = Fault),
    (status = 507, body = Fault),
))]
pub(super) async fn ask(
    State(hall): State<Shared>,
    signed: Signed,
    Ids(unit): Ids<UnitId>,
) -> Result<Json<UnitView>, HttpFault> {
    let name = signed.session.name.clone();
    done(&hall, &signed, unit, Ask::AskForCamera { unit, name }).await
}

/// Takes the request back, whoever asked; one that has ended already stays as it ended.
#[utoipa::path(delete, path = "/api/units/{id}/camera-request", tag = "board", params(("id" = UnitId, Path)), responses(
    (status = 200, body = UnitView), (status = 403, body = Fault), (status = 404, body = Fault), (status = 507, body = Fault),
))]
pub(super) async fn withdraw(
    State(hall): State<Shared>,
    signed: Signed,
    Ids(unit): Ids<UnitId>,
) -> Result<Json<UnitView>, HttpFault> {
    done(&hall, &signed, unit, Ask::WithdrawCameraRequest(unit)).await
}

async fn done(hall: &Shared, signed: &Signed, unit: UnitId, ask: Ask) -> Result<Json<UnitView>, HttpFault> {
    signed.must_give_orders()?;
    shown(hall, signed, unit)?;
    hall.desk.ask(signed.session.seat(), ask).await?;
    shown(hall, signed, unit).map(Json)
}
