//! Rehearsals (演练).

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::{DrillId, Role};
use protocol::api::{DrillView, Fault, NewDrill};

use super::HttpFault;
use super::auth::{Ids, Signed};
use super::body::Body;
use crate::drills::DrillRefusal;
use crate::state::Shared;

/// The rehearsals since the hall was started, the latest first.
#[utoipa::path(get, path = "/api/drills", tag = "drills", responses((status = 200, body = Vec<DrillView>), (status = 403, body = Fault)))]
pub(super) async fn list(
    State(hall): State<Shared>,
    signed: Signed,
) -> Result<Json<Vec<DrillView>>, HttpFault> {
    must_see_district(&signed)?;
    Ok(Json(hall.drills.list()))
}

/// Rehearses the district in virtual time, on its roads as they are now; the real work goes on meanwhile.
#[utoipa::path(post, path = "/api/drills", tag = "drills", request_body = NewDrill, responses(
    (status = 201, body = DrillView), (status = 400, body = Fault), (status = 403, body = Fault),
    (status = 409, description = "one runs already", body = Fault),
    (status = 422, description = "the hall has no roads", body = Fault),
))]
pub(super) async fn start(
    State(hall): State<Shared>,
    signed: Signed,
    Body(plan): Body<NewDrill>,
) -> Result<(StatusCode, Json<DrillView>), HttpFault> {
    must_command(&signed)?;
    let fields = [
        ("units", u32::from(plan.units), 300),
        ("hours", plan.hours.into(), 24),
        ("orders_per_hour", plan.orders_per_hour.into(), 60),
        ("runs", plan.runs.into(), 20),
    ];
    for (field, value, most) in fields {
        if !(1..=most).contains(&value) {
            return Err(HttpFault::bad(field, format!("give 1 to {most}")));
        }
    }
    let view = hall.drills.start(hall.roads.now(), plan)?;
    Ok((StatusCode::CREATED, Json(view)))
}

/// One rehearsal, with its score once it is done.
#[utoipa::path(get, path = "/api/drills/{id}", tag = "drills", params(("id" = DrillId, Path)), responses(
    (status = 200, body = DrillView), (status = 403, body = Fault), (status = 404, body = Fault),
))]
pub(super) async fn show(
    State(hall): State<Shared>,
    signed: Signed,
    Ids(drill): Ids<DrillId>,
) -> Result<Json<DrillView>, HttpFault> {
    must_see_district(&signed)?;
    hall.drills.get(drill).map(Json).ok_or_else(no_such)
}

/// Stops a rehearsal that runs.
#[utoipa::path(delete, path = "/api/drills/{id}", tag = "drills", params(("id" = DrillId, Path)), responses(
    (status = 204), (status = 403, body = Fault), (status = 404, body = Fault),
))]
pub(super) async fn stop(
    State(hall): State<Shared>,
    signed: Signed,
    Ids(drill): Ids<DrillId>,
) -> Result<StatusCode, HttpFault> {
    must_command(&signed)?;
    if hall.drills.stop(drill) {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(no_such())
    }
}

fn must_see_district(signed: &Signed) -> Result<(), HttpFault> {
    if signed.role().sees_any([]) {
        Ok(())
    } else {
        Err(HttpFault::forbidden("your role does not show the whole district"))
    }
}

fn must_command(signed: &Signed) -> Result<(), HttpFault> {
    if signed.role() == Role::Dispatcher {
        Ok(())
    } else {
        Err(HttpFault::forbidden("only a dispatcher runs drills"))
    }
}

fn no_such() -> HttpFault {
    HttpFault::not_found("there is no such drill; GET /api/drills lists them")
}

impl From<DrillRefusal> for HttpFault {
    fn from(refusal: DrillRefusal) -> Self {
        let (status, code) = match refusal {
            DrillRefusal::Busy => (StatusCode::CONFLICT, "drill_running"),
            DrillRefusal::NoRoads => (StatusCode::UNPROCESSABLE_ENTITY, "no_roads"),
        };
        Self::new(status, code, refusal.to_string())
    }
}
