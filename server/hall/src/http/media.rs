//! Live media: WHIP in (RFC 9725), WHEP out (draft-ietf-wish-whep).

pub(super) mod amending;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderName, StatusCode, header};
use domain::{Role, Source};
use protocol::api::{Fault, MediaView};
use uuid::Uuid;

use super::HttpFault;
use super::auth::{Ids, Signed};
use super::body::{SDP, Sdp};
use crate::clock;
use crate::live::{Side, Wanted};
use crate::state::Shared;

type Created = (StatusCode, [(HeaderName, String); 3], String);

/// What a peer connection to the hall is made with: the operator's relays, with a password for an hour.
#[utoipa::path(get, path = "/api/media", tag = "media", responses((status = 200, body = MediaView)))]
pub(super) async fn relays(State(hall): State<Shared>, signed: Signed) -> Json<MediaView> {
    let relays = hall.turn.iter();
    let ice_servers = relays.map(|turn| turn.admit(clock::now(), signed.session.person));
    Json(MediaView {
        ice_servers: ice_servers.collect(),
    })
}

/// Publishes a stream, named by its source: a unit, whose own officer may, or a town, whose own desk may show its camera.
/// A second publisher takes the first one's place; a desk's must be of the same sign-in.
#[utoipa::path(post, path = "/whip/{source}", tag = "media", params(("source" = Uuid, Path)),
    request_body(content = String, content_type = "application/sdp"), responses(
    (status = 201, description = "the SDP answer", body = String, content_type = "application/sdp", headers(("Location" = String), ("ETag" = String))),
    (status = 400, body = Fault), (status = 403, body = Fault),
    (status = 409, description = "another seat of the town shows its camera, or a newer offer came meanwhile", body = Fault),
    (status = 415, body = Fault),
    (status = 429, description = "the sign-in holds 1,024 media sessions already", body = Fault), (status = 503, body = Fault),
))]
pub(super) async fn publish(
    State(hall): State<Shared>,
    signed: Signed,
    Ids(source): Ids<Uuid>,
    offer: Result<Sdp, HttpFault>,
) -> Result<Created, HttpFault> {
    let source = hall.feed.source(source);
    must_be(&signed, source)?;
    open(&hall, signed, Side::Publishing, source, offer?).await
}

/// Stops publishing.
#[utoipa::path(delete, path = "/whip/{source}/{session}", tag = "media",
    params(("source" = Uuid, Path), ("session" = Uuid, Path)), responses((status = 200), (status = 404, body = Fault)))]
pub(super) async fn unpublish(
    State(hall): State<Shared>,
    signed: Signed,
    Ids((source, session)): Ids<(Uuid, Uuid)>,
) -> Result<StatusCode, HttpFault> {
    let source = hall.feed.source(source);
    must_be(&signed, source)?;
    close(&hall, &signed, Wanted::Stream(Side::Publishing, source), session)
}

/// Watches the stream of a unit or of a town's desk. One may come before the picture does.
#[utoipa::path(post, path = "/whep/{source}", tag = "media", params(("source" = Uuid, Path)),
    request_body(content = String, content_type = "application/sdp"), responses(
    (status = 201, description = "the SDP answer", body = String, content_type = "application/sdp", headers(("Location" = String), ("ETag" = String))),
    (status = 400, body = Fault), (status = 403, body = Fault), (status = 404, body = Fault),
    (status = 406, description = "it is sent in a codec that the offer does not take; the message names it", body = Fault),
    (status = 409, description = "it ended while it was being opened", body = Fault), (status = 415, body = Fault),
    (status = 429, description = "the sign-in holds 1,024 media sessions already", body = Fault), (status = 503, body = Fault),
))]
pub(super) async fn watch(
    State(hall): State<Shared>,
    signed: Signed,
    Ids(source): Ids<Uuid>,
    offer: Result<Sdp, HttpFault>,
) -> Result<Created, HttpFault> {
    let source = hall.feed.source(source);
    must_see(&hall, &signed, source)?;
    open(&hall, signed, Side::Watching, source, offer?).await
}

/// Stops watching.
#[utoipa::path(delete, path = "/whep/{source}/{session}", tag = "media",
    params(("source" = Uuid, Path), ("session" = Uuid, Path)), responses((status = 200), (status = 404, body = Fault)))]
