//! Phones: how one is enrolled, which there are, and how one is put out.

use std::net::SocketAddr;

use axum::Json;
use axum::extract::{ConnectInfo, State};
use axum::http::StatusCode;
use domain::PhoneId;
use protocol::api::{EnrolmentView, Fault, NewEnrolment, NewPhone, PhoneView};
use protocol::enrolment::EnrolmentQr;
use secrecy::ExposeSecret;

use super::HttpFault;
use super::auth::{Ids, Signed};
use super::body::Body;
use crate::clock;
use crate::people::{EnrolError, Phone};
use crate::state::Shared;

/// Makes a code that enrols one phone for an officer, within a quarter of an hour, once.
#[utoipa::path(post, path = "/api/enrolments", tag = "people", request_body = NewEnrolment, responses(
    (status = 201, body = EnrolmentView), (status = 404, description = "there is nobody of this id", body = Fault),
    (status = 422, description = "the person is no officer", body = Fault),
))]
pub(super) async fn enrol(
    State(hall): State<Shared>,
    signed: Signed,
    Body(new): Body<NewEnrolment>,
) -> Result<(StatusCode, Json<EnrolmentView>), HttpFault> {
    signed.must_administer()?;
    if !hall.pins.is_empty() && new.hall.starts_with("http:") {
        let cure = "this hall has a certificate, so phones call it encrypted: hall must be its https address";
        return Err(HttpFault::bad("hall", cure));
    }
    let made = hall.people.enrol(new.person, &new.hall, clock::now()).await?;
    let qr = EnrolmentQr {
        hall: new.hall,
        code: made.code.expose_secret().to_owned(),
        pins: hall.pins.clone(),
    };
    let view = EnrolmentView {
        qr: qr.to_string(),
        expires_at: made.expires_at,
    };
    Ok((StatusCode::CREATED, Json(view)))
}

/// Takes a phone in that scanned a code; it signs in by a proof from then on.
#[utoipa::path(post, path = "/api/phones", tag = "people", security(()), request_body = NewPhone, responses(
    (status = 201, body = PhoneView),
    (status = 400, description = "name or key is none", body = Fault),
    (status = 401, description = "code_unknown, code_used or code_expired", body = Fault),
    (status = 429, description = "too many wrong codes from this address", body = Fault),
))]
pub(super) async fn add(
    State(hall): State<Shared>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    Body(new): Body<NewPhone>,
) -> Result<(StatusCode, Json<PhoneView>), HttpFault> {
    let key = hex::decode(&new.key).map_err(|_| EnrolError::BadKey)?;
    let phone = hall
        .people
        .add_phone(peer.ip(), &new.code, &key, &new.name, clock::now())
        .await?;
    Ok((StatusCode::CREATED, Json(view(phone))))
}

/// The phones that may sign in.
#[utoipa::path(get, path = "/api/phones", tag = "people", responses((status = 200, body = Vec<PhoneView>)))]
pub(super) async fn list(
    State(hall): State<Shared>,
    signed: Signed,
) -> Result<Json<Vec<PhoneView>>, HttpFault> {
    signed.must_administer()?;
    Ok(Json(hall.people.phones().await?.into_iter().map(view).collect()))
}

/// Puts a phone out: it signs in no more, and what it holds open ends within a second.
#[utoipa::path(delete, path = "/api/phones/{id}", tag = "people", params(("id" = PhoneId, Path)), responses(
    (status = 204), (status = 404, body = Fault),
))]
pub(super) async fn revoke(
    State(hall): State<Shared>,
    signed: Signed,
    Ids(phone): Ids<PhoneId>,
) -> Result<StatusCode, HttpFault> {
    signed.must_administer()?;
    match hall.people.revoke_phone(phone).await? {
        Some(_) => Ok(StatusCode::NO_CONTENT),
        None => Err(HttpFault::not_found(
            "there is no phone of this id; GET /api/phones lists them",
        )),
    }
}

fn view(phone: Phone) -> PhoneView {
    PhoneView {
        id: phone.id,
        name: phone.name,
        person: phone.person,
        person_name: phone.person_name,
        enrolled_at: phone.enrolled_at,
        signed_in_at: phone.signed_in_at,
    }
}

impl From<EnrolError> for HttpFault {
    fn from(error: EnrolError) -> Self {
        let message = error.to_string();
        let code = |code| Self::new(StatusCode::UNAUTHORIZED, code, message.clone()).at("code");
        match error {
            EnrolError::NobodyThere => Self::not_found(&message).at("person"),
            EnrolError::NoOfficer => {
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "no_officer", message).at("person")
            }
            EnrolError::BadHall => Self::bad("hall", message),
            EnrolError::BadName => Self::bad("name", message),
            EnrolError::BadKey => Self::bad("key", message),
            EnrolError::CodeUnknown => code("code_unknown"),
            EnrolError::CodeUsed => code("code_used"),
            EnrolError::CodeExpired => code("code_expired"),
            EnrolError::TooMany(error) => error.into(),
            EnrolError::Store(error) => error.into(),
        }
    }
}
