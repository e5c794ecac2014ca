//! This project's own hall, started in demonstration with no pretend district.

use std::process::Stdio;
use std::time::Duration;

use anyhow::Context as _;
use serde::Deserialize;
use str0m::media::Direction;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};
use tokio::time::timeout;

use super::TargetArgs;
use crate::client::Client;
use crate::http;

/// How long it may take to start.
const STARTS_WITHIN: Duration = Duration::from_mins(1);

/// A hall.
pub(crate) struct Yike {
    http: reqwest::Client,
    url: String,
    publishers: Vec<Seat>,
    viewer: String,
    pid: u32,
    /// Ends with this.
    _child: Child,
}

/// An officer who is signed in.
struct Seat {
    unit: String,
    token: String,
}

/// What the demonstration prints when it is ready.
#[derive(Deserialize)]
struct Ready {
    url: String,
    logins: Vec<Login>,
}

#[derive(Deserialize)]
struct Login {
    role: String,
    name: String,
    password: String,
    unit: Option<String>,
}

#[derive(Deserialize)]
struct SignedIn {
    token: String,
}

impl Yike {
    pub(super) async fn start(args: &TargetArgs) -> anyhow::Result<Self> {
        let program = args.yike.display();
        let mut command = match args.server_core {
            Some(core) => {
                let mut command = Command::new("taskset");
                command.args(["-c", &core.to_string()]).arg(&args.yike);
                command
            }
            None => Command::new(&args.yike),
        };
        command
            .args(["demo", "--units", "0", "--cameras", "0", "--port", "0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true);
        let mut child = command
            .spawn()
            .with_context(|| format!("starting {program}; build it, or name another with --yike"))?;
        let stdout = child.stdout.take().context("reading what the hall prints")?;
        let mut lines = BufReader::new(stdout).lines();
        let ready = timeout(STARTS_WITHIN, async {
            while let Some(line) = lines.next_line().await? {
                if let Ok(ready) = serde_json::from_str::<Ready>(&line) {
                    return anyhow::Ok(ready);
                }
            }
            anyhow::bail!("{program} ended before it was ready")
        });
        let ready = ready
            .await
            .with_context(|| format!("{program} was not ready in a minute"))??;
        let pid = child.id().context("the hall has ended")?;
        let http = http::client()?;
        let (mut publishers, mut viewer) = (Vec::new(), None);
        for login in ready.logins {
            if login.unit.is_none() && login.role != "dispatcher" {
                continue;
            }
            let token = sign_in(&http, &ready.url, &login).await?;
            match login.unit {
                Some(unit) => publishers.push(Seat { unit, token }),
                None => viewer = Some(token),
            }
        }
        Ok(Self {
            http,
            url: ready.url,
            publishers,
            viewer: viewer.context("the hall has no dispatcher")?,
            pid,
            _child: child,
        })
    }

    pub(super) fn pid(&self) -> u32 {
        self.pid
    }

    pub(super) async fn publish(&self, n: usize) -> anyhow::Result<Client> {
        let seat = self.seat(n)?;
        let (offering, offer) = Client::offering(Direction::SendOnly, "video")?;
        let url = format!("{}/whip/{}", self.url, seat.unit);
        offering.accept(&http::offer(&self.http, &url, Some(&seat.token), offer).await?)
    }

    pub(super) async fn watch(&self, n: usize) -> anyhow::Result<Client> {
        let seat = self.seat(n)?;
        let (offering, offer) = Client::offering(Direction::RecvOnly, "video")?;
        let url = format!("{}/whep/{}", self.url, seat.unit);
        offering.accept(&http::offer(&self.http, &url, Some(&self.viewer), offer).await?)
    }

    fn seat(&self, n: usize) -> anyhow::Result<&Seat> {
        let most = self.publishers.len();
        self.publishers.get(n).with_context(|| {
            format!("the demonstration has {most} officers; give --publishers {most} at most")
        })
    }
}

async fn sign_in(http: &reqwest::Client, url: &str, login: &Login) -> anyhow::Result<String> {
    let body = serde_json::json!({ "name": login.name, "password": login.password });
    let response = http.post(format!("{url}/api/session")).json(&body).send().await?;
    let signed_in: SignedIn = response.error_for_status().context("signing in")?.json().await?;
    Ok(signed_in.token)
}
