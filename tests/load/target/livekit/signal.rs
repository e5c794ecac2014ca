//! What `LiveKit` says: JSON, but for what it says before it has heard that a client speaks JSON.

use anyhow::Context as _;
use prost::Message as _;
use serde::Deserialize;

use crate::target::socket::{Said, Socket};

/// What a client has to know of it.
pub(super) enum Signal {
    /// The track is known by its name, and may be offered.
    Published,
    Answer(String),
    Offer {
        sdp: String,
        id: u32,
    },
    Candidate(String),
    Other,
}

/// The messages that are read, by their numbers in `livekit_rtc.proto`.
#[derive(Deserialize, prost::Message)]
#[serde(rename_all = "camelCase")]
struct Response {
    #[prost(message, optional, tag = "2")]
    answer: Option<Description>,
    #[prost(message, optional, tag = "3")]
    offer: Option<Description>,
    #[prost(message, optional, tag = "4")]
    trickle: Option<Trickle>,
    #[prost(message, optional, tag = "6")]
    track_published: Option<Published>,
    #[prost(message, optional, tag = "8")]
    leave: Option<Leave>,
}

#[derive(Deserialize, prost::Message)]
struct Description {
    #[prost(string, tag = "2")]
    sdp: String,
    #[prost(uint32, tag = "3")]
    #[serde(default)]
    id: u32,
}

#[derive(Deserialize, prost::Message)]
#[serde(rename_all = "camelCase")]
struct Trickle {
    #[prost(string, tag = "1")]
    candidate_init: String,
}

#[derive(Deserialize, prost::Message)]
struct Published {}

#[derive(Deserialize, prost::Message)]
struct Leave {}

/// JSON within a message.
#[derive(Deserialize)]
struct CandidateInit {
    candidate: String,
}

/// Waits for what the server says next.
pub(super) async fn hear(socket: &mut Socket) -> anyhow::Result<Signal> {
    let response = match socket.hear().await? {
        Said::Json(said) => Response::deserialize(&said).with_context(|| format!("livekit said {said}"))?,
        Said::Bytes(bytes) => Response::decode(bytes).context("reading what livekit said in binary")?,
    };
    anyhow::ensure!(response.leave.is_none(), "livekit puts a client out");
    Ok(if let Some(Description { sdp, .. }) = response.answer {
        Signal::Answer(sdp)
    } else if let Some(Description { sdp, id }) = response.offer {
        Signal::Offer { sdp, id }
    } else if let Some(trickle) = response.trickle {
        let init: CandidateInit =
            serde_json::from_str(&trickle.candidate_init).context("reading livekit's candidate")?;
        Signal::Candidate(init.candidate)
    } else if response.track_published.is_some() {
        Signal::Published
    } else {
        Signal::Other
    })
}
