//! Janus and its video room, by its HTTP API: one session, in it a handle for each client.

mod session;

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use anyhow::Context as _;
use serde_json::{Value, json};
use str0m::media::Direction;

use self::session::Session;
use super::TargetArgs;
use crate::client::{Client, Video};

/// Where it listens by default.
const URL: &str = "http://127.0.0.1:8088/janus";
/// The room of the first publisher; the others' rooms follow.
const ROOM: u64 = 1_234;
/// What it says when a room to be made is there already.
const ROOM_EXISTS: u64 = 427;

/// Its door.
pub(crate) struct Janus {
    session: Session,
    first_room: u64,
    pid: u32,
    /// What the room calls each publisher.
    feeds: Mutex<BTreeMap<usize, u64>>,
}

impl Janus {
    pub(super) async fn reach(args: &TargetArgs) -> anyhow::Result<Self> {
        let first_room = match &args.room {
            Some(room) => room
                .parse()
                .context("with --target janus, give a number as --room")?,
            None => ROOM,
        };
        let pid = args.running()?;
        Ok(Self {
            session: Session::begin(args.url_or(URL)).await?,
            first_room,
            pid,
            feeds: Mutex::default(),
        })
    }

    pub(super) fn pid(&self) -> u32 {
        self.pid
    }

    pub(super) async fn publish(&self, n: usize) -> anyhow::Result<Client> {
        let room = self.room(n)?;
        let mut handle = self.session.attach().await?;
        let making = json!({
            "request": "create", "room": room, "publishers": 10, "bitrate": 0, "videocodec": "vp8",
        });
        let made = handle.ask(making, None).await?;
        let error = made
            .pointer("/plugindata/data/error_code")
            .and_then(Value::as_u64);
        anyhow::ensure!(
            error.is_none_or(|code| code == ROOM_EXISTS),
            "janus makes no room: {made}"
        );
        let join = json!({ "request": "join", "ptype": "publisher", "room": room });
        handle.ask(join, None).await?;
        let feed = handle.hear(feed).await?;
        let (offering, offer) = Client::offering(Direction::SendOnly, "video", Video::Vp8)?;
        let publish = json!({ "request": "publish", "videocodec": "vp8" });
        handle.ask(publish, Some(("offer", &offer))).await?;
        let client = offering.accept(&handle.hear(sdp).await?)?;
        let mut feeds = self.feeds.lock().unwrap_or_else(PoisonError::into_inner);
        feeds.insert(n, feed);
        Ok(client)
    }

    pub(super) async fn watch(&self, n: usize) -> anyhow::Result<Client> {
        let feed = self
            .feeds
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&n)
            .copied();
        let feed = feed.with_context(|| format!("publisher {n} is not in"))?;
        let mut handle = self.session.attach().await?;
        let join = json!({
            "request": "join", "ptype": "subscriber", "room": self.room(n)?, "streams": [{ "feed": feed }],
        });
        handle.ask(join, None).await?;
        let (client, answer) = Client::answering(&handle.hear(sdp).await?)?;
        handle
            .ask(json!({ "request": "start" }), Some(("answer", &answer)))
            .await?;
        Ok(client)
    }

    /// Lets it forget all clients at once, rather than when it has not heard of them for a minute.
    pub(super) async fn leave(self) -> anyhow::Result<()> {
        self.session.end().await
    }

    fn room(&self, n: usize) -> anyhow::Result<u64> {
        Ok(self.first_room + u64::try_from(n)?)
    }
}

/// What the room calls a publisher who has joined.
fn feed(event: &Value) -> Option<u64> {
    let happened = event.pointer("/plugindata/data/videoroom")?;
    let feed = event.pointer("/plugindata/data/id")?;
    (happened == "joined").then(|| feed.as_u64()).flatten()
}

fn sdp(event: &Value) -> Option<String> {
    Some(event.pointer("/jsep/sdp")?.as_str()?.to_owned())
}
