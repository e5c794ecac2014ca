//! Any server that speaks WHIP (RFC 9725) and WHEP.

use anyhow::Context as _;
use str0m::media::Direction;

use super::TargetArgs;
use crate::client::Client;
use crate::http;

/// Its doors.
pub(crate) struct Whip {
    http: reqwest::Client,
    publish_at: String,
    watch_at: String,
    token: Option<String>,
    pid: u32,
}

impl Whip {
    pub(super) fn new(args: &TargetArgs) -> anyhow::Result<Self> {
        let needed = "with --target whip, give --whip-url, --whep-url and --pid";
        Ok(Self {
            http: http::client()?,
            publish_at: args.whip_url.clone().context(needed)?,
            watch_at: args.whep_url.clone().context(needed)?,
            token: args.token.clone(),
            pid: args.pid.context(needed)?,
        })
    }

    pub(super) fn pid(&self) -> u32 {
        self.pid
    }

    pub(super) async fn publish(&self, n: usize) -> anyhow::Result<Client> {
        self.enter(&self.publish_at, n, Direction::SendOnly).await
    }

    pub(super) async fn watch(&self, n: usize) -> anyhow::Result<Client> {
        self.enter(&self.watch_at, n, Direction::RecvOnly).await
    }

    async fn enter(&self, url: &str, n: usize, direction: Direction) -> anyhow::Result<Client> {
        let url = url.replace("{n}", &n.to_string());
        let (offering, offer) = Client::offering(direction, "video")?;
        let answer = http::offer(&self.http, &url, self.token.as_deref(), offer).await?;
        offering.accept(&answer)
    }
}
