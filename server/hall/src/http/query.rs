//! What callers ask for in an address; a fault in it names its field.
//!
//! Taken as a [`Result`] that is opened after the role was looked at, so that whoever may not ask hears nothing of it.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use domain::LatLon;
use domain::place::NotAPlace;
use serde::de::DeserializeOwned;

use super::HttpFault;

/// The fields behind the `?` of an address.
pub(super) struct Query<T>(pub(super) T);

impl<T: DeserializeOwned, S: Sync> FromRequestParts<S> for Query<T> {
    type Rejection = HttpFault;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, HttpFault> {
        let pairs = form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes());
        let fields = serde_urlencoded::Deserializer::new(pairs);
        serde_path_to_error::deserialize(fields)
            .map(Self)
            .map_err(|error| {
                let (path, message) = (error.path().to_string(), error.inner().to_string());
                match (path.as_str(), missing(&message)) {
                    (".", Some(field)) => HttpFault::bad(field, format!("give {field}")),
                    (".", None) => HttpFault::bad("query", message),
                    (field, _) => HttpFault::bad(field, message),
                }
            })
    }
}

/// The field that is missing, which serde names in its message alone.
fn missing(message: &str) -> Option<&str> {
    message.strip_prefix("missing field `")?.strip_suffix('`')
}

/// The place of two coordinates.
pub(super) fn place(lat: f64, lon: f64) -> Result<LatLon, HttpFault> {
    LatLon::new(lat, lon).map_err(|error| {
        let field = match error {
            NotAPlace::Latitude => "lat",
            NotAPlace::Longitude => "lon",
        };
        HttpFault::bad(field, error.to_string())
    })
}

#[cfg(test)]
mod tests;
