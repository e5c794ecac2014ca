//! Signing a phone in by what it proves.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use protocol::api::{Challenge, Fault, NewChallenge, PhoneProof, SignedIn};
use secrecy::ExposeSecret;

use super::HttpFault;
use super::auth::{Signed, bearer_in};
use super::body::Body;
use crate::clock;
use crate::people::{Proof, ProofRefusal};
use crate::state::Shared;

/// Gives a phone something to sign.
#[utoipa::path(post, path = "/api/session/challenge", tag = "session", security(()), request_body = NewChallenge, responses(
    (status = 200, body = Challenge),
))]
pub(super) async fn challenge(
    State(hall): State<Shared>,
    Body(new): Body<NewChallenge>,
) -> Result<Json<Challenge>, HttpFault> {
    let nonce = hall.people.challenge(new.phone, clock::now())?;
    Ok(Json(Challenge { nonce }))
}

/// Signs in an enrolled phone.
#[utoipa::path(post, path = "/api/session/proof", tag = "session", security(()), request_body = PhoneProof, responses(
    (status = 200, description = "signed in", body = SignedIn),
    (status = 401, description = "unproven, or phone_revoked", body = Fault),
))]
pub(super) async fn sign_in(
    State(hall): State<Shared>,
    Body(proof): Body<PhoneProof>,
) -> Result<Json<SignedIn>, HttpFault> {
    let signature = signature(&proof)?;
    let signed_in = hall
        .people
        .sign_in_phone(checked(&proof, &signature), clock::now())
        .await??;
    Ok(Json(SignedIn {
        token: signed_in.token.expose_secret().to_owned(),
        expires_at: signed_in.session.expires_at,
        session: signed_in.session.view(),
    }))
}

/// Has the phone's session last anew, under the same token: what it holds open goes on.
#[utoipa::path(put, path = "/api/session/proof", tag = "session", request_body = PhoneProof, responses(
    (status = 200, description = "renewed", body = SignedIn),
    (status = 401, description = "unproven, phone_revoked, or no session", body = Fault),
))]
pub(super) async fn renew(
    State(hall): State<Shared>,
    signed: Signed,
    headers: axum::http::HeaderMap,
    Body(proof): Body<PhoneProof>,
) -> Result<Json<SignedIn>, HttpFault> {
    let signature = signature(&proof)?;
    let expires_at = hall
        .people
        .renew_session(&signed.session, checked(&proof, &signature), clock::now())
        .await??;
    let token = bearer_in(headers.get(axum::http::header::AUTHORIZATION)).unwrap_or_default();
    Ok(Json(SignedIn {
        token: token.to_owned(),
        expires_at,
        session: signed.session.view(),
    }))
}

fn signature(proof: &PhoneProof) -> Result<Vec<u8>, HttpFault> {
    hex::decode(&proof.signature)
        .map_err(|_| HttpFault::bad("signature", "signature must be the hexadecimal of its DER"))
}

fn checked<'a>(proof: &'a PhoneProof, signature: &'a [u8]) -> Proof<'a> {
    Proof {
        phone: proof.phone,
        nonce: &proof.nonce,
        signature,
    }
}

impl From<ProofRefusal> for HttpFault {
    fn from(refusal: ProofRefusal) -> Self {
        let code = match refusal {
            ProofRefusal::Unproven => "unproven",
            ProofRefusal::Revoked => "phone_revoked",
        };
        Self::new(StatusCode::UNAUTHORIZED, code, refusal.to_string())
    }
}
