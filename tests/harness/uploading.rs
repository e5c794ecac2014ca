//! Somebody who sends photos and sound notes by tus, call by call.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::order::{Attachment, MediaType};
use reqwest::{Client, Method, Response, StatusCode};
use sha2::{Digest, Sha256};

use crate::Desk;

/// Something to send.
#[derive(Clone, Debug)]
pub struct Parcel {
    /// What names it in a message.
    pub attachment: Attachment,
    /// All of it.
    pub bytes: Vec<u8>,
}

impl Parcel {
    /// Something of a kind that begins as it should and is filled with `fill`.
    pub fn of(media_type: MediaType, length: usize, fill: u8) -> Self {
        let first: &[u8] = match media_type {
            MediaType::Jpeg => &[0xff, 0xd8, 0xff, 0xdb],
            MediaType::Ogg => b"OggS\0\x02",
            MediaType::Mp4 => b"\0\0\0\x18ftypM4A ",
            MediaType::WebM => &[0x1a, 0x45, 0xdf, 0xa3],
            MediaType::Clip => b"\0\0\0\x18ftypisom",
        };
        let mut bytes = first.to_vec();
        bytes.resize(length, fill);
        let attachment = Attachment {
            sha256: hex::encode(Sha256::digest(&bytes)),
            media_type,
            bytes: length.try_into().unwrap(),
        };
        Self { attachment, bytes }
    }

    /// Where it is at the hall.
    pub fn path(&self) -> String {
        format!("/api/attachments/{}", self.attachment.sha256)
    }

    /// The headers that begin it.
    pub fn headers(&self) -> [(&'static str, String); 2] {
        let Attachment {
            sha256, media_type, ..
        } = &self.attachment;
        let (name, kind) = (STANDARD.encode(sha256), STANDARD.encode(media_type.name()));
        [
            ("Upload-Length", self.bytes.len().to_string()),
            ("Upload-Metadata", format!("sha256 {name},filetype {kind}")),
        ]
    }
}

impl Desk {
    /// Makes one call of tus.
    pub async fn tus(
        &self,
        method: Method,
        path: &str,
        headers: &[(&'static str, String)],
        body: Vec<u8>,
    ) -> Response {
        let mut request = Client::new()
            .request(method, format!("{}{path}", self.url))
            .bearer_auth(&self.token)
            .header("Tus-Resumable", "1.0.0")
            .timeout(Duration::from_secs(20));
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        request.body(body).send().await.unwrap()
    }

    /// Begins to send something, or begins again: status and offset.
    pub async fn begin(&self, parcel: &Parcel) -> (StatusCode, Option<u64>) {
        let begun = self
            .tus(Method::POST, "/api/attachments", &parcel.headers(), Vec::new())
            .await;
        (begun.status(), offset(&begun))
    }

    /// Sends a part from an offset on: status and new offset.
    pub async fn send_part(&self, parcel: &Parcel, from: usize, part: &[u8]) -> (StatusCode, Option<u64>) {
        let headers = [
            ("Upload-Offset", from.to_string()),
            ("Content-Type", "application/offset+octet-stream".to_owned()),
        ];
        let sent = self
            .tus(Method::PATCH, &parcel.path(), &headers, part.to_vec())
            .await;
        (sent.status(), offset(&sent))
    }

    /// How far something is, if it was begun.
    pub async fn how_far(&self, parcel: &Parcel) -> Option<u64> {
        let looked = self.tus(Method::HEAD, &parcel.path(), &[], Vec::new()).await;
        offset(&looked).filter(|_| looked.status() == StatusCode::OK)
    }

    /// Sends something whole, which must be taken.
    pub async fn send(&self, parcel: &Parcel) {
        assert_eq!(self.begin(parcel).await, (StatusCode::CREATED, Some(0)));
        let length = u64::from(parcel.attachment.bytes);
        let sent = self.send_part(parcel, 0, &parcel.bytes).await;
        assert_eq!(sent, (StatusCode::NO_CONTENT, Some(length)));
    }

    /// What is shown of something: status, kind, bytes.
    pub async fn shown(&self, parcel: &Parcel) -> (StatusCode, String, Vec<u8>) {
        let shown = self.tus(Method::GET, &parcel.path(), &[], Vec::new()).await;
        let kind = shown.headers().get("Content-Type");
        let kind = kind.map(|kind| kind.to_str().unwrap().to_owned());
        let status = shown.status();
        (
            status,
            kind.unwrap_or_default(),
            shown.bytes().await.unwrap().to_vec(),
        )
    }
}

fn offset(answer: &Response) -> Option<u64> {
    answer.headers().get("Upload-Offset")?.to_str().ok()?.parse().ok()
}
