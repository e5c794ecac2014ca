//! A WebSocket to a server's signalling.
//!
//! Once a client is in, the server still wants to hear from it now and then, and to be read.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use anyhow::Context as _;
use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::Value;
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval};
use tokio_tungstenite::tungstenite::{Bytes, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// An open socket.
pub(super) struct Socket(WebSocketStream<MaybeTlsStream<TcpStream>>);

/// What a server said.
pub(super) enum Said {
    Json(Value),
    Bytes(Bytes),
}

impl Socket {
    /// Opens one.
    pub(super) async fn open(url: &str) -> anyhow::Result<Self> {
        let opened = connect_async(url).await;
        // What follows the question mark may be a secret.
        let named = url.split('?').next().unwrap_or(url);
        let (socket, _) =
            opened.with_context(|| format!("opening {named}; is it right, and the server up?"))?;
        Ok(Self(socket))
    }

    /// Says something.
    pub(super) async fn say(&mut self, what: &Value) -> anyhow::Result<()> {
        let message = Message::text(what.to_string());
        self.0.send(message).await.context("telling the server something")
    }

    /// Waits for what the server says next. Nothing is lost if it is no longer waited for.
    pub(super) async fn hear(&mut self) -> anyhow::Result<Said> {
        loop {
            match self.next().await? {
                Message::Text(text) => {
                    let said = serde_json::from_str(&text);
                    return Ok(Said::Json(said.context("reading what the server said")?));
                }
                Message::Binary(bytes) => return Ok(Said::Bytes(bytes)),
                _ => {}
            }
        }
    }

    async fn next(&mut self) -> anyhow::Result<Message> {
        let message = self.0.next().await;
        message
            .context("the server closed its signalling")?
            .context("hearing the server")
    }
}

/// The sockets of those who are in, one task each; they end with this.
#[derive(Default)]
pub(super) struct Kept(Mutex<JoinSet<()>>);

impl Kept {
    /// Keeps one: says a word at once and after each span, and reads past what the server says.
    pub(super) fn keep(&self, mut socket: Socket, every: Duration, word: fn() -> Value) {
        let mut tasks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        tasks.spawn(async move {
            let mut tick = interval(every);
            tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
            loop {
                // Whom the server has put out is seen by the packets that no longer come.
                let is_open = tokio::select! {
                    message = socket.next() => message.is_ok(),
                    _ = tick.tick() => socket.say(&word()).await.is_ok(),
                };
                if !is_open {
                    return;
                }
            }
        });
    }
}
