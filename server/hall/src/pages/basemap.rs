//! The street map under everything, as one `.pmtiles` file of which browsers fetch parts.

use std::io::SeekFrom;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::UNIX_EPOCH;

use axum::body::Body;
use axum::extract::State;
use axum::http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG, IF_RANGE, RANGE,
};
use axum::http::response::Builder;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::stream;
use tokio::fs::File;
use tokio::io::{AsyncReadExt, AsyncSeekExt};

use super::byte_range::{Wanted, wanted};
use super::names;

/// Bytes of a file that are in memory at a time.
const CHUNK: usize = 64 * 1024;

/// Where the street map comes from.
#[derive(Clone, Debug, Default)]
pub enum Basemap {
    /// Nowhere: the page draws units on an empty ground.
    #[default]
    None,
    /// From the binary.
    Embedded(&'static [u8]),
    /// From a file of the operator's.
    File(Arc<Path>),
}

impl From<Option<PathBuf>> for Basemap {
    fn from(file: Option<PathBuf>) -> Self {
        file.map_or(Self::None, |file| Self::File(file.into()))
    }
}

/// The map's bytes, about to be served.
enum Source {
    Memory(&'static [u8]),
    Disk(File),
}

pub(super) async fn serve(State(basemap): State<Basemap>, method: Method, headers: HeaderMap) -> Response {
    let (source, length, etag) = match basemap {
        Basemap::None => return (StatusCode::NOT_FOUND, "there is no base map\n").into_response(),
        Basemap::Embedded(bytes) => (Source::Memory(bytes), bytes.len() as u64, embedded_etag(bytes)),
        Basemap::File(path) => match open(&path).await {
            Ok((file, length, etag)) => (Source::Disk(file), length, etag),
            Err(error) => {
                tracing::error!(%error, file = %path.display(), "the base map cannot be read");
                return (StatusCode::INTERNAL_SERVER_ERROR, "the base map cannot be read\n").into_response();
            }
        },
    };
    let answer = |status| {
        let answer = Response::builder().status(status).header(ETAG, &etag);
        answer
            .header(ACCEPT_RANGES, "bytes")
            .header(CACHE_CONTROL, "no-cache")
    };
    if names(&headers, &etag) {
        return finish(answer(StatusCode::NOT_MODIFIED), Body::empty());
    }
    // Of a map that has changed since, a part would not fit the parts that the browser has.
    let fits = headers
        .get(IF_RANGE)
        .is_none_or(|known| known.as_bytes() == etag.as_bytes());
    let range = headers
        .get(RANGE)
        .and_then(|range| range.to_str().ok())
        .filter(|_| fits && method == Method::GET);
    let (status, part) = match wanted(range, length) {
        Wanted::Whole => (StatusCode::OK, 0..=length.saturating_sub(1)),
        Wanted::Part(part) => (StatusCode::PARTIAL_CONTENT, part),
        Wanted::Unsatisfiable => {
            let beyond =
                answer(StatusCode::RANGE_NOT_SATISFIABLE).header(CONTENT_RANGE, format!("bytes */{length}"));
            return finish(beyond, Body::empty());
        }
    };
    let count = part
        .end()
        .saturating_sub(*part.start())
        .saturating_add(1)
        .min(length);
    let mut answer = answer(status)
        .header(CONTENT_TYPE, "application/vnd.pmtiles")
        .header(CONTENT_LENGTH, count);
    if status == StatusCode::PARTIAL_CONTENT {
        answer = answer.header(
            CONTENT_RANGE,
            format!("bytes {}-{}/{length}", part.start(), part.end()),
        );
    }
    let body = if method == Method::HEAD {
        Body::empty()
    } else {
        body(source, part, count).await
    };
    finish(answer, body)
}

async fn open(path: &Path) -> std::io::Result<(File, u64, String)> {
    let file = File::open(path).await?;
    let about = file.metadata().await?;
    let changed = about.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
    let etag = format!("\"{:x}-{:x}\"", about.len(), changed.as_nanos());
    Ok((file, about.len(), etag))
}

fn embedded_etag(bytes: &'static [u8]) -> String {
    use sha2::{Digest, Sha256};
    static HASH: std::sync::OnceLock<(usize, String)> = std::sync::OnceLock::new();
    let hash = |bytes| format!("\"{}\"", hex::encode(Sha256::digest(bytes)));
    // One binary has one map; the address tells a second one, as tests have, apart.
    let (address, etag) = HASH.get_or_init(|| (bytes.as_ptr().addr(), hash(bytes)));
    if *address == bytes.as_ptr().addr() {
        etag.clone()
    } else {
        hash(bytes)
    }
}

async fn body(source: Source, part: RangeInclusive<u64>, count: u64) -> Body {
    match source {
        Source::Memory(bytes) => {
            let start = usize::try_from(*part.start()).unwrap_or(usize::MAX);
            let end = start.saturating_add(usize::try_from(count).unwrap_or(usize::MAX));
            Body::from(Bytes::from_static(bytes.get(start..end).unwrap_or_default()))
        }
        Source::Disk(mut file) => {
            // A seek that fails leaves the reading to fail, and the browser to see a short answer.
            let _ = file.seek(SeekFrom::Start(*part.start())).await;
            let chunks = stream::try_unfold(file.take(count), |mut file| async move {
                let mut chunk = vec![0; CHUNK];
                let read = file.read(&mut chunk).await?;
                chunk.truncate(read);
                std::io::Result::Ok((read > 0).then(|| (Bytes::from(chunk), file)))
            });
            Body::from_stream(chunks)
        }
    }
}

fn finish(answer: Builder, body: Body) -> Response {
    answer
        .body(body)
        .unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}
