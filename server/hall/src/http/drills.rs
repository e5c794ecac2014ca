//! Rehearsals (演练).

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::{DrillId, Role};
use protocol::api::{DrillAgain, DrillDistrict, DrillView, Fault, NewDrill};
use rehearsal::drill::Scenario;

use super::HttpFault;
use super::auth::{Ids, Signed};
use super::body::Body;
use crate::drills::DrillRefusal;
use crate::feed::PresentDistrict;
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

/// Units of a rehearsal at most.
const UNITS: u16 = 300;

/// Rehearses the district in virtual time, on its roads as they are now; the real work goes on meanwhile. While
/// another rehearsal runs, it waits.
#[utoipa::path(post, path = "/api/drills", tag = "drills", request_body = NewDrill, responses(
    (status = 201, body = DrillView), (status = 400, body = Fault), (status = 403, body = Fault),
    (status = 409, description = "enough of them wait already", body = Fault),
    (status = 422, description = "the hall has no roads, or nobody is on duty", body = Fault),
))]
pub(super) async fn start(
    State(hall): State<Shared>,
    signed: Signed,
    Body(plan): Body<NewDrill>,
) -> Result<(StatusCode, Json<DrillView>), HttpFault> {
    must_command(&signed)?;
    let fields = [
        ("units", plan.units.unwrap_or(1).into(), u32::from(UNITS)),
        ("hours", plan.hours.into(), 24),
        ("orders_per_hour", plan.orders_per_hour.into(), 60),
        ("runs", plan.runs.into(), 20),
    ];
    for (field, value, most) in fields {
        if !(1..=most).contains(&value) {
            return Err(HttpFault::bad(field, format!("give 1 to {most}")));
        }
    }
    let roads = hall.roads.now().ok_or(DrillRefusal::NoRoads)?;
    let world = Scenario::read(plan.scenario.as_deref().unwrap_or_default())
        .and_then(|world| world.check_places(&roads).map(|()| world))
        .map_err(|error| HttpFault::bad("scenario", error.to_string()))?;
    let (world, units) = match plan.district {
        DrillDistrict::Pretend => (world, plan.units),
        DrillDistrict::Present => {
            let PresentDistrict {
                on_duty,
                posts,
                incidents,
            } = hall.feed.present();
            let on_duty = u16::try_from(on_duty).unwrap_or(UNITS).min(UNITS);
            (
                world.of_district(posts, &incidents, &roads),
                plan.units.or_else(|| (on_duty > 0).then_some(on_duty)),
            )
        }
    };
    if units.is_none() {
        let message = "nobody is on duty; say with how many units to drill";
        return Err(HttpFault::new(StatusCode::UNPROCESSABLE_ENTITY, "nobody_on_duty", message).at("units"));
    }
    let view = hall.drills.start(roads, world, NewDrill { units, ..plan })?;
    Ok((StatusCode::CREATED, Json(view)))
}

/// Rehearses once more what was rehearsed, in the same district, under another rule: so that the two can be compared.
#[utoipa::path(post, path = "/api/drills/{id}/again", tag = "drills", params(("id" = DrillId, Path)), request_body = DrillAgain, responses(
    (status = 201, body = DrillView), (status = 403, body = Fault), (status = 404, body = Fault),
    (status = 409, description = "enough of them wait already", body = Fault),
    (status = 422, description = "the hall has no roads", body = Fault),
))]
pub(super) async fn again(
    State(hall): State<Shared>,
    signed: Signed,
    Ids(drill): Ids<DrillId>,
    Body(DrillAgain { rule }): Body<DrillAgain>,
) -> Result<(StatusCode, Json<DrillView>), HttpFault> {
    must_command(&signed)?;
    let view = hall.drills.again(drill, rule, hall.roads.now())?;
    Ok((StatusCode::CREATED, Json(view)))
}

/// The world of a rehearsal in JSON, as `yike drill --scenario` takes it.
#[utoipa::path(get, path = "/api/drills/{id}/scenario", tag = "drills", params(("id" = DrillId, Path)), responses(
    (status = 200, body = serde_json::Value), (status = 403, body = Fault), (status = 404, body = Fault),
))]
pub(super) async fn scenario(
    State(hall): State<Shared>,
    signed: Signed,
    Ids(drill): Ids<DrillId>,
) -> Result<Json<Scenario>, HttpFault> {
    must_see_district(&signed)?;
    let world = hall.drills.world(drill).ok_or_else(no_such)?;
    Ok(Json(Scenario::clone(&world)))
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
            DrillRefusal::NoSuchDrill => (StatusCode::NOT_FOUND, "not_found"),
            DrillRefusal::Stopping => (StatusCode::SERVICE_UNAVAILABLE, "no_answer"),
        };
        Self::new(status, code, refusal.to_string())
    }
}
