//! Photos that come with reports, put whole: the way of older phones and of pages.

use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::StatusCode;
use axum::routing::put;
use domain::Role;
use domain::order::MOST_PHOTO_BYTES;

use super::auth::Signed;
use super::body::Jpeg;
use super::{HttpFault, attachments};
use crate::state::Shared;

pub(super) fn router() -> Router<Shared> {
    Router::new()
        .route("/api/photos/{sha256}", put(keep).get(attachments::show))
        .layer(DefaultBodyLimit::max(MOST_PHOTO_BYTES as usize))
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
