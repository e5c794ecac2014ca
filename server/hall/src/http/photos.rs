//! Photos that come with reports, named by their content.

use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{HeaderName, StatusCode, header};
use axum::routing::put;
use domain::Role;
use protocol::MAX_PHOTO_BYTES;

use super::HttpFault;
use super::auth::Signed;
use super::body::Jpeg;
use crate::state::Shared;

pub(super) fn router() -> Router<Shared> {
    Router::new()
        .route("/api/photos/{sha256}", put(keep).get(show))
        .layer(DefaultBodyLimit::max(MAX_PHOTO_BYTES))
}

/// Keeps a photo. Sending it twice does no harm.
async fn keep(
    State(hall): State<Shared>,
    signed: Signed,
    Path(sha256): Path<String>,
    photo: Result<Jpeg, HttpFault>,
) -> Result<StatusCode, HttpFault> {
    let Role::Officer { unit } = signed.role() else {
        return Err(HttpFault::forbidden("only an officer sends photos"));
    };
    let Jpeg(photo) = photo?;
    hall.store.keep_photo(&sha256, unit, photo.into()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Shows a photo to whoever may read the report it came with, or to the unit that sent it.
async fn show(
    State(hall): State<Shared>,
    signed: Signed,
    Path(sha256): Path<String>,
) -> Result<([(HeaderName, &'static str); 2], Vec<u8>), HttpFault> {
    let none = || HttpFault::not_found("there is no such photo");
    let may = match signed.role() {
        Role::Officer { unit } => hall.store.photo_owners(&sha256).await?.contains(&unit),
        role => hall.feed.shows_photo(role, &sha256),
    };
    if !may {
        return Err(none());
    }
    let photo = hall.store.photo(&sha256).await?.ok_or_else(none)?;
    Ok((
        [
            (header::CONTENT_TYPE, "image/jpeg"),
            (header::CACHE_CONTROL, "private, max-age=86400"),
        ],
        photo,
    ))
}
