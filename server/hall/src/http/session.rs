//! Signing in and out.

use std::net::SocketAddr;

use axum::Json;
use axum::extract::{ConnectInfo, State};
use axum::http::StatusCode;
use protocol::api::{Fault, NewSession, SessionView, SignedIn};
use secrecy::ExposeSecret as _;

use super::HttpFault;
use super::auth::Signed;
use super::body::Body;
use crate::clock;
use crate::state::Shared;

/// Signs somebody in.
#[utoipa::path(post, path = "/api/session", tag = "session", security(()), request_body = NewSession, responses(
    (status = 200, description = "signed in", body = SignedIn),
    (status = 401, description = "name or password is wrong", body = Fault),
    (status = 429, description = "too many wrong passwords for this name from this address", body = Fault),
))]
pub(super) async fn sign_in(
    State(hall): State<Shared>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    Body(new): Body<NewSession>,
) -> Result<Json<SignedIn>, HttpFault> {
    let signed_in = hall
        .people
        .sign_in(peer.ip(), &new.name, new.password.into(), clock::now())
        .await?;
    let wrong = || {
        HttpFault::new(
            StatusCode::UNAUTHORIZED,
            "wrong_name_or_password",
            "the name or the password is wrong",
        )
    };
    let signed_in = signed_in.ok_or_else(wrong)?;
    let (token, session) = (signed_in.token.expose_secret().to_owned(), signed_in.session);
    Ok(Json(SignedIn {
        token,
        expires_at: session.expires_at,
        session: session.view(),
    }))
}

/// Who is signed in.
#[utoipa::path(get, path = "/api/session", tag = "session", responses((status = 200, body = SessionView)))]
pub(super) async fn who_am_i(signed: Signed) -> Json<SessionView> {
    Json(signed.session.view())
}

/// Signs out: the token is worth nothing from here on.
#[utoipa::path(delete, path = "/api/session", tag = "session", responses((status = 204)))]
pub(super) async fn sign_out(State(hall): State<Shared>, signed: Signed) -> Result<StatusCode, HttpFault> {
    hall.people.end_session(signed.session.id).await?;
    Ok(StatusCode::NO_CONTENT)
}
