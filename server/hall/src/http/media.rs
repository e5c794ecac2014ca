//! Live media: WHIP in (RFC 9725), WHEP out (draft-ietf-wish-whep).

pub(super) mod amending;

use axum::extract::State;
use axum::http::{HeaderName, StatusCode, header};
use domain::{Role, UnitId};
use protocol::api::Fault;
use uuid::Uuid;

use super::HttpFault;
use super::auth::{Ids, Signed};
use super::body::{SDP, Sdp};
use crate::live::Side;
use crate::state::Shared;

type Created = (StatusCode, [(HeaderName, String); 3], String);

/// Publishes a unit's stream. Only the unit's own officer may; a second publisher takes the first one's place.
#[utoipa::path(post, path = "/whip/{unit}", tag = "media", params(("unit" = UnitId, Path)),
    request_body(content = String, content_type = "application/sdp"), responses(
    (status = 201, description = "the SDP answer", body = String, content_type = "application/sdp", headers(("Location" = String), ("ETag" = String))),
    (status = 400, body = Fault), (status = 403, body = Fault), (status = 415, body = Fault),
))]
pub(super) async fn publish(
    State(hall): State<Shared>,
    signed: Signed,
    Ids(unit): Ids<UnitId>,
    offer: Result<Sdp, HttpFault>,
) -> Result<Created, HttpFault> {
    must_be(&signed, unit)?;
    open(&hall, signed, Side::Publishing, unit, offer?).await
}

/// Stops publishing.
#[utoipa::path(delete, path = "/whip/{unit}/{session}", tag = "media",
    params(("unit" = UnitId, Path), ("session" = Uuid, Path)), responses((status = 200), (status = 404, body = Fault)))]
pub(super) async fn unpublish(
    State(hall): State<Shared>,
    signed: Signed,
    Ids((unit, session)): Ids<(UnitId, Uuid)>,
) -> Result<StatusCode, HttpFault> {
    must_be(&signed, unit)?;
    close(&hall, &signed, Side::Publishing, unit, session)
}

/// Watches a unit's stream. One may come before the picture does.
#[utoipa::path(post, path = "/whep/{unit}", tag = "media", params(("unit" = UnitId, Path)),
    request_body(content = String, content_type = "application/sdp"), responses(
    (status = 201, description = "the SDP answer", body = String, content_type = "application/sdp", headers(("Location" = String), ("ETag" = String))),
    (status = 400, body = Fault), (status = 404, body = Fault), (status = 415, body = Fault),
))]
pub(super) async fn watch(
    State(hall): State<Shared>,
    signed: Signed,
    Ids(unit): Ids<UnitId>,
    offer: Result<Sdp, HttpFault>,
) -> Result<Created, HttpFault> {
    must_see(&hall, &signed, unit)?;
    open(&hall, signed, Side::Watching, unit, offer?).await
}

/// Stops watching.
#[utoipa::path(delete, path = "/whep/{unit}/{session}", tag = "media",
    params(("unit" = UnitId, Path), ("session" = Uuid, Path)), responses((status = 200), (status = 404, body = Fault)))]
pub(super) async fn unwatch(
    State(hall): State<Shared>,
    signed: Signed,
    Ids((unit, session)): Ids<(UnitId, Uuid)>,
) -> Result<StatusCode, HttpFault> {
    must_see(&hall, &signed, unit)?;
    close(&hall, &signed, Side::Watching, unit, session)
}

async fn open(
    hall: &Shared,
    signed: Signed,
    side: Side,
    unit: UnitId,
    Sdp(offer): Sdp,
) -> Result<Created, HttpFault> {
    let door = if side == Side::Publishing { "whip" } else { "whep" };
    let opened = hall.live.open(side, unit, &signed.session, offer).await?;
    let location = format!("/{door}/{unit}/{}", opened.id);
    Ok((
        StatusCode::CREATED,
        [
            (header::LOCATION, location),
            (header::CONTENT_TYPE, SDP.to_owned()),
            (header::ETAG, opened.tag),
        ],
        opened.answer,
    ))
}

fn close(
    hall: &Shared,
    signed: &Signed,
    side: Side,
    unit: UnitId,
    session: Uuid,
) -> Result<StatusCode, HttpFault> {
    if hall.live.close(side, unit, signed.session.id, session) {
        Ok(StatusCode::OK)
    } else {
        Err(HttpFault::not_found("there is no such media session"))
    }
}

fn must_be(signed: &Signed, unit: UnitId) -> Result<(), HttpFault> {
    match signed.role() {
        Role::Officer { unit: own } if own == unit => Ok(()),
        _ => Err(HttpFault::forbidden(
            "only the unit's own officer may publish its stream",
        )),
    }
}

fn must_see(hall: &Shared, signed: &Signed, unit: UnitId) -> Result<(), HttpFault> {
    signed.must_see_board()?;
    if hall.feed.shows_unit(signed.role(), unit) {
        Ok(())
    } else {
        Err(HttpFault::not_found(
            "there is no such unit; GET /api/units lists them",
        ))
    }
}
