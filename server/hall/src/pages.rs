//! The built web pages with the base map, inside the binary.
//!
//! Whatever the browser runs comes from here: the content security policy allows nothing else. Files
//! whose names carry their hash are kept for ever by browsers, all others are asked for anew each time.
//! The API and the sockets are the `http` module's.

use axum::Router;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use rust_embed::RustEmbed;

mod basemap;
pub(crate) mod byte_range;
mod security;

pub use basemap::Basemap;

/// The pages as built by `cargo xtask build`.
#[derive(RustEmbed)]
#[folder = "../../web-viewer/dist"]
struct Pages;

/// Where the bundler puts files whose names carry their hash.
const HASHED: &str = "assets/";

/// Serves the pages, with `/basemap.pmtiles`.
pub fn router(basemap: Basemap) -> Router {
    Router::new()
        .route(
            "/",
            get(|headers: HeaderMap| async move { page("index.html", &headers) }),
        )
        .route(
            "/field",
            get(|headers: HeaderMap| async move { page("field.html", &headers) }),
        )
        .route("/basemap.pmtiles", get(basemap::serve).with_state(basemap))
        .fallback(get(|uri: Uri, headers: HeaderMap| async move {
            file(uri.path(), &headers)
        }))
        .layer(axum::middleware::map_response(security::add_headers))
}

fn page(name: &str, headers: &HeaderMap) -> Response {
    let Some(page) = Pages::get(name) else {
        let cure = "the pages are not built: cargo xtask build\n";
        return (StatusCode::SERVICE_UNAVAILABLE, cure).into_response();
    };
    embedded(name, page, headers)
}

fn file(path: &str, headers: &HeaderMap) -> Response {
    let name = path.trim_start_matches('/');
    match Pages::get(name) {
        Some(file) => embedded(name, file, headers),
        None => (StatusCode::NOT_FOUND, "there is nothing here\n").into_response(),
    }
}

fn embedded(name: &str, file: rust_embed::EmbeddedFile, headers: &HeaderMap) -> Response {
    let etag = format!("\"{}\"", hex::encode(file.metadata.sha256_hash()));
    let caching = if name.starts_with(HASHED) {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let about = [
        (ETAG, etag.as_str()),
        (CACHE_CONTROL, caching),
        (CONTENT_TYPE, media_type(name)),
    ];
    let mut response = if names(headers, &etag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        axum::body::Body::from(file.data.into_owned()).into_response()
    };
    for (header, value) in about {
        if let Ok(value) = HeaderValue::from_str(value) {
            response.headers_mut().insert(header, value);
        }
    }
    response
}

/// Whether `If-None-Match` (RFC 9110 section 13.1.2) names the entity tag.
fn names(headers: &HeaderMap, etag: &str) -> bool {
    let known = headers.get(IF_NONE_MATCH).and_then(|known| known.to_str().ok());
    known.is_some_and(|known| {
        known
            .split(',')
            .map(|tag| tag.trim().trim_start_matches("W/"))
            .any(|tag| tag == etag || tag == "*")
    })
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json" | "map") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("webp") => "image/webp",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("wasm") => "application/wasm",
        Some("mp3") => "audio/mpeg",
        Some("ogg") => "audio/ogg",
        Some("wav") => "audio/wav",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests;
