//! `/openapi.json`, made from the code.

use axum::routing::get;
use axum::{Json, Router};
use utoipa::OpenApi;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};

use crate::state::Shared;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Yike",
        description = "Field-unit live video and dispatch. Times are RFC 3339 in UTC, positions WGS-84 degrees, distances metres, durations seconds. Photos and sound notes come in by tus 1.0.0 at /api/attachments; photos of reports also by PUT /api/photos/{sha256}, image/jpeg.",
    ),
    security(("bearer" = [])),
)]
struct About;

/// What stands above the routes.
pub(super) fn about() -> utoipa::openapi::OpenApi {
    let mut about = About::openapi();
    let bearer = SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build());
    about
        .components
        .get_or_insert_default()
        .add_security_scheme("bearer", bearer);
    about
}

pub(super) fn router(openapi: utoipa::openapi::OpenApi) -> Router<Shared> {
    Router::new().route("/openapi.json", get(async move || Json(openapi)))
}
