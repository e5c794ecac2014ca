//! The socket of one phone.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::extract::ws::WebSocket;
use dispatch::Input;
use domain::{Source, UnitId};
use protocol::{Answer, ByeReason, MAX_ENTRIES, ToHall, ToUnit};
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until, timeout};

use super::picture_news::PictureNews;
use super::reading::read;
use super::{Ended, SILENCE_DEADLINE, SignedSocket, ping, pings, send, shown_on, text_of, translate};
use crate::clock;
use crate::desk::{Letter, UnitLine};
use crate::flag::raised;
use crate::state::Shared;

/// Messages that may wait for one phone to read them.
const QUEUE: usize = 256;

/// How long a phone may take to say who it is.
const HELLO_DEADLINE: Duration = Duration::from_secs(10);

static SERIAL: AtomicU64 = AtomicU64::new(0);

pub(super) async fn run(mut socket: WebSocket, hall: Shared, signed: SignedSocket, unit: UnitId) {
    if !said_hello(&mut socket).await {
        let detail = "the first message must be `hello`".to_owned();
        let _ = send(
            &mut socket,
            &ToUnit::Bye {
                reason: ByeReason::Malformed,
                detail,
            },
        )
        .await;
        return;
    }
    let serial = SERIAL.fetch_add(1, Ordering::Relaxed);
    let (to_unit, waiting) = mpsc::channel(QUEUE);
    if hall
        .desk
        .post(Letter::UnitConnected {
            unit,
            line: UnitLine { serial, to_unit },
        })
        .await
        .is_ok()
    {
        tracing::debug!(unit.id = %unit, "phone connected");
        let bye = talk(&mut socket, &hall, &signed, unit, waiting).await;
        if let Some((reason, detail)) = bye {
            let _ = send(&mut socket, &ToUnit::Bye { reason, detail }).await;
        }
        let _ = hall.desk.post(Letter::UnitGone { unit, serial }).await;
        tracing::debug!(unit.id = %unit, "phone gone");
    }
}

async fn said_hello(socket: &mut WebSocket) -> bool {
    let hello = async {
        loop {
            match text_of(socket.recv().await) {
                Ok(Some(text)) => return matches!(read(&text), Ok(ToHall::Hello { .. })),
                Ok(None) => {}
                Err(Ended) => return false,
            }
        }
    };
    timeout(HELLO_DEADLINE, hello).await.unwrap_or(false)
}

/// Talks until the socket ends; the farewell to send, if anybody is still there to hear it.
async fn talk(
    socket: &mut WebSocket,
    hall: &Shared,
    signed: &SignedSocket,
    unit: UnitId,
    mut waiting: mpsc::Receiver<ToUnit>,
) -> Option<(ByeReason, String)> {
    let mut stopping = hall.stopping.clone();
    let mut ended = hall.sessions.hold(signed.session.id);
    let mut silent_at = Instant::now() + SILENCE_DEADLINE;
    let mut pings = pings();
    let mut talking = hall.talk.open(&signed.session).await;
    let mut picture = PictureNews::new(hall.live.picture_of(Source::Unit(unit)));
    loop {
        tokio::select! {
            told = picture.next() => send(socket, &ToUnit::from(told)).await.ok()?,
            message = waiting.recv() => match message {
                Some(message) => {
                    let last = matches!(message, ToUnit::Bye { .. });
                    send(socket, &message).await.ok()?;
                    if last {
                        return None;
                    }
                }
                None => return Some((ByeReason::TooSlow, String::new())),
            },
            talk = shown_on(&mut talking) => send(socket, &ToUnit::Talk { talk }).await.ok()?,
            received = socket.recv() => {
                silent_at = Instant::now() + SILENCE_DEADLINE;
                // Each one wakes a phone up, which has just given a sign of life.
                pings.reset();
                let Some(text) = text_of(received).ok()? else { continue };
                match read(&text) {
                    Ok(ToHall::Press { group }) => {
                        if let Some(line) = &talking {
                            line.press(group).await;
                        }
                    }
                    Ok(ToHall::Release) => {
                        if let Some(line) = &talking {
                            line.release().await;
                        }
                    }
                    Ok(message) => heard(socket, hall, unit, message).await.ok()?,
                    Err(detail) => {
                        // What it said may hold where it was.
                        tracing::warn!(unit.id = %unit, "malformed message from a phone");
                        tracing::debug!(unit.id = %unit, detail, "what was malformed");
                        return Some((ByeReason::Malformed, detail));
                    }
                }
            }
            () = raised(&mut ended) => return Some((ByeReason::SignedOut, String::new())),
            _ = pings.tick() => ping(socket).await.ok()?,
            () = sleep_until(silent_at) => return None,
            () = raised(&mut stopping) => return Some((ByeReason::Stopping, String::new())),
        }
    }
}

async fn heard(socket: &mut WebSocket, hall: &Shared, unit: UnitId, message: ToHall) -> Result<(), Ended> {
    match message {
        ToHall::AskTime { asked_at } => {
            send(
                socket,
                &ToUnit::Time {
                    asked_at,
                    hall_time: clock::now(),
                },
            )
            .await?;
            hall.desk.tell(Input::UnitHeard(unit)).await;
        }
        ToHall::Submit { entries } => {
            let mut refused = Vec::new();
            for (number, entry) in entries.into_iter().enumerate() {
                // What is over the limit stays in the outbox, unanswered, and comes again.
                if number >= MAX_ENTRIES {
                    break;
                }
                let id = entry.id;
                match translate::entry(unit, entry) {
                    Ok(input) => hall.desk.tell(input).await,
                    Err(outcome) => refused.push(Answer { id, outcome }),
                }
            }
            if !refused.is_empty() {
                send(socket, &ToUnit::Answers { answers: refused }).await?;
            }
        }
        ToHall::Probed { id, condition } => {
            hall.desk.tell(Input::UnitProbed { unit, id, condition }).await;
        }
        ToHall::CameraDeclined { since } => {
            hall.desk.tell(Input::CameraDeclined { unit, since }).await;
        }
        ToHall::Hello { .. } | ToHall::Press { .. } | ToHall::Release | ToHall::Unknown => {}
    }
    Ok(())
}
