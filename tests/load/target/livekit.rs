//! `LiveKit`, by its older protocol: one WebSocket for each client, two transports, of which a client here uses one.
//!
//! A viewer is sent all streams of its room, hence a room for each publisher. The server offers a viewer its data
//! channel first, and the video only once that is connected: the transport has to run meanwhile.

mod signal;
mod token;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::Context as _;
use serde_json::{Value, json};
use str0m::media::Direction;

use self::signal::Signal;
use self::token::Key;
use super::TargetArgs;
use super::socket::{Kept, Socket};
use crate::client::{Client, Video};

/// Where it listens by default.
const URL: &str = "ws://127.0.0.1:7880";
/// Its rooms, unless others are named; it makes them as needed.
const ROOM: &str = "yike-load-{n}";
/// It puts out whoever has been silent for 15 seconds.
const SPEAKS_EVERY: Duration = Duration::from_secs(5);
/// How often the transport of a viewer who waits for the video is looked after.
const TURN: Duration = Duration::from_millis(1);
/// The name by which the track that is published is known in the offer.
const TRACK: &str = "video";

/// Its door.
pub(crate) struct LiveKit {
    url: String,
    room: String,
    key: Key,
    pid: u32,
    let_in: AtomicUsize,
    kept: Kept,
}

impl LiveKit {
    pub(super) fn new(args: &TargetArgs) -> anyhow::Result<Self> {
        let needed =
            "with --target livekit, give --api-key and --api-secret, as in the server's configuration";
        Ok(Self {
            url: format!("{}/rtc", args.url_or(URL)),
            room: args.room.clone().unwrap_or_else(|| ROOM.to_owned()),
            key: Key {
                name: args.api_key.clone().context(needed)?,
                secret: args.api_secret.clone().context(needed)?,
            },
            pid: args.running()?,
            let_in: AtomicUsize::new(0),
            kept: Kept::default(),
        })
    }

    pub(super) fn pid(&self) -> u32 {
        self.pid
    }

    pub(super) async fn publish(&self, n: usize) -> anyhow::Result<Client> {
        let mut socket = self.enter(n, true).await?;
        let layer = json!({ "quality": "HIGH", "width": 1280, "height": 720, "bitrate": 1_400_000 });
        let track = json!({ "addTrack": {
            "cid": TRACK, "name": TRACK, "type": "VIDEO", "source": "CAMERA",
            "width": 1280, "height": 720, "layers": [layer],
        }});
        socket.say(&track).await?;
        let (offering, offer) = Client::offering(Direction::SendOnly, TRACK, Video::Vp8)?;
        let (mut offering, mut candidates) = (Some(offering), Vec::new());
        let mut client = None;
        while client.is_none() || candidates.is_empty() {
            match signal::hear(&mut socket).await? {
                Signal::Published => {
                    let offer = json!({ "offer": { "type": "offer", "sdp": offer, "id": 1 } });
                    socket.say(&offer).await?;
                }
                Signal::Answer(answer) => {
                    let offering = offering.take().context("livekit answers twice")?;
                    client = Some(offering.accept(&answer)?);
                }
                Signal::Candidate(candidate) => candidates.push(candidate),
                Signal::Offer { .. } | Signal::Other => {}
            }
        }
        let mut client = client.context("livekit does not answer")?;
        for candidate in candidates {
            client.add_candidate(&candidate)?;
        }
        self.kept.keep(socket, SPEAKS_EVERY, ping);
        Ok(client)
    }

    pub(super) async fn watch(&self, n: usize) -> anyhow::Result<Client> {
        let mut socket = self.enter(n, false).await?;
        let (mut early, mut is_reachable) = (Vec::new(), false);
        let mut client: Option<Client> = None;
        loop {
            let signal = tokio::select! {
                signal = signal::hear(&mut socket) => signal?,
                () = tokio::time::sleep(TURN), if client.is_some() => Signal::Other,
            };
            is_reachable |= matches!(signal, Signal::Candidate(_));
            match (signal, &mut client) {
                (Signal::Offer { sdp, id }, _) => {
                    let answer = answer(&mut client, &sdp, &mut early)?;
                    let answer = json!({ "answer": { "type": "answer", "sdp": answer, "id": id } });
                    socket.say(&answer).await?;
                }
                (Signal::Candidate(candidate), None) => early.push(candidate),
                (Signal::Candidate(candidate), Some(client)) => client.add_candidate(&candidate)?,
                (_, Some(client)) => client.turn()?,
                (_, None) => {}
            }
            if let Some(client) = client.take_if(|client| is_reachable && client.video.is_some()) {
                self.kept.keep(socket, SPEAKS_EVERY, ping);
                return Ok(client);
            }
        }
    }

    async fn enter(&self, n: usize, publishes: bool) -> anyhow::Result<Socket> {
        let room = self.room.replace("{n}", &n.to_string());
        anyhow::ensure!(
            n == 0 || room != self.room,
            "a viewer of livekit is sent all streams of its room; with several publishers, give a --room with {{n}} in it"
        );
        let number = self.let_in.fetch_add(1, Ordering::Relaxed);
        let identity = format!("yike-load-{}-{number}", std::process::id());
        let token = self.key.token(&identity, &room, publishes)?;
        let subscribes = u8::from(!publishes);
        let url = format!(
            "{}?access_token={token}&protocol=16&sdk=rust&version=1&auto_subscribe={subscribes}",
            self.url
        );
        let mut socket = Socket::open(&url).await?;
        // From a client's first text on, the server says all it has to say in text.
        socket.say(&json!({ "ping": "0" })).await?;
        Ok(socket)
    }
}

/// Answers a viewer's offer, the first or a later one.
fn answer(client: &mut Option<Client>, offer: &str, early: &mut Vec<String>) -> anyhow::Result<String> {
    // It offers to receive as well, though a viewer has nothing to send.
    let offer = offer.replace("a=sendrecv", "a=sendonly");
    if let Some(client) = client {
        return client.answer(&offer);
    }
    let (mut answering, answer) = Client::answering(&offer)?;
    for candidate in early.drain(..) {
        answering.add_candidate(&candidate)?;
    }
    *client = Some(answering);
    Ok(answer)
}

fn ping() -> Value {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    json!({ "pingReq": { "timestamp": since.as_millis().to_string() } })
}
