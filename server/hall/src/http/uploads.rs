//! Photos and sound notes on their way in, by the resumable upload protocol tus 1.0.0.
//!
//! <https://tus.io/protocols/resumable-upload>: the core with the creation extension. An upload is named by the SHA-256 of what it
//! brings, so that whoever begins it again goes on where it stopped, and what is here already is not sent at all. What came before a
//! call broke off is kept. The bytes go to the disk as they come.

use std::time::Duration;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, LOCATION};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::middleware::map_response;
use axum::response::{IntoResponse as _, Response};
use domain::Role;
use domain::order::MOST_ATTACHMENT_BYTES;
use futures_util::StreamExt as _;
use protocol::api::Fault;
use tokio::time::{Instant, timeout_at};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::auth::Signed;
use super::{HttpFault, attachments};
use crate::clock;
use crate::state::Shared;
use crate::store::{AttachmentError, ContinuedUpload, Sender, UploadError};

mod asked;

use asked::{Metadata, number};

/// The version of the protocol.
const VERSION: &str = "1.0.0";
const TUS_RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");
const UPLOAD_OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const UPLOAD_LENGTH: HeaderName = HeaderName::from_static("upload-length");
const UPLOAD_METADATA: HeaderName = HeaderName::from_static("upload-metadata");

/// The media type of a part.
const PART: &str = "application/offset+octet-stream";

/// A caller who says nothing for so long is gone: what came is kept, and the next call need not wait longer.
const SILENCE: Duration = Duration::from_secs(10);

/// How long one call may take, from a phone with hardly any reception; the next one goes on.
const CALL_WITHIN: Duration = Duration::from_mins(2);

/// The uploads with what came of them, at one path.
pub(super) fn router() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(describe, begin))
        .routes(routes!(attachments::show, look, go_on))
        .layer(map_response(async |mut response: Response| {
            let version = HeaderValue::from_static(VERSION);
            response.headers_mut().insert(TUS_RESUMABLE, version);
            response
        }))
}

/// Says what is spoken here.
#[utoipa::path(options, path = "/api/attachments", tag = "attachments", responses((status = 204, headers(
    ("Tus-Version" = String), ("Tus-Extension" = String), ("Tus-Max-Size" = u64),
))))]
async fn describe() -> Response {
    let said = [
        ("tus-version", VERSION.to_owned()),
        ("tus-extension", "creation".to_owned()),
        ("tus-max-size", MOST_ATTACHMENT_BYTES.to_string()),
    ];
    (StatusCode::NO_CONTENT, said).into_response()
}

/// Begins to send a photo or sound note, or finds how far it is. `Upload-Metadata` holds `sha256`, the SHA-256 of all of its bytes in
/// lower-case hex, and `filetype`, one of `image/jpeg`, `audio/ogg`, `audio/mp4`, `audio/webm` and `video/mp4`, both in Base64.
#[utoipa::path(post, path = "/api/attachments", tag = "attachments", params(
    ("Tus-Resumable" = String, Header), ("Upload-Length" = u64, Header), ("Upload-Metadata" = String, Header),
), responses(
    (status = 201, headers(("Location" = String), ("Upload-Offset" = u64))),
    (status = 400, body = Fault), (status = 412, description = "another version of tus", body = Fault),
    (status = 413, body = Fault), (status = 415, body = Fault), (status = 423, body = Fault), (status = 507, body = Fault),
))]
async fn begin(
    State(hall): State<Shared>,
    signed: Signed,
    headers: HeaderMap,
) -> Result<Response, HttpFault> {
    let sender = may_send(&signed)?;
    speaks_tus(&headers)?;
    let Metadata { sha256, media_type } = Metadata::read(&headers)?;
    let length = number(&headers, &UPLOAD_LENGTH)?;
    let readable = attachments::may_read(&hall, &signed, &sha256).await?;
    let begun = hall
        .store
        .begin_upload(clock::now(), sender, &sha256, (media_type, length), readable);
    let upload = begun.await.map_err(|error| match error {
        UploadError::Attachment(AttachmentError::BadSize(_)) if length > 0 => {
            HttpFault::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", error.to_string()).at("Upload-Length")
        }
        UploadError::Attachment(AttachmentError::BadSize(_)) => {
            HttpFault::bad("Upload-Length", error.to_string())
        }
        error => error.into(),
    })?;
    let said = [
        (LOCATION, format!("/api/attachments/{sha256}")),
        (UPLOAD_OFFSET, upload.offset.to_string()),
    ];
    Ok((StatusCode::CREATED, said).into_response())
}

