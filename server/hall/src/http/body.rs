//! What callers send, in time and in form.
//!
//! Media and photos are taken as a [`Result`] that is opened after the role was looked at, so that whoever may
//! not send one hears nothing of its faults.

use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{StatusCode, header};
use serde::de::DeserializeOwned;

use super::HttpFault;
use crate::state::Shared;

/// How long a body of text may take.
const TEXT_WITHIN: Duration = Duration::from_secs(20);

/// How long a photo may take, from a phone with hardly any reception.
const PHOTO_WITHIN: Duration = Duration::from_mins(2);

/// The media type of an offer.
pub(super) const SDP: &str = "application/sdp";

/// The media type of what amends one.
pub(super) const SDP_FRAGMENT: &str = "application/trickle-ice-sdpfrag";

/// A JSON body; a fault in it names its field.
pub(super) struct Body<T>(pub(super) T);

impl<T: DeserializeOwned> FromRequest<Shared> for Body<T> {
    type Rejection = HttpFault;

    async fn from_request(request: Request, hall: &Shared) -> Result<Self, HttpFault> {
        let too_large = "the body is larger than 256 KiB";
        let bytes = whole(request, hall, TEXT_WITHIN, too_large).await?;
        let mut json = serde_json::Deserializer::from_slice(&bytes);
        let not_json = |error: &serde_json::Error| {
            let message = format!("not the JSON expected here: {error}");
            HttpFault::new(StatusCode::BAD_REQUEST, "bad_request", message)
        };
        let body = serde_path_to_error::deserialize(&mut json).map_err(|error| {
            let fault = not_json(error.inner());
            match error.path().to_string().as_str() {
                "." => fault,
                field => fault.at(field),
            }
        })?;
        json.end().map_err(|error| not_json(&error))?;
        Ok(Self(body))
    }
}

/// An SDP offer (RFC 8866).
pub(super) struct Sdp(pub(super) String);

impl FromRequest<Shared> for Sdp {
    type Rejection = HttpFault;

    async fn from_request(request: Request, hall: &Shared) -> Result<Self, HttpFault> {
        let message = "send the SDP offer as Content-Type: application/sdp";
        sdp(request, hall, SDP, message, "an offer").await.map(Self)
    }
}

/// A fragment of SDP (RFC 8840).
pub(super) struct SdpFragment(pub(super) String);

impl FromRequest<Shared> for SdpFragment {
    type Rejection = HttpFault;

    async fn from_request(request: Request, hall: &Shared) -> Result<Self, HttpFault> {
        let message = "send the fragment as Content-Type: application/trickle-ice-sdpfrag";
        sdp(request, hall, SDP_FRAGMENT, message, "a fragment")
            .await
            .map(Self)
    }
}

/// Reads SDP of a media type; `message` says how to send it, `what` it is.
async fn sdp(
    request: Request,
    hall: &Shared,
    expected: &str,
    message: &str,
    what: &str,
) -> Result<String, HttpFault> {
    let media_type = request.headers().get(header::CONTENT_TYPE);
    let media_type = media_type
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let media_type = media_type.split(';').next().unwrap_or_default();
    if !media_type.trim().eq_ignore_ascii_case(expected) {
        return Err(
            HttpFault::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "not_sdp", message).at("Content-Type"),
        );
    }
    let too_large = format!("{what} has at most 256 KiB; offer fewer codecs and candidates");
    let bytes = whole(request, hall, TEXT_WITHIN, &too_large)
        .await
        .map_err(|fault| fault.at("sdp"))?;
    String::from_utf8(bytes.into()).map_err(|_| HttpFault::bad("sdp", format!("{what} is text in UTF-8")))
}

/// A photo.
pub(super) struct Jpeg(pub(super) Bytes);

impl FromRequest<Shared> for Jpeg {
    type Rejection = HttpFault;

    async fn from_request(request: Request, hall: &Shared) -> Result<Self, HttpFault> {
        let too_large = "a photo has at most 8 MiB; make it smaller";
        let photo = whole(request, hall, PHOTO_WITHIN, too_large)
            .await
            .map_err(|fault| fault.at("body"))?;
        if !photo.starts_with(&[0xff, 0xd8, 0xff]) {
            let message = "send the photo as JPEG";
            return Err(HttpFault::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "not_jpeg", message).at("body"));
        }
        Ok(Self(photo))
    }
}

async fn whole(
    request: Request,
    hall: &Shared,
    within: Duration,
    too_large: &str,
) -> Result<Bytes, HttpFault> {
    match tokio::time::timeout(within, Bytes::from_request(request, hall)).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(error)) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            Err(HttpFault::new(error.status(), "too_large", too_large))
        }
        Ok(Err(_)) => Err(HttpFault::new(
            StatusCode::REQUEST_TIMEOUT,
            "broken_off",
            "the body broke off; send it again",
        )),
        Err(_) => Err(HttpFault::new(
            StatusCode::REQUEST_TIMEOUT,
            "too_slow",
            "the body took too long; send it again",
        )),
    }
}
