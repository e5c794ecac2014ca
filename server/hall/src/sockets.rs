//! The sockets of phones and browsers.
//!
//! A socket is opened by a session's bearer token, in the `Authorization` header or, since browsers
//! cannot set headers, as a second subprotocol. It ends when its session does.

mod picture_news;
mod reading;
mod translate;
mod unit;
mod viewer;

use std::time::Duration;

use axum::Router;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::extract::{FromRequestParts, State};
use axum::http::header::{AUTHORIZATION, SEC_WEBSOCKET_PROTOCOL};
use axum::http::request::Parts;
use axum::response::Response;
use axum::routing::get;
use protocol::{BEARER_SUBPROTOCOL, MAX_MESSAGE_BYTES, SUBPROTOCOL, TalkView};
use serde::Serialize;
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at};

use crate::http::{HttpFault, bearer_in};
use crate::people::Session;
use crate::state::Shared;
use crate::talk::TalkLine;

/// How long one message may take to leave.
const WRITE_DEADLINE: Duration = Duration::from_secs(10);

/// How often the other side is asked for a sign of life: a page in a hidden tab gives none by itself.
const PING_EVERY: Duration = Duration::from_secs(20);

/// A socket that says nothing for this long is gone.
const SILENCE_DEADLINE: Duration = Duration::from_mins(1);

pub(crate) fn router() -> Router<Shared> {
    Router::new()
        .route("/ws/unit", get(open_unit))
        .route("/ws/viewer", get(open_viewer))
}

async fn open_unit(
    State(hall): State<Shared>,
    signed: SignedSocket,
    upgrade: Upgrade,
) -> Result<Response, HttpFault> {
    let domain::Role::Officer { unit } = signed.session.role else {
        return Err(HttpFault::forbidden(
            "only an officer's phone may open this socket; others use /ws/viewer",
        ));
    };
    Ok(limited(upgrade)?.on_upgrade(move |socket| unit::run(socket, hall, signed, unit)))
}

async fn open_viewer(
    State(hall): State<Shared>,
    signed: SignedSocket,
    upgrade: Upgrade,
) -> Result<Response, HttpFault> {
    if !signed.session.role.sees_board() {
        return Err(HttpFault::forbidden("an officer's phone uses /ws/unit"));
    }
    Ok(limited(upgrade)?.on_upgrade(move |socket| viewer::run(socket, hall, signed)))
}

/// Looked at after the role, so that whoever may not open the socket hears nothing else of it.
type Upgrade = Result<WebSocketUpgrade, WebSocketUpgradeRejection>;

fn limited(upgrade: Upgrade) -> Result<WebSocketUpgrade, HttpFault> {
    let upgrade =
        upgrade.map_err(|error| HttpFault::new(error.status(), "no_websocket", error.body_text()))?;
    Ok(upgrade
        .protocols([SUBPROTOCOL])
        .max_message_size(MAX_MESSAGE_BYTES)
        .max_frame_size(MAX_MESSAGE_BYTES))
}

/// The session that opened a socket.
struct SignedSocket {
    session: Session,
}

impl FromRequestParts<Shared> for SignedSocket {
    type Rejection = HttpFault;

    async fn from_request_parts(parts: &mut Parts, hall: &Shared) -> Result<Self, HttpFault> {
        let token = bearer_in(parts.headers.get(AUTHORIZATION)).or_else(|| {
            let offered = parts.headers.get(SEC_WEBSOCKET_PROTOCOL)?.to_str().ok()?;
            offered
                .split(',')
                .find_map(|one| one.trim().strip_prefix(BEARER_SUBPROTOCOL))
        });
        let token = token.ok_or_else(HttpFault::unauthorized)?;
        let session = hall.people.session(token, crate::clock::now()).await?;
        let session = session.ok_or_else(HttpFault::unauthorized)?;
        Ok(Self { session })
    }
}

/// Sends one message, unless the other side is too slow or gone.
async fn send(socket: &mut WebSocket, message: &impl Serialize) -> Result<(), Ended> {
    let text = serde_json::to_string(message).map_err(|_| Ended)?;
    write(socket, Message::Text(text.into())).await
}

/// Asks for a sign of life.
async fn ping(socket: &mut WebSocket) -> Result<(), Ended> {
    write(socket, Message::Ping(axum::body::Bytes::new())).await
}

/// When to [`ping`]: not at once, and never in a hurry.
fn pings() -> Interval {
    let mut pings = interval_at(Instant::now() + PING_EVERY, PING_EVERY);
    pings.set_missed_tick_behavior(MissedTickBehavior::Delay);
    pings
}

async fn write(socket: &mut WebSocket, message: Message) -> Result<(), Ended> {
    match tokio::time::timeout(WRITE_DEADLINE, socket.send(message)).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(_)) | Err(_) => Err(Ended),
    }
}

/// The text of the next message; pings are answered underneath.
fn text_of(received: Option<Result<Message, axum::Error>>) -> Result<Option<String>, Ended> {
    match received {
        Some(Ok(Message::Text(text))) => Ok(Some(text.to_string())),
        Some(Ok(Message::Ping(_) | Message::Pong(_))) => Ok(None),
        Some(Ok(Message::Binary(_) | Message::Close(_)) | Err(_)) | None => Err(Ended),
    }
}

/// The socket is over.
#[derive(Clone, Copy, Debug)]
struct Ended;

/// What a line to talk on shows next; nothing, if there is none because talk has ended.
async fn shown_on(line: &mut Option<TalkLine>) -> TalkView {
    match line {
        Some(line) => line.next().await,
        None => std::future::pending().await,
    }
}
