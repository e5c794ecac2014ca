//! The sound of talk: WHIP (RFC 9725) with ears.
//!
//! The peer connection stays open while its line does, so that pressing costs no handshake: what is sent on it goes
//! nowhere until the line has the floor.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::TalkLineId;
use protocol::api::Fault;
use uuid::Uuid;

use super::HttpFault;
use super::auth::{Ids, Signed};
use super::body::{SDP, Sdp, SdpFragment};
use super::media::amending::condition;
use crate::live::{OpenFault, tag};
use crate::state::Shared;

/// Opens the sound of a line, which `talk` on the own socket names; one sound for each line. The offer has one audio
/// section that sends; in each one that receives, up to four, a voice is heard.
#[utoipa::path(post, path = "/whip/talk/{line}", tag = "media", params(("line" = TalkLineId, Path)),
    request_body(content = String, content_type = "application/sdp"), responses(
    (status = 201, description = "the SDP answer", body = String, content_type = "application/sdp", headers(("Location" = String), ("ETag" = String))),
    (status = 400, body = Fault), (status = 404, body = Fault), (status = 415, body = Fault),
))]
pub(super) async fn open(
    State(hall): State<Shared>,
    signed: Signed,
    Ids(line): Ids<TalkLineId>,
    offer: Result<Sdp, HttpFault>,
) -> Result<(StatusCode, [(HeaderName, String); 3], String), HttpFault> {
    if !hall.talk.has_line(line, signed.session.id).await {
        return Err(HttpFault::not_found(
            "there is no such line; your socket tells its own in `talk`",
        ));
    }
    let Sdp(offer) = offer?;
    let (sound, answer) = hall.talk.open_sound(line, offer).await.map_err(OpenFault::from)?;
    let headers = [
        (header::LOCATION, format!("/whip/talk/{line}/{sound}")),
        (header::CONTENT_TYPE, SDP.to_owned()),
        (header::ETAG, tag(sound, 0)),
    ];
    Ok((StatusCode::CREATED, headers, answer))
}

/// Ends the sound of a line.
#[utoipa::path(delete, path = "/whip/talk/{line}/{sound}", tag = "media",
    params(("line" = TalkLineId, Path), ("sound" = Uuid, Path)), responses((status = 200), (status = 404, body = Fault)))]
pub(super) async fn close(
    State(hall): State<Shared>,
    signed: Signed,
    Ids((line, sound)): Ids<(TalkLineId, Uuid)>,
) -> Result<StatusCode, HttpFault> {
    if hall.talk.close_sound(line, signed.session.id, sound).await {
        Ok(StatusCode::OK)
    } else {
        Err(HttpFault::not_found("there is no such sound on a line of yours"))
    }
}

/// Restarts ICE for the sound of a line, on another network; what is heard and said goes on meanwhile.
#[utoipa::path(patch, path = "/whip/talk/{line}/{sound}", tag = "media",
    params(("line" = TalkLineId, Path), ("sound" = Uuid, Path), ("If-Match" = String, Header, description = "* restarts ICE")),
    request_body(content = String, content_type = "application/trickle-ice-sdpfrag"), responses(
    (status = 200, description = "the hall's fragment", body = String, content_type = "application/trickle-ice-sdpfrag", headers(("ETag" = String))),
    (status = 204, description = "there is nothing to answer"), (status = 400, body = Fault), (status = 404, body = Fault),
    (status = 412, body = Fault), (status = 415, body = Fault), (status = 428, body = Fault),
))]
pub(super) async fn amend(
    State(hall): State<Shared>,
    signed: Signed,
    Ids((line, sound)): Ids<(TalkLineId, Uuid)>,
    headers: HeaderMap,
    fragment: Result<SdpFragment, HttpFault>,
) -> Result<Response, HttpFault> {
    let SdpFragment(fragment) = fragment?;
    let (session, condition) = (signed.session.id, condition(&headers));
    let amended = hall.talk.amend_sound((line, sound), session, condition, fragment);
    Ok(amended.await?.into_response())
}