pub(super) async fn unwatch(
    State(hall): State<Shared>,
    signed: Signed,
    Ids((source, session)): Ids<(Uuid, Uuid)>,
) -> Result<StatusCode, HttpFault> {
    let source = hall.feed.source(source);
    must_see(&hall, &signed, source)?;
    close(&hall, &signed, Wanted::Stream(Side::Watching, source), session)
}

/// Opens a wall: one peer connection with up to sixteen slots, the n-th video and the n-th audio section of the offer
/// (all recvonly) being slot n. They are empty; `place` on `/ws/viewer` moves pictures into them. It ends with the
/// sign-in.
#[utoipa::path(post, path = "/whep", tag = "media",
    request_body(content = String, content_type = "application/sdp"), responses(
    (status = 201, description = "the SDP answer", body = String, content_type = "application/sdp", headers(("Location" = String))),
    (status = 400, body = Fault), (status = 403, body = Fault),
    (status = 409, description = "it ended while it was being opened", body = Fault), (status = 415, body = Fault),
    (status = 429, description = "the sign-in holds 1,024 media sessions already", body = Fault), (status = 503, body = Fault),
))]
pub(super) async fn join(
    State(hall): State<Shared>,
    signed: Signed,
    offer: Result<Sdp, HttpFault>,
) -> Result<Created, HttpFault> {
    signed.must_see_board()?;
    let Sdp(offer) = offer?;
    let opened = hall.live.open(Wanted::Wall, &signed.session, offer).await?;
    Ok(created(
        format!("/whep/wall/{}", opened.id),
        opened.tag,
        opened.answer,
    ))
}

/// Ends a wall.
#[utoipa::path(delete, path = "/whep/wall/{session}", tag = "media", params(("session" = Uuid, Path)), responses(
    (status = 200), (status = 403, body = Fault), (status = 404, body = Fault)))]
pub(super) async fn leave(
    State(hall): State<Shared>,
    signed: Signed,
    Ids(session): Ids<Uuid>,
) -> Result<StatusCode, HttpFault> {
    signed.must_see_board()?;
    close(&hall, &signed, Wanted::Wall, session)
}

async fn open(
    hall: &Shared,
    signed: Signed,
    side: Side,
    source: Source,
    Sdp(offer): Sdp,
) -> Result<Created, HttpFault> {
    let door = if side == Side::Publishing { "whip" } else { "whep" };
    let wanted = Wanted::Stream(side, source);
    let opened = hall.live.open(wanted, &signed.session, offer).await?;
    Ok(created(
        format!("/{door}/{}/{}", source.id(), opened.id),
        opened.tag,
        opened.answer,
    ))
}

fn created(location: String, tag: String, answer: String) -> Created {
    let headers = [
        (header::LOCATION, location),
        (header::CONTENT_TYPE, SDP.to_owned()),
        (header::ETAG, tag),
    ];
    (StatusCode::CREATED, headers, answer)
}

fn close(hall: &Shared, signed: &Signed, what: Wanted, session: Uuid) -> Result<StatusCode, HttpFault> {
    if hall.live.close(what, signed.session.id, session) {
        Ok(StatusCode::OK)
    } else {
        Err(HttpFault::not_found("there is no such media session"))
    }
}

fn must_be(signed: &Signed, source: Source) -> Result<(), HttpFault> {
    match (signed.role(), source) {
        (Role::Officer { unit: own }, Source::Unit(unit)) if own == unit => Ok(()),
        (Role::TownDesk { town: own }, Source::Desk(town)) if own == town => Ok(()),
        _ => Err(HttpFault::forbidden(
            "only the unit's own officer, or the town's own desk, may publish this stream",
        )),
    }
}

fn must_see(hall: &Shared, signed: &Signed, source: Source) -> Result<(), HttpFault> {
    signed.must_see_board()?;
    if hall.feed.shows(signed.role(), source) {
        Ok(())
    } else {
        Err(HttpFault::not_found(
            "there is no such unit or town; GET /api/units and /api/towns list them",
        ))
    }
}

#[cfg(test)]
mod tests;
