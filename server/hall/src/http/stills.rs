//! A picture of a live unit, or of a desk that shows its camera.

use axum::extract::State;
use axum::http::{HeaderName, header};
use domain::{Source, TownId, UnitId};
use protocol::api::Fault;
use serde::Deserialize;

use super::HttpFault;
use super::auth::{Ids, Signed};
use super::query::Query;
use crate::recordings::RecordFault;
use crate::state::Shared;
use crate::stills::Still;

/// How wide a still is if nobody says otherwise.
const WIDTH: u32 = 1_280;

/// What a still is answered with.
type Answer = ([(HeaderName, String); 3], Vec<u8>);

/// The header that tells when the picture came to the hall.
const PICTURE_TIME: HeaderName = HeaderName::from_static("picture-time");

/// How it is wanted.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct How {
    /// At most so many pixels across, from 16 to 3840; 1280 without it.
    width: Option<u32>,
}

/// The unit's picture as it is now, as a JPEG: its newest key frame if that is at most two seconds old, or else the next
/// one. A camera that rests films for it, and its officer is told who looks. `Picture-Time` is when the picture came to the
/// hall.
#[utoipa::path(get, path = "/api/units/{unit}/still", tag = "media", params(("unit" = UnitId, Path), How), responses(
    (status = 200, content_type = "image/jpeg", headers(("Picture-Time" = String, description = "RFC 3339, in UTC"))), (status = 400, body = Fault), (status = 404, body = Fault),
    (status = 409, description = "the unit is not live", body = Fault), (status = 503, body = Fault),
))]
pub(super) async fn of_unit(
    State(hall): State<Shared>,
    signed: Signed,
    Ids(unit): Ids<UnitId>,
    how: Result<Query<How>, HttpFault>,
) -> Result<Answer, HttpFault> {
    signed.must_see_board()?;
    if !hall.feed.shows(signed.role(), Source::Unit(unit)) {
        return Err(HttpFault::not_found(
            "there is no such unit; GET /api/units lists them",
        ));
    }
    still(&hall, &signed, Source::Unit(unit), how).await
}

/// The picture of a town's desk as it is now, as a JPEG, like a unit's. The desk is named by its town, and is told who looks.
#[utoipa::path(get, path = "/api/desks/{desk}/still", tag = "media", params(("desk" = TownId, Path), How), responses(
    (status = 200, content_type = "image/jpeg", headers(("Picture-Time" = String, description = "RFC 3339, in UTC"))), (status = 400, body = Fault), (status = 404, body = Fault),
    (status = 409, description = "the desk does not show its camera", body = Fault), (status = 503, body = Fault),
))]
pub(super) async fn of_desk(
    State(hall): State<Shared>,
    signed: Signed,
    Ids(desk): Ids<TownId>,
    how: Result<Query<How>, HttpFault>,
) -> Result<Answer, HttpFault> {
    signed.must_see_board()?;
    if !hall.feed.shows(signed.role(), Source::Desk(desk)) {
        return Err(HttpFault::not_found(
            "there is no such town, whose id names its desk; GET /api/towns lists them",
        ));
    }
    still(&hall, &signed, Source::Desk(desk), how).await
}

async fn still(
    hall: &Shared,
    signed: &Signed,
    source: Source,
    how: Result<Query<How>, HttpFault>,
) -> Result<Answer, HttpFault> {
    let Query(How { width }) = how?;
    let width = width.unwrap_or(WIDTH);
    if !(16..=3_840).contains(&width) {
        return Err(HttpFault::bad("width", "give 16 to 3840 pixels"));
    }
    if !hall.feed.is_live(source) {
        return Err(RecordFault::NotLive(source).into());
    }
    let Still { jpeg, came_at } = hall.stills.of(source, &signed.session, width).await?;
    let headers = [
        (header::CONTENT_TYPE, "image/jpeg".to_owned()),
        (header::CACHE_CONTROL, "no-store".to_owned()),
        (PICTURE_TIME, came_at.to_string()),
    ];
    Ok((headers, jpeg))
}
