//! Any server that speaks WHIP (RFC 9725) and WHEP.

use anyhow::Context as _;

use super::{Side, TargetArgs};
use crate::http::{self, Answered};

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

    pub(super) fn http(&self) -> &reqwest::Client {
        &self.http
    }

    pub(super) async fn post(&self, side: Side, n: usize, offer: String) -> anyhow::Result<Answered> {
        let url = match side {
            Side::Publishing => &self.publish_at,
            Side::Watching => &self.watch_at,
            Side::Wall => anyhow::bail!("only --target yike has walls"),
        };
        let url = url.replace("{n}", &n.to_string());
        http::offer(&self.http, &url, self.token.as_deref(), offer).await
    }
}