/// Says how far a photo or sound note of the caller's is; all of it is here if `Upload-Offset` is `Upload-Length`.
#[utoipa::path(head, path = "/api/attachments/{sha256}", tag = "attachments", params(
    ("sha256" = String, Path), ("Tus-Resumable" = String, Header),
), responses(
    (status = 200, headers(("Upload-Offset" = u64), ("Upload-Length" = u64))),
    (status = 404, description = "it was not begun, or is forgotten"), (status = 412, description = "another version of tus"),
))]
async fn look(
    State(hall): State<Shared>,
    signed: Signed,
    Path(sha256): Path<String>,
    headers: HeaderMap,
) -> Result<Response, HttpFault> {
    let sender = may_send(&signed)?;
    speaks_tus(&headers)?;
    let upload = hall.store.upload(sender, &sha256).await?;
    let said = [
        (UPLOAD_OFFSET, upload.offset.to_string()),
        (UPLOAD_LENGTH, upload.length.to_string()),
        (CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((StatusCode::OK, said).into_response())
}

/// Goes on sending from `Upload-Offset`. With the last byte it is looked at: what is not what it was said to be is thrown away.
#[utoipa::path(patch, path = "/api/attachments/{sha256}", tag = "attachments", params(
    ("sha256" = String, Path), ("Tus-Resumable" = String, Header), ("Upload-Offset" = u64, Header),
), request_body(content_type = "application/offset+octet-stream", content = Vec<u8>), responses(
    (status = 204, headers(("Upload-Offset" = u64))),
    (status = 404, description = "it was not begun, or is forgotten", body = Fault),
    (status = 408, body = Fault), (status = 409, description = "it does not go on there", body = Fault),
    (status = 412, description = "another version of tus", body = Fault), (status = 413, body = Fault),
    (status = 415, body = Fault), (status = 422, description = "it is not what it was said to be", body = Fault),
    (status = 423, description = "another call sends it", body = Fault), (status = 507, body = Fault),
))]
async fn go_on(
    State(hall): State<Shared>,
    signed: Signed,
    Path(sha256): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, HttpFault> {
    let sender = may_send(&signed)?;
    speaks_tus(&headers)?;
    if headers.get(CONTENT_TYPE).is_none_or(|kind| kind != PART) {
        let message = format!("send a part as Content-Type: {PART}");
        return Err(
            HttpFault::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "not_a_part", message).at("Content-Type"),
        );
    }
    let offset = number(&headers, &UPLOAD_OFFSET)?;
    let upload = hall.store.continue_upload(sender, &sha256, offset).await?;
    if headers.contains_key(CONTENT_LENGTH) && number(&headers, &CONTENT_LENGTH)? > upload.room() {
        return Err(UploadError::TooLong(upload.length()).into());
    }
    // A caller who hangs up ends this call, but not the keeping of what was sent.
    let received = tokio::spawn(receive(upload, body)).await;
    let offset = received.map_err(|_| {
        let message = "the hall failed; ask with HEAD how far it is, then go on";
        HttpFault::new(StatusCode::INTERNAL_SERVER_ERROR, "failed", message)
    })??;
    let said = [(UPLOAD_OFFSET, offset.to_string())];
    Ok((StatusCode::NO_CONTENT, said).into_response())
}

/// Keeps what comes, whatever becomes of the rest; how many bytes are here then.
async fn receive(mut upload: ContinuedUpload, body: Body) -> Result<u64, HttpFault> {
    let until = Instant::now() + CALL_WITHIN;
    let mut parts = body.into_data_stream();
    let came = loop {
        let silent = until.min(Instant::now() + SILENCE);
        match timeout_at(silent, parts.next()).await {
            Ok(Some(Ok(bytes))) => {
                if let Err(error) = upload.append(&bytes).await {
                    break Err(error.into());
                }
            }
            Ok(Some(Err(_))) => {
                let message = "the part broke off; ask with HEAD how far it is, then go on";
                break Err(HttpFault::new(StatusCode::REQUEST_TIMEOUT, "broken_off", message));
            }
            Ok(None) => break Ok(()),
            Err(_) => {
                let message = "the part took too long; ask with HEAD how far it is, then go on";
                break Err(HttpFault::new(StatusCode::REQUEST_TIMEOUT, "too_slow", message));
            }
        }
    };
    let offset = upload.end().await?;
    came.map(|()| offset)
}

/// Officers send, with whoever writes to them.
fn may_send(signed: &Signed) -> Result<Sender, HttpFault> {
    match signed.role() {
        Role::Officer { .. } => Ok(attachments::sender(signed)),
        role if role.gives_orders() => Ok(attachments::sender(signed)),
        _ => Err(HttpFault::forbidden(
            "only officers, dispatchers and desks send photos and sound notes",
        )),
    }
}

fn speaks_tus(headers: &HeaderMap) -> Result<(), HttpFault> {
    if headers
        .get(TUS_RESUMABLE)
        .is_some_and(|version| version == VERSION)
    {
        return Ok(());
    }
    let message = format!("say Tus-Resumable: {VERSION}; no other version is spoken here");
    Err(HttpFault::new(StatusCode::PRECONDITION_FAILED, "not_tus", message).at("Tus-Resumable"))
}

impl From<UploadError> for HttpFault {
    fn from(error: UploadError) -> Self {
        let message = error.to_string();
        match error {
            UploadError::Unknown => Self::not_found(&message),
            UploadError::WrongOffset(_) => {
                Self::new(StatusCode::CONFLICT, "wrong_offset", message).at("Upload-Offset")
            }
            UploadError::Busy => Self::new(StatusCode::LOCKED, "upload_busy", message),
            UploadError::TooLong(_) => {
                Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", message).at("body")
            }
            UploadError::Attachment(AttachmentError::WrongHash) => {
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "wrong_hash", message).at("sha256")
            }
            UploadError::Attachment(error) => error.into(),
        }
    }
}
