//! Who may sign in.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::PersonId;
use protocol::api::{Fault, NewPerson, PersonView};

use super::HttpFault;
use super::auth::{Ids, Signed};
use super::body::Body;
use crate::state::Shared;

/// Everybody who may sign in.
#[utoipa::path(get, path = "/api/people", tag = "people", responses((status = 200, body = Vec<PersonView>)))]
pub(super) async fn list(
    State(hall): State<Shared>,
    signed: Signed,
) -> Result<Json<Vec<PersonView>>, HttpFault> {
    signed.must_administer()?;
    let people = hall
        .people
        .people()
        .await?
        .into_iter()
        .filter(|person| !person.revoked);
    Ok(Json(
        people
            .map(|person| PersonView {
                id: person.id,
                name: person.name,
                role: person.role,
            })
            .collect(),
    ))
}

/// Lets somebody new sign in.
#[utoipa::path(post, path = "/api/people", tag = "people", request_body = NewPerson, responses(
    (status = 201, body = PersonView), (status = 409, description = "the name is taken", body = Fault),
))]
pub(super) async fn add(
    State(hall): State<Shared>,
    signed: Signed,
    Body(new): Body<NewPerson>,
) -> Result<(StatusCode, Json<PersonView>), HttpFault> {
    signed.must_administer()?;
    hall.feed.knows(new.role).map_err(|field| {
        HttpFault::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "no_such_thing",
            format!("there is no such {field}"),
        )
        .at(field)
    })?;
    let id = hall
        .people
        .add_person(&new.name, new.password.into(), new.role)
        .await?;
    Ok((
        StatusCode::CREATED,
        Json(PersonView {
            id,
            name: new.name,
            role: new.role,
        }),
    ))
}

/// Lets somebody sign in no more: their phones and pages are out within a second.
#[utoipa::path(delete, path = "/api/people/{id}", tag = "people", params(("id" = PersonId, Path)), responses(
    (status = 204), (status = 404, body = Fault),
))]
pub(super) async fn revoke(
    State(hall): State<Shared>,
    signed: Signed,
    Ids(person): Ids<PersonId>,
) -> Result<StatusCode, HttpFault> {
    signed.must_administer()?;
    must_be_there(&hall, person).await?;
    hall.people.revoke_person(person).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ends every session of a person: phones and pages are out within a second.
#[utoipa::path(delete, path = "/api/people/{id}/sessions", tag = "people", params(("id" = PersonId, Path)), responses(
    (status = 204), (status = 404, body = Fault),
))]
pub(super) async fn end_sessions(
    State(hall): State<Shared>,
    signed: Signed,
    Ids(person): Ids<PersonId>,
) -> Result<StatusCode, HttpFault> {
    signed.must_administer()?;
    must_be_there(&hall, person).await?;
    hall.people.end_sessions_of(person).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn must_be_there(hall: &Shared, person: PersonId) -> Result<(), HttpFault> {
    if hall.people.has(person).await? {
        Ok(())
    } else {
        Err(HttpFault::not_found(
            "there is nobody of this id; GET /api/people lists them",
        ))
    }
}
