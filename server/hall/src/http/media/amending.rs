//! Changing networks within a media session: ICE restarts by PATCH (RFC 9725 section 4.3, RFC 8840).
//!
//! The former path carries on until the new one works. Candidates that are sent later are taken note of and need no answer,
//! since the hall learns them from the checks that come from them.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use protocol::api::Fault;
use uuid::Uuid;

use super::{must_be, must_see};
use crate::http::HttpFault;
use crate::http::auth::{Ids, Signed};
use crate::http::body::{SDP_FRAGMENT, SdpFragment};
use crate::live::{Amended, Condition, Side, Wanted};
use crate::state::Shared;

/// Restarts ICE for a source's own stream.
#[utoipa::path(patch, path = "/whip/{source}/{session}", tag = "media",
    params(("source" = Uuid, Path), ("session" = Uuid, Path), ("If-Match" = String, Header, description = "* restarts ICE")),
    request_body(content = String, content_type = "application/trickle-ice-sdpfrag"), responses(
    (status = 200, description = "the hall's fragment", body = String, content_type = "application/trickle-ice-sdpfrag", headers(("ETag" = String))),
    (status = 204, description = "there is nothing to answer"), (status = 400, body = Fault), (status = 404, body = Fault),
    (status = 412, body = Fault), (status = 415, body = Fault), (status = 428, body = Fault),
))]
pub(in crate::http) async fn publishing(
    State(hall): State<Shared>,
    signed: Signed,
    Ids((source, session)): Ids<(Uuid, Uuid)>,
    headers: HeaderMap,
    fragment: Result<SdpFragment, HttpFault>,
) -> Result<Response, HttpFault> {
    let source = hall.feed.source(source);
    must_be(&signed, source)?;
    let what = Wanted::Stream(Side::Publishing, source);
    amend(&hall, &signed, what, session, &headers, fragment?).await
}

/// Restarts ICE for watching a stream.
#[utoipa::path(patch, path = "/whep/{source}/{session}", tag = "media",
    params(("source" = Uuid, Path), ("session" = Uuid, Path), ("If-Match" = String, Header, description = "* restarts ICE")),
    request_body(content = String, content_type = "application/trickle-ice-sdpfrag"), responses(
    (status = 200, description = "the hall's fragment", body = String, content_type = "application/trickle-ice-sdpfrag", headers(("ETag" = String))),
    (status = 204, description = "there is nothing to answer"), (status = 400, body = Fault), (status = 404, body = Fault),
    (status = 412, body = Fault), (status = 415, body = Fault), (status = 428, body = Fault),
))]
pub(in crate::http) async fn watching(
    State(hall): State<Shared>,
    signed: Signed,
    Ids((source, session)): Ids<(Uuid, Uuid)>,
    headers: HeaderMap,
    fragment: Result<SdpFragment, HttpFault>,
) -> Result<Response, HttpFault> {
    let source = hall.feed.source(source);
    must_see(&hall, &signed, source)?;
    let what = Wanted::Stream(Side::Watching, source);
    amend(&hall, &signed, what, session, &headers, fragment?).await
}

/// Restarts ICE for a wall.
#[utoipa::path(patch, path = "/whep/wall/{session}", tag = "media",
    params(("session" = Uuid, Path), ("If-Match" = String, Header, description = "* restarts ICE")),
    request_body(content = String, content_type = "application/trickle-ice-sdpfrag"), responses(
    (status = 200, description = "the hall's fragment", body = String, content_type = "application/trickle-ice-sdpfrag", headers(("ETag" = String))),
    (status = 204, description = "there is nothing to answer"), (status = 400, body = Fault), (status = 404, body = Fault),
    (status = 412, body = Fault), (status = 415, body = Fault), (status = 428, body = Fault),
))]
pub(in crate::http) async fn wall(
    State(hall): State<Shared>,
    signed: Signed,
    Ids(session): Ids<Uuid>,
    headers: HeaderMap,
    fragment: Result<SdpFragment, HttpFault>,
) -> Result<Response, HttpFault> {
    signed.must_see_board()?;
    amend(&hall, &signed, Wanted::Wall, session, &headers, fragment?).await
}

async fn amend(
    hall: &Shared,
    signed: &Signed,
    what: Wanted,
    session: Uuid,
    headers: &HeaderMap,
    SdpFragment(fragment): SdpFragment,
) -> Result<Response, HttpFault> {
    let condition = condition(headers);
    let amended = hall
        .live
        .amend(what, signed.session.id, session, condition, fragment)
        .await?;
    Ok(amended.into_response())
}

impl IntoResponse for Amended {
    fn into_response(self) -> Response {
        match self {
            Self::Restarted { tag, answer } => {
                let headers = [
                    (header::ETAG, tag),
                    (header::CONTENT_TYPE, SDP_FRAGMENT.to_owned()),
                ];
                (StatusCode::OK, headers, answer).into_response()
            }
            Self::Noted => StatusCode::NO_CONTENT.into_response(),
        }
    }
}

/// Reads `If-Match` (RFC 9110 section 13.1.1). Some clients quote the asterisk.
pub(in crate::http) fn condition(headers: &HeaderMap) -> Option<Condition> {
    let value = headers.get(header::IF_MATCH)?.to_str().ok()?.trim();
    if matches!(value, "*" | "\"*\"") {
        return Some(Condition::Any);
    }
    let tags = value.split(',').map(|tag| tag.trim().to_owned());
    Some(Condition::Tags(tags.collect()))
}
