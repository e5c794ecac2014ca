//! Galene, by its own protocol: JSON on one WebSocket for each client.
//!
//! A viewer is sent all streams of its group, hence a group for each publisher.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use anyhow::Context as _;
use serde_json::{Value, json};
use str0m::media::Direction;

use super::TargetArgs;
use super::socket::{Kept, Said, Socket};
use crate::client::{Client, Video};

/// Where it listens by default.
const URL: &str = "ws://127.0.0.1:8443";
/// Its groups, unless others are named; `test` must allow subgroups.
const GROUP: &str = "test/r{n}";
/// It asks whoever has been silent for 20 seconds, and gives up after 45.
const SPEAKS_EVERY: Duration = Duration::from_secs(10);

/// Its door.
pub(crate) struct Galene {
    url: String,
    group: String,
    pid: u32,
    let_in: AtomicUsize,
    kept: Kept,
}

/// A client that is in its group.
struct Guest {
    socket: Socket,
    name: String,
    /// The server's, not given to the transport yet.
    candidates: Vec<String>,
}

impl Galene {
    pub(super) fn new(args: &TargetArgs) -> anyhow::Result<Self> {
        Ok(Self {
            url: format!("{}/ws", args.url_or(URL)),
            group: args.room.clone().unwrap_or_else(|| GROUP.to_owned()),
            pid: args.running()?,
            let_in: AtomicUsize::new(0),
            kept: Kept::default(),
        })
    }

    pub(super) fn pid(&self) -> u32 {
        self.pid
    }

    pub(super) async fn publish(&self, n: usize) -> anyhow::Result<Client> {
        let mut guest = self.enter(n).await?;
        let (offering, offer) = Client::offering(Direction::SendOnly, "video", Video::Vp8)?;
        let name = &guest.name;
        let offer = json!({
            "type": "offer", "id": name, "label": "camera", "source": name, "username": name, "sdp": offer,
        });
        guest.socket.say(&offer).await?;
        let answer = guest.hear_of("answer").await?;
        let client = offering.accept(text(&answer, "sdp")?)?;
        self.connect(guest, client).await
    }

    pub(super) async fn watch(&self, n: usize) -> anyhow::Result<Client> {
        let mut guest = self.enter(n).await?;
        let all = json!({ "type": "request", "request": { "": ["audio", "video"] } });
        guest.socket.say(&all).await?;
        let offer = guest.hear_of("offer").await?;
        let (client, answer) = Client::answering(text(&offer, "sdp")?)?;
        let answer = json!({ "type": "answer", "id": text(&offer, "id")?, "sdp": answer });
        guest.socket.say(&answer).await?;
        self.connect(guest, client).await
    }

    async fn enter(&self, n: usize) -> anyhow::Result<Guest> {
        let group = self.group.replace("{n}", &n.to_string());
        anyhow::ensure!(
            n == 0 || group != self.group,
            "a viewer of galene is sent all streams of its group; with several publishers, give a --group with {{n}} in it"
        );
        let number = self.let_in.fetch_add(1, Ordering::Relaxed);
        let mut guest = Guest {
            socket: Socket::open(&self.url).await?,
            name: format!("yike-load-{}-{number}", std::process::id()),
            candidates: Vec::new(),
        };
        let greeting = json!({ "type": "handshake", "version": ["2"], "id": guest.name });
        guest.socket.say(&greeting).await?;
        let join = json!({
            "type": "join", "kind": "join", "group": group, "username": guest.name, "password": "",
        });
        guest.socket.say(&join).await?;
        let joined = guest.hear_of("joined").await?;
        let is_in = joined.get("kind").and_then(Value::as_str) == Some("join");
        anyhow::ensure!(is_in, "galene does not let a client into {group}: {joined}");
        Ok(guest)
    }

    /// Gives the transport the server's candidate, without which it would wait in vain.
    async fn connect(&self, mut guest: Guest, mut client: Client) -> anyhow::Result<Client> {
        if guest.candidates.is_empty() {
            let ice = guest.hear_of("ice").await?;
            guest.take_candidate(&ice)?;
        }
        for candidate in guest.candidates {
            client.add_candidate(&candidate)?;
        }
        self.kept
            .keep(guest.socket, SPEAKS_EVERY, || json!({ "type": "ping" }));
        Ok(client)
    }
}

impl Guest {
    /// Waits for a message of a kind; keeps the candidates that come before it.
    async fn hear_of(&mut self, kind: &str) -> anyhow::Result<Value> {
        loop {
            let Said::Json(said) = self.socket.hear().await? else {
                continue;
            };
            let told = |name| said.get(name).and_then(Value::as_str);
            match told("type") {
                Some(told) if told == kind => return Ok(said),
                Some("ice") => self.take_candidate(&said)?,
                Some("abort" | "close") => anyhow::bail!("galene refuses a stream: {said}"),
                Some("usermessage") if told("kind") == Some("error") => {
                    anyhow::bail!("galene objects: {said}")
                }
                _ => {}
            }
        }
    }

    fn take_candidate(&mut self, ice: &Value) -> anyhow::Result<()> {
        let candidate = ice
            .get("candidate")
            .context("galene sent a candidate with nothing in it")?;
        self.candidates.push(text(candidate, "candidate")?.to_owned());
        Ok(())
    }
}

fn text<'a>(said: &'a Value, name: &str) -> anyhow::Result<&'a str> {
    let text = said.get(name).and_then(Value::as_str);
    text.with_context(|| format!("galene sent no {name} in {said}"))
}
