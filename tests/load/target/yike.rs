//! This project's own hall, started in demonstration with no pretend district.

use std::process::Stdio;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use anyhow::Context as _;
use serde::Deserialize;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::Mutex;
use tokio::time::timeout;

use super::{Side, TargetArgs};
use crate::http::{self, Answered, Resource};

/// How long it may take to start.
const STARTS_WITHIN: Duration = Duration::from_mins(1);
/// How many media sessions are held under one sign-in; the hall allows a few more.
const PER_SIGN_IN: usize = 1_000;

/// A hall.
pub(crate) struct Yike {
    http: reqwest::Client,
    url: String,
    publishers: Vec<Seat>,
    dispatcher: Login,
    /// The dispatcher's sign-ins.
    desks: Mutex<Vec<Desk>>,
    pid: u32,
    /// Ends with this.
    _child: Child,
}

/// An officer who is signed in.
struct Seat {
    unit: String,
    token: String,
}

/// One sign-in of the dispatcher.
struct Desk {
    token: String,
    /// The media sessions it holds.
    held: AtomicUsize,
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
        let (mut publishers, mut dispatcher) = (Vec::new(), None);
        for login in ready.logins {
            if let Some(unit) = login.unit.clone() {
                let token = sign_in(&http, &ready.url, &login).await?;
                publishers.push(Seat { unit, token });
            } else if login.role == "dispatcher" {
                dispatcher = Some(login);
            }
        }
        Ok(Self {
            http,
            url: ready.url,
            publishers,
            dispatcher: dispatcher.context("the hall has no dispatcher")?,
            desks: Mutex::default(),
            pid,
            _child: child,
        })
    }

    pub(super) fn pid(&self) -> u32 {
        self.pid
    }

    pub(super) fn http(&self) -> &reqwest::Client {
        &self.http
    }

    pub(super) async fn post(&self, side: Side, n: usize, offer: String) -> anyhow::Result<Answered> {
        let seat = self.seat(n)?;
        let (url, unit) = (&self.url, &seat.unit);
        match side {
            Side::Publishing => {
                let url = format!("{url}/whip/{unit}");
                http::offer(&self.http, &url, Some(&seat.token), offer).await
            }
            Side::Watching | Side::Wall => {
                let url = if side == Side::Wall {
                    format!("{url}/whep")
                } else {
                    format!("{url}/whep/{unit}")
                };
                let token = self.desk().await?;
                http::offer(&self.http, &url, Some(&token), offer).await
            }
        }
    }

    /// Takes note that a media session has ended.
    pub(super) async fn ended(&self, resource: &Resource) {
        let desks = self.desks.lock().await;
        let of = |desk: &&Desk| Some(&desk.token) == resource.token.as_ref();
        if let Some(desk) = desks.iter().find(of) {
            desk.held.fetch_sub(1, Ordering::Relaxed);
        }
    }

    /// What the hall counts, as far as it bears on peers: name and value.
    pub(super) async fn counts(&self) -> anyhow::Result<Vec<(String, u64)>> {
        let url = format!("{}/metrics", self.url);
        let text = self
            .http
            .get(url)
            .send()
            .await?
            .error_for_status()?
            .text()
            .await?;
        Ok(super::counts::of_peers(&text))
    }

    /// A sign-in with room for one more media session, which is taken.
    async fn desk(&self) -> anyhow::Result<String> {
        let mut desks = self.desks.lock().await;
        let free = desks
            .iter()
            .find(|desk| desk.held.load(Ordering::Relaxed) < PER_SIGN_IN);
        if let Some(desk) = free {
            desk.held.fetch_add(1, Ordering::Relaxed);
            return Ok(desk.token.clone());
        }
        let token = sign_in(&self.http, &self.url, &self.dispatcher).await?;
        desks.push(Desk {
            token: token.clone(),
            held: AtomicUsize::new(1),
        });
        Ok(token)
    }

    /// One for each officer of the demonstration.
    pub(crate) fn most_publishers(&self) -> usize {
        self.publishers.len()
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
