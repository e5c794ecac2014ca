//! `yike gateways`: pretend gateways for short messages and calls.
//!
//! They take what a hall sends a real one by its usual template, and say after a moment that the message
//! arrived or the call rings: enough to try a hall's settings, and to tell stories of it. No phone rings.

use std::io::Write;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Context as _;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::routing::post;
use axum::{Json, Router};
use protocol::api::{NoticeReport, NoticeStatus};
use serde::Deserialize;
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use crate::stop_signal::stop_signal;

/// What `yike gateways` is told.
#[derive(Clone, Debug, clap::Args)]
pub struct GatewaysArgs {
    /// Where to listen: the hall's `sms_gateway` is /sms there, its `call_gateway` /call.
    #[arg(long, default_value = "127.0.0.1:8600", value_name = "ADDRESS")]
    pub bind: SocketAddr,
    /// The hall's address.
    #[arg(long, default_value = "http://127.0.0.1:8443", value_name = "URL")]
    pub hall: String,
    /// The secret that the hall has as `sms_secret` and `call_secret`.
    #[arg(long, env = "YIKE_GATEWAYS_SECRET", hide_env_values = true)]
    pub secret: String,
    /// Milliseconds until a message arrives or a call rings.
    #[arg(long, default_value_t = 1_500, value_name = "MS")]
    pub after: u64,
    /// Take everything and let nothing arrive.
    #[arg(long)]
    pub dead: bool,
}

/// How pretend gateways behave.
#[derive(Clone, Debug)]
pub struct Behaviour {
    /// The hall's address.
    pub hall: String,
    /// The secret of both.
    pub secret: String,
    /// After how long a message arrives or a call rings; never, if none.
    pub after: Option<Duration>,
}

/// What a hall sends by its usual template.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Message {
    /// Whom to reach.
    pub number: String,
    /// What to say.
    pub text: String,
    /// What its report is posted to.
    pub reference: String,
}

/// What was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Taken {
    /// A short message.
    Sms(Message),
    /// A call.
    Call(Message),
}

/// Gateways that run.
#[derive(Debug)]
pub struct Gateways {
    /// Where they listen.
    pub address: SocketAddr,
    taken: Arc<Mutex<Vec<Taken>>>,
    task: JoinHandle<()>,
}

#[derive(Clone)]
struct Shared {
    behaviour: Arc<Behaviour>,
    taken: Arc<Mutex<Vec<Taken>>>,
    told: mpsc::UnboundedSender<Taken>,
    http: reqwest::Client,
}

/// Runs gateways until SIGTERM or Ctrl-C, and writes down what they take.
pub async fn run(args: GatewaysArgs, out: &mut impl Write) -> anyhow::Result<()> {
    let stopped = stop_signal()?;
    let behaviour = Behaviour {
        hall: args.hall,
        secret: args.secret,
        after: (!args.dead).then(|| Duration::from_millis(args.after)),
    };
    let (gateways, mut taken) = Gateways::start(args.bind, behaviour).await?;
    let address = gateways.address;
    writeln!(out, "sms_gateway = \"http://{address}/sms\"")?;
    writeln!(out, "call_gateway = \"http://{address}/call\"")?;
    let writing = async {
        while let Some(taken) = taken.recv().await {
            match taken {
                Taken::Sms(Message { number, text, .. }) => writeln!(out, "message to {number}: {text}")?,
                Taken::Call(Message { number, text, .. }) => writeln!(out, "call to {number}: {text}")?,
            }
        }
        anyhow::Ok(())
    };
    tokio::select! {
        written = writing => written,
        () = stopped => Ok(()),
    }
}

impl Gateways {
    /// Starts gateways; what they take comes out one by one.
    pub async fn start(
        bind: SocketAddr,
        behaviour: Behaviour,
    ) -> anyhow::Result<(Self, mpsc::UnboundedReceiver<Taken>)> {
        let listener = TcpListener::bind(bind)
            .await
            .with_context(|| format!("listening on {bind}"))?;
        let address = listener
            .local_addr()
            .context("asking for the listener's address")?;
        let (told, telling) = mpsc::unbounded_channel();
        let taken = Arc::default();
        let shared = Shared {
            behaviour: Arc::new(behaviour),
            taken: Arc::clone(&taken),
            told,
            http: reqwest::Client::new(),
        };
        let router = Router::new()
            .route("/sms", post(sms))
            .route("/call", post(call))
            .with_state(shared);
        let task = tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, router).await {
                tracing::warn!(error = %error, "the gateways have ended");
            }
        });
        Ok((Self { address, taken, task }, telling))
    }

    /// What was taken so far.
    pub fn taken(&self) -> Vec<Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Gateways {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn sms(State(shared): State<Shared>, headers: HeaderMap, Json(message): Json<Message>) -> StatusCode {
    take(shared, &headers, Taken::Sms(message), NoticeStatus::Delivered)
}

async fn call(State(shared): State<Shared>, headers: HeaderMap, Json(message): Json<Message>) -> StatusCode {
    take(shared, &headers, Taken::Call(message), NoticeStatus::Ringing)
}

fn take(shared: Shared, headers: &HeaderMap, taken: Taken, becomes: NoticeStatus) -> StatusCode {
    let expected = format!("Bearer {}", shared.behaviour.secret);
    let said = headers.get(header::AUTHORIZATION).map(HeaderValue::as_bytes);
    if said != Some(expected.as_bytes()) {
        return StatusCode::UNAUTHORIZED;
    }
    let (Taken::Sms(message) | Taken::Call(message)) = &taken;
    let reference = message.reference.clone();
    // Nobody may read along.
    let _ = shared.told.send(taken.clone());
    shared
        .taken
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .push(taken);
    if let Some(after) = shared.behaviour.after {
        tokio::spawn(async move {
            tokio::time::sleep(after).await;
            let hall = &shared.behaviour.hall;
            let report = shared
                .http
                .post(format!("{hall}/api/notices/{reference}"))
                .bearer_auth(&shared.behaviour.secret)
                .json(&NoticeReport { status: becomes });
            match report.send().await {
                Ok(answer) if answer.status().is_success() => {}
                Ok(answer) => tracing::warn!(status = answer.status().as_u16(), "the hall takes no report"),
                Err(error) => tracing::warn!(error = %error.without_url(), "the hall does not answer"),
            }
        });
    }
    StatusCode::ACCEPTED
}
