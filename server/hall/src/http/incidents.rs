//! Incidents.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use dispatch::{Answered, Ask, Duplicate};
use domain::IncidentId;
use domain::incident::Caller;
use protocol::api::{
    DuplicateQuestion, DuplicateView, EditIncident, Fault, IncidentView, MergeInto, NewIncident, Reason,
};

use super::HttpFault;
use super::auth::{Ids, Signed};
use super::body::Body;
use super::orders::{place, text};
use crate::clock;
use crate::feed::incident_view;
use crate::state::Shared;

/// Characters in a caller's name or number at most.
const MAX_CALLER_CHARS: usize = 200;

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
        place: place(new.place)?,
        caller: new.caller.map(caller).transpose()?,
        note,
    };
    let incident = asked(&hall, &signed, ask).await?;
    Ok((StatusCode::CREATED, incident))
}

/// Open incidents that a call may be about, the likeliest first: near, lately told, and of the same or a
/// related kind, or told from the same telephone. Nothing is saved.
#[utoipa::path(post, path = "/api/incidents/duplicates", tag = "board", request_body = DuplicateQuestion, responses(
    (status = 200, body = Vec<DuplicateView>), (status = 400, body = Fault),
))]
pub(super) async fn duplicates(
    State(hall): State<Shared>,
    signed: Signed,
    Body(question): Body<DuplicateQuestion>,
) -> Result<Json<Vec<DuplicateView>>, HttpFault> {
    let ask = Ask::FindDuplicates {
        kind: question.kind,
        at: question.at,
        caller: question.caller.map(caller).transpose()?,
    };
    match hall.desk.ask(signed.session.seat(), ask).await? {
        Answered::Duplicates(found) => Ok(Json(found.iter().map(duplicate).collect())),
        _ => Ok(Json(Vec::new())),
    }
}

/// Corrects what is known of an incident; what is left out stays.
#[utoipa::path(patch, path = "/api/incidents/{id}", tag = "board", params(("id" = IncidentId, Path)), request_body = EditIncident, responses(
    (status = 200, body = IncidentView), (status = 400, body = Fault), (status = 404, body = Fault), (status = 409, body = Fault),
))]
pub(super) async fn edit(
    State(hall): State<Shared>,
    signed: Signed,
    Ids(incident): Ids<IncidentId>,
    Body(edit): Body<EditIncident>,
) -> Result<Json<IncidentView>, HttpFault> {
    let edit = EditIncident {
        kind: edit.kind,
        place: edit.place.map(place).transpose()?,
        caller: edit.caller.map(caller).transpose()?,
        note: edit.note.map(|note| text("note", note)).transpose()?,
    };
    let edit = edit.into();
    asked(&hall, &signed, Ask::EditIncident { incident, edit }).await
}

/// Says that an incident is the same as another, which takes its orders over and is answered.
#[utoipa::path(post, path = "/api/incidents/{id}/merge", tag = "board", params(("id" = IncidentId, Path)), request_body = MergeInto, responses(
    (status = 200, body = IncidentView), (status = 404, body = Fault), (status = 409, body = Fault),
))]
pub(super) async fn merge(
    State(hall): State<Shared>,
    signed: Signed,
    Ids(incident): Ids<IncidentId>,
    Body(MergeInto { into }): Body<MergeInto>,
) -> Result<Json<IncidentView>, HttpFault> {
    asked(&hall, &signed, Ask::MergeIncident { incident, into }).await
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
    asked(&hall, &signed, ask).await
}

async fn asked(hall: &Shared, signed: &Signed, ask: Ask) -> Result<Json<IncidentView>, HttpFault> {
    match hall.desk.ask(signed.session.seat(), ask).await? {
        Answered::Incident(known) => Ok(Json(incident_view(&known))),
        _ => Err(HttpFault::not_found("there is no such incident")),
    }
}

/// A caller whose words are not too long.
fn caller(caller: Caller) -> Result<Caller, HttpFault> {
    let short = |text: &str| text.chars().count() <= MAX_CALLER_CHARS;
    for (field, text) in [("caller.name", &caller.name), ("caller.phone", &caller.phone)] {
        if !short(text) {
            return Err(HttpFault::bad(field, "at most 200 characters"));
        }
    }
    Ok(caller)
}

fn duplicate(found: &Duplicate) -> DuplicateView {
    DuplicateView {
        incident: incident_view(&found.known),
        score: found.score,
        distance_m: found.distance_m,
        age_s: u32::try_from(found.age.as_secs()).unwrap_or(u32::MAX),
        same_kind: found.same_kind,
        same_phone: found.same_phone,
    }
}
