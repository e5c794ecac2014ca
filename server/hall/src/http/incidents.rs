//! Incidents.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use dispatch::{Answered, Ask};
use domain::IncidentId;
use protocol::api::{Fault, IncidentView, NewIncident, Reason};

use super::HttpFault;
use super::auth::{Ids, Signed};
use super::body::Body;
use super::orders::text;
use crate::clock;
use crate::state::Shared;

/// Open incidents, with those closed in the last day.
#[utoipa::path(get, path = "/api/incidents", tag = "board", responses((status = 200, body = Vec<IncidentView>)))]
pub(super) async fn list(
    State(hall): State<Shared>,
    signed: Signed,
) -> Result<Json<Vec<IncidentView>>, HttpFault> {
    signed.must_see_board()?;
    Ok(Json(hall.feed.incidents(clock::now(), signed.role())))
}

/// Raises an incident.
#[utoipa::path(post, path = "/api/incidents", tag = "board", request_body = NewIncident, responses(
    (status = 201, body = IncidentView), (status = 400, body = Fault), (status = 409, body = Fault), (status = 507, body = Fault),
))]
pub(super) async fn raise(
    State(hall): State<Shared>,
    signed: Signed,
    Body(new): Body<NewIncident>,
) -> Result<(StatusCode, Json<IncidentView>), HttpFault> {
    let note = text("note", new.note.unwrap_or_default())?;
    let ask = Ask::RaiseIncident {
        id: new.id,
        kind: new.kind,
        place: super::orders::place(new.place)?,
        note,
    };
    let incident = answered(hall.desk.ask(signed.session.seat(), ask).await?)?;
    Ok((StatusCode::CREATED, Json(incident)))
}

/// Closes an incident.
#[utoipa::path(post, path = "/api/incidents/{id}/close", tag = "board", params(("id" = IncidentId, Path)), request_body = Reason, responses(
    (status = 200, body = IncidentView), (status = 404, body = Fault), (status = 409, body = Fault),
))]
pub(super) async fn close(
    State(hall): State<Shared>,
    signed: Signed,
    Ids(incident): Ids<IncidentId>,
    Body(why): Body<Reason>,
) -> Result<Json<IncidentView>, HttpFault> {
    let ask = Ask::CloseIncident {
        incident,
        reason: super::orders::reason(why)?,
    };
    answered(hall.desk.ask(signed.session.seat(), ask).await?).map(Json)
}

fn answered(answer: Answered) -> Result<IncidentView, HttpFault> {
    match answer {
        Answered::Incident(known) => Ok(IncidentView::new(
            &known.incident,
            known.closed.as_ref().map(|closed| closed.at),
        )),
        _ => Err(HttpFault::not_found("there is no such incident")),
    }
}
