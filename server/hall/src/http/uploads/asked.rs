//! What a caller of tus says in its headers.

use axum::http::{HeaderMap, HeaderName, StatusCode};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::order::MediaType;

use super::UPLOAD_METADATA;
use crate::http::HttpFault;

/// What `Upload-Metadata` says of an upload.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Metadata {
    /// How it is named.
    pub(super) sha256: String,
    /// What it is.
    pub(super) media_type: MediaType,
}

impl Metadata {
    /// Reads pairs of a key and a value in Base64, between commas; other keys are passed over.
    pub(super) fn read(headers: &HeaderMap) -> Result<Self, HttpFault> {
        let pairs = headers
            .get(UPLOAD_METADATA)
            .and_then(|pairs| pairs.to_str().ok())
            .unwrap_or_default();
        let of = |key: &str| {
            let mut pairs = pairs.split(',').filter_map(|pair| pair.trim().split_once(' '));
            let (_, value) = pairs.find(|(name, _)| *name == key)?;
            String::from_utf8(STANDARD.decode(value.trim()).ok()?).ok()
        };
        let sha256 =
            of("sha256").ok_or_else(|| bad("name it by sha256: its SHA-256 in lower-case hex, in Base64"))?;
        let kind =
            of("filetype").ok_or_else(|| bad("say by filetype what it is: its media type, in Base64"))?;
        let media_type = MediaType::named(&kind).ok_or_else(|| {
            let known = MediaType::ALL.map(MediaType::name).join(", ");
            let message = format!("filetype is one of {known}");
            HttpFault::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "strange_kind", message).at("Upload-Metadata")
        })?;
        Ok(Self { sha256, media_type })
    }
}

/// The number in a header.
pub(super) fn number(headers: &HeaderMap, name: &HeaderName) -> Result<u64, HttpFault> {
    let said = headers.get(name).and_then(|said| said.to_str().ok());
    said.filter(|said| said.bytes().all(|byte| byte.is_ascii_digit()))
        .and_then(|said| said.parse().ok())
        .ok_or_else(|| HttpFault::bad(name.as_str(), "a number of bytes belongs there"))
}

fn bad(message: &str) -> HttpFault {
    HttpFault::bad("Upload-Metadata", message)
}

#[cfg(test)]
mod tests;
