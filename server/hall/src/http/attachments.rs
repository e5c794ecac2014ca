//! Photos and sound notes, shown to whoever may read what names them.

use std::io::SeekFrom;
use std::ops::Range;

use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG, IF_RANGE, RANGE,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use domain::Role;
use futures_util::stream::{Stream, try_unfold};
use protocol::api::Fault;
use tokio::fs::File;
use tokio::io::{AsyncReadExt as _, AsyncSeekExt as _};

use super::HttpFault;
use super::auth::Signed;
use crate::pages::byte_range::{Wanted, wanted};
use crate::state::Shared;
use crate::store::{AttachmentError, Kept, Sender};

/// Bytes read at a time.
const CHUNK: usize = 64 * 1024;

/// A photo or sound note, by byte range too, for whoever may read a report or message that names it, or has sent it.
#[utoipa::path(get, path = "/api/attachments/{sha256}", tag = "attachments", params(("sha256" = String, Path)), responses(
    (status = 200, content_type = "image/jpeg"), (status = 206, content_type = "audio/ogg"),
    (status = 404, description = "there is none, or it has not come yet", body = Fault), (status = 416, body = Fault),
))]
pub(super) async fn show(
    State(hall): State<Shared>,
    signed: Signed,
    Path(sha256): Path<String>,
    headers: HeaderMap,
) -> Result<Response, HttpFault> {
    let none = || HttpFault::not_found("there is no such photo or sound note, or it has not come yet");
    if !may_read(&hall, &signed, &sha256).await? {
        return Err(none());
    }
    let kept = hall.store.attachment(&sha256).await?.ok_or_else(none)?;
    Ok(serve(kept, &sha256, &headers))
}

/// Whether the caller may read it.
pub(super) async fn may_read(hall: &Shared, signed: &Signed, sha256: &str) -> Result<bool, HttpFault> {
    let senders = hall.store.attachment_senders(sha256).await?;
    Ok(senders.contains(&sender(signed)) || hall.feed.shows_attachment(signed.role(), sha256, &senders))
}

/// As whom the caller sends.
pub(super) fn sender(signed: &Signed) -> Sender {
    match signed.role() {
        Role::Officer { unit } => unit.into(),
        _ => signed.session.seat().person.into(),
    }
}

fn serve(kept: Kept, sha256: &str, headers: &HeaderMap) -> Response {
    let etag = format!("\"{sha256}\"");
    let fits = headers
        .get(IF_RANGE)
        .is_none_or(|known| known.as_bytes() == etag.as_bytes());
    let range = headers
        .get(RANGE)
        .and_then(|range| range.to_str().ok())
        .filter(|_| fits);
    let (status, part) = match wanted(range, kept.length) {
        Wanted::Whole => (StatusCode::OK, 0..kept.length),
        Wanted::Part(part) => (
            StatusCode::PARTIAL_CONTENT,
            *part.start()..part.end().saturating_add(1),
        ),
        Wanted::Unsatisfiable => {
            let message = format!("it has {} bytes", kept.length);
            let fault =
                HttpFault::new(StatusCode::RANGE_NOT_SATISFIABLE, "beyond_the_end", message).at("Range");
            let whole = [(CONTENT_RANGE, format!("bytes */{}", kept.length))];
            return (whole, fault).into_response();
        }
    };
    let mut answer = Response::builder()
        .status(status)
        .header(CONTENT_TYPE, kept.media_type.name())
        .header(X_CONTENT_TYPE_OPTIONS, "nosniff")
        .header(ACCEPT_RANGES, "bytes")
        .header(CACHE_CONTROL, "private, max-age=86400")
        .header(ETAG, etag)
        .header(CONTENT_LENGTH, part.end.saturating_sub(part.start));
    if status == StatusCode::PARTIAL_CONTENT {
        let range = format!(
            "bytes {}-{}/{}",
            part.start,
            part.end.saturating_sub(1),
            kept.length
        );
        answer = answer.header(CONTENT_RANGE, range);
    }
    answer
        .body(Body::from_stream(bytes(File::from_std(kept.file), part)))
        .unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

/// A part of a file, read as it is asked for.
fn bytes(file: File, part: Range<u64>) -> impl Stream<Item = std::io::Result<Bytes>> {
    try_unfold((file, part, false), async |(mut file, mut part, begun)| {
        if part.is_empty() {
            return Ok(None);
        }
        if !begun {
            file.seek(SeekFrom::Start(part.start)).await?;
        }
        let left = usize::try_from(part.end.saturating_sub(part.start)).unwrap_or(CHUNK);
        let mut chunk = vec![0; left.min(CHUNK)];
        file.read_exact(&mut chunk).await?;
        part.start = part
            .start
            .saturating_add(chunk.len().try_into().unwrap_or(u64::MAX));
        Ok(Some((Bytes::from(chunk), (file, part, true))))
    })
}

impl From<AttachmentError> for HttpFault {
    fn from(error: AttachmentError) -> Self {
        let message = error.to_string();
        match error {
            AttachmentError::BadName | AttachmentError::WrongHash => Self::bad("sha256", message),
            AttachmentError::WrongKind(_) => {
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "wrong_kind", message).at("filetype")
            }
            AttachmentError::BadSize(_) => Self::bad("body", message),
            AttachmentError::TooMany => Self::new(StatusCode::INSUFFICIENT_STORAGE, "photo_quota", message),
            AttachmentError::Store(error) => error.into(),
        }
    }
}
