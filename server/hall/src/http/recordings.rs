//! Recordings: what there is, what begins, what ends.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::{OrderId, RecordingId, Role, Source, TownId, UnitId};
use protocol::api::{Fault, NewRecording, RecordingView};
use serde::Deserialize;

use super::HttpFault;
use super::auth::{Ids, Signed};
use super::body::Body;
use super::query::Query;
use crate::state::Shared;
use crate::store::Sought;

/// Of which recordings are asked for.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct Which {
    /// Those of this order.
    order: Option<OrderId>,
    /// Those of this unit.
    unit: Option<UnitId>,
    /// Those of this town's desk.
    desk: Option<TownId>,
    /// Whether only those that go on.
    #[serde(default)]
    going_on: bool,
}

/// Recordings that the caller may open, the newest first, 500 at most; an officer's own.
#[utoipa::path(get, path = "/api/recordings", tag = "recordings", params(Which), responses(
    (status = 200, body = Vec<RecordingView>), (status = 400, body = Fault),
))]
pub(super) async fn list(
    State(hall): State<Shared>,
    signed: Signed,
    which: Result<Query<Which>, HttpFault>,
) -> Result<Json<Vec<RecordingView>>, HttpFault> {
    let Query(Which {
        order,
        unit,
        desk,
        going_on,
    }) = which?;
    let asked = one_source(unit, desk)?;
    let role = signed.role();
    // What is an officer's own need not be looked for among all.
    let own = match role {
        Role::Officer { unit } => Some(Source::Unit(unit)),
        _ => None,
    };
    if let (Some(own), Some(asked)) = (own, asked)
        && own != asked
    {
        return Ok(Json(Vec::new()));
    }
    let shows = |source, order| hall.feed.shows_recording(role, source, order);
    let sought = Sought {
        order,
        source: asked.or(own),
        going_on,
    };
    let recordings = hall.store.recordings(sought, shows).await?.into_iter();
    Ok(Json(
        recordings
            .map(|recording| hall.recordings.as_it_goes(recording))
            .collect(),
    ))
}

/// Records the stream of a unit or of a town's desk until somebody stops it. What is recorded already goes on, and is the answer.
#[utoipa::path(post, path = "/api/recordings", tag = "recordings", request_body = NewRecording, responses(
    (status = 201, body = RecordingView), (status = 400, body = Fault), (status = 403, body = Fault),
    (status = 404, body = Fault), (status = 409, description = "it is not live", body = Fault),
    (status = 507, body = Fault),
))]
pub(super) async fn begin(
    State(hall): State<Shared>,
    signed: Signed,
    Body(NewRecording { unit, desk }): Body<NewRecording>,
) -> Result<(StatusCode, Json<RecordingView>), HttpFault> {
    must_record(&signed)?;
    let source = one_source(unit, desk)?
        .ok_or_else(|| HttpFault::bad("unit", "name a unit, or a desk by its town, to be recorded"))?;
    if !hall.feed.shows(signed.role(), source) {
        return Err(HttpFault::not_found(
            "there is no such unit or town; GET /api/units and /api/towns list them",
        ));
    }
    let by = signed.session.seat().person;
    let id = hall.recordings.begin(source, by).await?;
    Ok((StatusCode::CREATED, Json(shown(&hall, &signed, id).await?)))
}

/// Stops what a person had begun. What an order has recorded ends with the order.
#[utoipa::path(delete, path = "/api/recordings/{id}", tag = "recordings", params(("id" = RecordingId, Path)), responses(
    (status = 200, body = RecordingView), (status = 403, body = Fault), (status = 404, body = Fault),
    (status = 409, description = "its order has it recorded", body = Fault),
))]
pub(super) async fn end(
    State(hall): State<Shared>,
    signed: Signed,
    Ids(id): Ids<RecordingId>,
) -> Result<Json<RecordingView>, HttpFault> {
    must_record(&signed)?;
    let recording = shown(&hall, &signed, id).await?;
    if let Some(source) = recording.source() {
        hall.recordings.end(source, id).await?;
    }
    Ok(Json(shown(&hall, &signed, id).await?))
}

/// The source that is named, if one is.
fn one_source(unit: Option<UnitId>, desk: Option<TownId>) -> Result<Option<Source>, HttpFault> {
    match (unit, desk) {
        (Some(_), Some(_)) => Err(HttpFault::bad("desk", "name either a unit or a desk, not both")),
        (unit, desk) => Ok(unit.map(Source::Unit).or_else(|| desk.map(Source::Desk))),
    }
}

fn must_record(signed: &Signed) -> Result<(), HttpFault> {
    if signed.role().gives_orders() {
        Ok(())
    } else {
        Err(HttpFault::forbidden(
            "only a dispatcher or a town's desk has streams recorded",
        ))
    }
}

/// A recording that the caller may open.
pub(super) async fn shown(
    hall: &Shared,
    signed: &Signed,
    id: RecordingId,
) -> Result<RecordingView, HttpFault> {
    let recording = hall.store.recording(id).await?;
    recording
        .filter(|recording| {
            let source = recording.source();
            source.is_some_and(|source| hall.feed.shows_recording(signed.role(), source, recording.order))
        })
        .map(|recording| hall.recordings.as_it_goes(recording))
        .ok_or_else(|| HttpFault::not_found("there is no such recording; GET /api/recordings lists them"))
}

#[cfg(test)]
mod tests;
