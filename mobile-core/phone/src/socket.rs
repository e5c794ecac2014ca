//! The socket between a phone and the hall.
//!
//! One task per call: it signs in, opens the WebSocket (RFC 6455), and carries messages both ways
//! until something breaks. Each step has a deadline. When to call, and when to hang up, is decided
//! in `field-unit`; hanging up is dropping the [`Socket`].

use std::sync::Arc;
use std::time::Duration;

use field_unit::Disconnection;
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use protocol::{SUBPROTOCOL, ToHall, ToUnit};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::header::{AUTHORIZATION, SEC_WEBSOCKET_PROTOCOL};
use tokio_tungstenite::tungstenite::http::{HeaderValue, StatusCode};
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{self, Message};
use tokio_tungstenite::{WebSocketStream, client_async_with_config};

use crate::dial::{DialError, Line};
use crate::door::{Door, DoorError};
use crate::tls::{self, CertificateFault};

const CONNECT_WITHIN: Duration = Duration::from_secs(10);
const WRITE_WITHIN: Duration = Duration::from_secs(10);
const QUEUED: usize = 64;
const MAX_MESSAGE_BYTES: usize = 8 * 1024 * 1024;

/// A call to the hall.
#[derive(Debug)]
pub(crate) struct Socket {
    to_hall: mpsc::Sender<ToHall>,
    heard: mpsc::Receiver<Heard>,
    task: JoinHandle<()>,
}

/// What came of a call.
#[derive(Debug)]
pub(crate) enum Heard {
    /// The socket is open.
    Connected,
    /// The hall said something.
    Message(ToUnit),
    /// It is over.
    Ended(Disconnection),
}

type Stream = WebSocketStream<Line>;

impl Socket {
    /// Calls the hall.
    pub(crate) fn call(door: Arc<Door>) -> Self {
        let (to_hall, queue) = mpsc::channel(QUEUED);
        let (said, heard) = mpsc::channel(QUEUED);
        let task = tokio::spawn(async move {
            let why = carry(&door, queue, &said).await;
            let _ = said.send(Heard::Ended(why)).await;
        });
        Self { to_hall, heard, task }
    }

    /// Sends a message; whether there was room for it.
    pub(crate) fn send(&self, message: ToHall) -> bool {
        self.to_hall.try_send(message).is_ok()
    }

    /// What comes of the call next. Safe to cancel.
    pub(crate) async fn hear(&mut self) -> Heard {
        self.heard
            .recv()
            .await
            .unwrap_or(Heard::Ended(Disconnection::Lost))
    }

    /// Sends what is queued and says goodbye, if that is quick.
    pub(crate) async fn close(mut self) {
        let (closed, _) = mpsc::channel(1);
        drop(std::mem::replace(&mut self.to_hall, closed));
        self.heard.close();
        let _ = timeout(Duration::from_secs(1), &mut self.task).await;
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn carry(door: &Door, queue: mpsc::Receiver<ToHall>, said: &mpsc::Sender<Heard>) -> Disconnection {
    let stream = match open_signed_in(door).await {
        Ok(stream) => stream,
        Err(error) => {
            tracing::debug!(
                error = &error as &dyn std::error::Error,
                "the hall cannot be reached"
            );
            return error.disconnection();
        }
    };
    if said.send(Heard::Connected).await.is_err() {
        return Disconnection::Lost;
    }
    let (sink, stream) = stream.split();
    tokio::select! {
        () = write(sink, queue) => {}
        () = read(stream, said) => {}
    }
    Disconnection::Lost
}

/// Opens the socket; a token that the hall does not know any more is renewed once.
async fn open_signed_in(door: &Door) -> Result<Stream, OpenError> {
    let token = door.token().await?;
    match open(door, &token).await {
        Err(OpenError::Unauthorised) => {
            door.forget(&token);
            let token = door.token().await?;
            open(door, &token).await
        }
        opened => opened,
    }
}

/// Why a socket did not open.
#[derive(Debug, thiserror::Error)]
enum OpenError {
    #[error("signing in failed")]
    Door(#[from] DoorError),
    #[error("the hall does not know the session")]
    Unauthorised,
    #[error("the hall did not answer in time")]
    Late,
    #[error("the hall was not reached")]
    Dial(#[from] DialError),
    #[error("the WebSocket did not open")]
    WebSocket(#[source] Box<tungstenite::Error>),
}

impl OpenError {
    /// What the phone's machine is told of it.
    fn disconnection(&self) -> Disconnection {
        match self {
            Self::Door(DoorError::SignInRefused) => Disconnection::SignInRefused,
            Self::Door(DoorError::Revoked) => Disconnection::PhoneRevoked,
            Self::Door(DoorError::Key(_)) => Disconnection::KeyUnusable,
            Self::Door(DoorError::ProxyRefused(_)) => Disconnection::ProxyRefused,
            Self::Dial(dial) if dial.is_proxys_no() => Disconnection::ProxyRefused,
            error => match tls::certificate_fault(error) {
                Some(CertificateFault::Strange) => Disconnection::StrangeHall,
                Some(CertificateFault::Dates) => Disconnection::CertificateDates,
                None => Disconnection::Lost,
            },
        }
    }
}

async fn open(door: &Door, token: &str) -> Result<Stream, OpenError> {
    let failed = |error: tungstenite::Error| match &error {
        tungstenite::Error::Http(response) if response.status() == StatusCode::UNAUTHORIZED => {
            OpenError::Unauthorised
        }
        _ => OpenError::WebSocket(Box::new(error)),
    };
    let mut request = door.socket_url().into_client_request().map_err(failed)?;
    let mut bearer =
        HeaderValue::from_str(&format!("Bearer {token}")).map_err(|_| OpenError::Unauthorised)?;
    bearer.set_sensitive(true);
    request.headers_mut().insert(AUTHORIZATION, bearer);
    request
        .headers_mut()
        .insert(SEC_WEBSOCKET_PROTOCOL, HeaderValue::from_static(SUBPROTOCOL));
    let limits = WebSocketConfig::default()
        .max_message_size(Some(MAX_MESSAGE_BYTES))
        .max_frame_size(Some(MAX_MESSAGE_BYTES));
    let opening = async {
        let line = door.dial().await?;
        client_async_with_config(request, line, Some(limits))
            .await
            .map_err(failed)
    };
    let (stream, _) = timeout(CONNECT_WITHIN, opening)
        .await
        .map_err(|_| OpenError::Late)??;
    Ok(stream)
}

async fn write(mut sink: SplitSink<Stream, Message>, mut queue: mpsc::Receiver<ToHall>) {
    while let Some(message) = queue.recv().await {
        let Ok(text) = serde_json::to_string(&message) else {
            return;
        };
        match timeout(WRITE_WITHIN, sink.send(Message::text(text))).await {
            Ok(Ok(())) => {}
            Ok(Err(_)) | Err(_) => return,
        }
    }
    let _ = timeout(WRITE_WITHIN, sink.close()).await;
}

async fn read(mut stream: SplitStream<Stream>, said: &mpsc::Sender<Heard>) {
    while let Some(Ok(message)) = stream.next().await {
        let Message::Text(text) = message else { continue };
        match serde_json::from_str(&text) {
            Ok(message) => {
                if said.send(Heard::Message(message)).await.is_err() {
                    return;
                }
            }
            Err(error) => tracing::warn!(%error, "the hall said something that is no message"),
        }
    }
}
