//! Recordings as players read them: files by byte range, a playlist over them.
//!
//! Whoever may open a recording is looked at with each request. Only what is indexed is served, so a player never meets
//! half a fragment.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header::{ACCEPT_RANGES, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG};
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::RecordingId;
use protocol::api::Fault;
use recording::{FragmentEntry, media_playlist};

use super::HttpFault;
use super::auth::Signed;
use super::recordings::shown;
use crate::pages::byte_range::{Wanted, wanted};
use crate::state::Shared;
use crate::store::FileRow;

/// The first file of a recording; most have no other.
#[utoipa::path(get, path = "/recordings/{file}", tag = "recordings", params(("file" = String, Path, description = "the recording's id with `.mp4`")), responses(
    (status = 200, content_type = "video/mp4"), (status = 206, content_type = "video/mp4"), (status = 404, body = Fault), (status = 416, body = Fault),
))]
pub(super) async fn whole(
    State(hall): State<Shared>,
    signed: Signed,
    Path(file): Path<String>,
    headers: HeaderMap,
) -> Result<Response, HttpFault> {
    let id = file.strip_suffix(".mp4").ok_or_else(no_file)?;
    file_of(&hall, &signed, id, 0, &headers).await
}

/// A recording's playlist (`index.m3u8`, HLS) or one of its files (`0.mp4`, `1.mp4` …).
#[utoipa::path(get, path = "/recordings/{id}/{file}", tag = "recordings", params(("id" = RecordingId, Path), ("file" = String, Path)), responses(
    (status = 200, content_type = "application/vnd.apple.mpegurl"), (status = 206, content_type = "video/mp4"), (status = 404, body = Fault), (status = 416, body = Fault),
))]
pub(super) async fn part(
    State(hall): State<Shared>,
    signed: Signed,
    Path((id, file)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, HttpFault> {
    if file == "index.m3u8" {
        return playlist(&hall, &signed, &id).await;
    }
    let number = file
        .strip_suffix(".mp4")
        .and_then(|number| number.parse().ok())
        .ok_or_else(no_file)?;
    file_of(&hall, &signed, &id, number, &headers).await
}

async fn playlist(hall: &Shared, signed: &Signed, id: &str) -> Result<Response, HttpFault> {
    let recording = shown(hall, signed, id.parse().map_err(|_| no_file())?).await?;
    let files = hall.store.recording_files(recording.id).await?;
    let fragments = hall.store.fragments(recording.id).await?;
    let entries = fragments.into_iter().filter_map(|(number, fragment)| {
        let file = files.iter().find(|file| file.number == number)?;
        Some(FragmentEntry {
            uri: format!("{number}.mp4"),
            init_length: file.init_length,
            offset: fragment.offset,
            length: fragment.length,
            starts_at_ms: fragment.starts_at.as_millis(),
            duration_ms: fragment.duration_ms,
            has_key_frame: fragment.has_key_frame,
        })
    });
    let entries: Vec<_> = entries.collect();
    let playlist = media_playlist(&entries, recording.ended_at.is_some());
    let headers: [(HeaderName, &str); 2] = [
        (CONTENT_TYPE, "application/vnd.apple.mpegurl"),
        (CACHE_CONTROL, "private, no-cache"),
    ];
    Ok((headers, playlist).into_response())
}

async fn file_of(
    hall: &Shared,
    signed: &Signed,
    id: &str,
    number: u32,
    headers: &HeaderMap,
) -> Result<Response, HttpFault> {
    let recording = shown(hall, signed, id.parse().map_err(|_| no_file())?).await?;
    let files = hall.store.recording_files(recording.id).await?;
    let file = files.into_iter().find(|file| file.number == number);
    serve(hall, &file.ok_or_else(no_file)?, headers).await
}

async fn serve(hall: &Shared, file: &FileRow, headers: &HeaderMap) -> Result<Response, HttpFault> {
    // A file only grows, so its length names its state.
    let etag = format!("\"{}-{}-{}\"", file.recording, file.number, file.size);
    let fits = headers
        .get(header::IF_RANGE)
        .is_none_or(|known| known.as_bytes() == etag.as_bytes());
    let range = headers
        .get(header::RANGE)
        .and_then(|range| range.to_str().ok())
        .filter(|_| fits);
    let (status, part) = match wanted(range, file.size) {
        Wanted::Whole => (StatusCode::OK, 0..file.size),
        Wanted::Part(part) => (
            StatusCode::PARTIAL_CONTENT,
            *part.start()..part.end().saturating_add(1),
        ),
        Wanted::Unsatisfiable => {
            let message = format!("the file has {} bytes", file.size);
            let fault =
                HttpFault::new(StatusCode::RANGE_NOT_SATISFIABLE, "beyond_the_end", message).at("Range");
            let whole = [(CONTENT_RANGE, format!("bytes */{}", file.size))];
            return Ok((whole, fault).into_response());
        }
    };
    let bytes = hall
        .recordings
        .archive()
        .read(file, part.clone())
        .await
        .map_err(|error| {
            tracing::error!(%error, recording.id = %file.recording, "a recording's file cannot be read");
            HttpFault::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "not_readable",
                "the recording's file cannot be read now; the hall's log says more",
            )
        })?;
    let mut answer = Response::builder()
        .status(status)
        .header(CONTENT_TYPE, "video/mp4")
        .header(ACCEPT_RANGES, "bytes")
        .header(CACHE_CONTROL, "private, no-cache")
        .header(ETAG, etag)
        .header(CONTENT_LENGTH, part.end - part.start);
    if status == StatusCode::PARTIAL_CONTENT {
        let range = format!("bytes {}-{}/{}", part.start, part.end - 1, file.size);
        answer = answer.header(CONTENT_RANGE, range);
    }
    Ok(answer
        .body(Body::from_stream(bytes))
        .unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response()))
}

fn no_file() -> HttpFault {
    HttpFault::not_found("there is no such file of a recording")
}
