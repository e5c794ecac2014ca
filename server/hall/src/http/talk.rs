//! The sound of talk: WHIP (RFC 9725) with ears.
//!
//! The peer connection stays open while its line does, so that pressing costs no handshake: what is sent on it goes
//! nowhere until the line has the floor.

use axum::extract::State;
use axum::http::{HeaderName, StatusCode, header};
use domain::TalkLineId;
use protocol::api::Fault;
use uuid::Uuid;

use super::HttpFault;
use super::auth::{Ids, Signed};
use super::body::{SDP, Sdp};
use crate::live::OpenFault;
use crate::state::Shared;

/// Opens the sound of a line, which `talk` on the own socket names; one sound for each line. The offer has one audio
/// section that sends; in each one that receives, up to four, a voice is heard.
#[utoipa::path(post, path = "/whip/talk/{line}", tag = "media", params(("line" = TalkLineId, Path)),
    request_body(content = String, content_type = "application/sdp"), responses(
    (status = 201, description = "the SDP answer", body = String, content_type = "application/sdp", headers(("Location" = String))),
    (status = 400, body = Fault), (status = 404, body = Fault), (status = 415, body = Fault),
))]
pub(super) async fn open(
    State(hall): State<Shared>,
    signed: Signed,
    Ids(line): Ids<TalkLineId>,
    offer: Result<Sdp, HttpFault>,
) -> Result<(StatusCode, [(HeaderName, String); 2], String), HttpFault> {
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
