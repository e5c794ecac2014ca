//! The socket of one browser.

use std::collections::BTreeMap;
use std::time::Duration;

use axum::extract::ws::WebSocket;
use dispatch::Ask;
use domain::{Role, Source, UnitId};
use protocol::to_viewer::UnitMove;
use protocol::{ByeReason, ToViewer, ViewerToHall};
use tokio::sync::broadcast::error::RecvError;
use tokio::time::{Instant, interval, sleep_until};

use super::picture_news::{PictureNews, Told};
use super::reading::read;
use super::{Ended, SILENCE_DEADLINE, SignedSocket, ping, pings, send, shown_on, text_of};
use crate::clock;
use crate::feed::Shown;
use crate::flag::raised;
use crate::state::Shared;
use crate::talk::TalkLine;

/// How often a unit's move is shown at most.
const MOVES_EVERY: Duration = Duration::from_secs(1);

pub(super) async fn run(mut socket: WebSocket, hall: Shared, signed: SignedSocket) {
    let farewell = show(&mut socket, &hall, &signed).await;
    if let Some((reason, detail)) = farewell {
        let _ = send(&mut socket, &ToViewer::Bye { reason, detail }).await;
    }
}

async fn show(socket: &mut WebSocket, hall: &Shared, signed: &SignedSocket) -> Option<(ByeReason, String)> {
    // Watch first, then draw the board: a change in between is shown twice, which does no harm.
    let mut changes = hall.feed.watch();
    whole_board(socket, hall, signed).await.ok()?;
    let mut stopping = hall.stopping.clone();
    let mut ended = hall.sessions.hold(signed.session.id);
    let mut flush = interval(MOVES_EVERY);
    let mut moves: BTreeMap<UnitId, UnitMove> = BTreeMap::new();
    let mut silent_at = Instant::now() + SILENCE_DEADLINE;
    let mut pings = pings();
    let mut talking = hall.talk.open(&signed.session).await;
    let mut picture = own_picture(hall, signed);
    loop {
        tokio::select! {
            shown = changes.recv() => pass_on(socket, hall, signed, shown, &mut moves).await.ok()?,
            _ = flush.tick(), if !moves.is_empty() => {
                let units = std::mem::take(&mut moves).into_values().collect();
                send(socket, &ToViewer::UnitsMoved { units }).await.ok()?;
            }
            told = told_of(&mut picture) => if let Some(word) = told.for_page() {
                send(socket, &word).await.ok()?;
            },
            talk = shown_on(&mut talking) => send(socket, &ToViewer::Talk { talk }).await.ok()?,
            received = socket.recv() => {
                silent_at = Instant::now() + SILENCE_DEADLINE;
                let Some(text) = text_of(received).ok()? else { continue };
                match read(&text) {
                    Ok(message) => heard(socket, hall, signed, talking.as_ref(), message).await.ok()?,
                    Err(detail) => return Some((ByeReason::Malformed, detail)),
                }
            }
            () = raised(&mut ended) => return Some((ByeReason::SignedOut, String::new())),
            _ = pings.tick() => ping(socket).await.ok()?,
            () = sleep_until(silent_at) => return None,
            () = raised(&mut stopping) => return Some((ByeReason::Stopping, String::new())),
        }
    }
}

/// What a town's desk is to hear of its own camera.
fn own_picture(hall: &Shared, signed: &SignedSocket) -> Option<PictureNews> {
    let Role::TownDesk { town } = signed.session.role else {
        return None;
    };
    Some(PictureNews::new(hall.live.picture_of(Source::Desk(town))))
}

async fn told_of(picture: &mut Option<PictureNews>) -> Told {
    match picture {
        Some(picture) => picture.next().await,
        None => std::future::pending().await,
    }
}

async fn whole_board(socket: &mut WebSocket, hall: &Shared, signed: &SignedSocket) -> Result<(), Ended> {
    let has_roads = hall.roads.now().is_some();
    let board = hall.feed.board(clock::now(), signed.session.view(), has_roads);
    send(socket, &board).await?;
    let closures = hall.feed.closures();
    send(socket, &ToViewer::ClosuresChanged { closures }).await?;
    for forecasts in hall.feed.forecasts(signed.session.role) {
        send(socket, &forecasts).await?;
    }
    if hall.feed.has_no_room() {
        send(socket, &ToViewer::RecordingRoom { short: true }).await?;
    }
    if let Some(map) = hall.feed.map(signed.session.role) {
        send(socket, &ToViewer::PromiseMap { map }).await?;
    }
    Ok(())
}

async fn pass_on(
    socket: &mut WebSocket,
    hall: &Shared,
    signed: &SignedSocket,
    shown: Result<Shown, RecvError>,
    moves: &mut BTreeMap<UnitId, UnitMove>,
) -> Result<(), Ended> {
    let role = signed.session.role;
    match shown {
        Ok(Shown::Change { message, towns, .. }) if role.sees_any(&*towns) => {
            send(socket, hall.feed.seen_by(role, &message).as_ref()).await
        }
        Ok(Shown::ForDistrict(message)) if role.sees_district() => send(socket, message.as_ref()).await,
        Ok(Shown::ForSession(session, message)) if session == signed.session.id => {
            send(socket, message.as_ref()).await
        }
        Ok(Shown::ForAll(message)) => send(socket, message.as_ref()).await,
        // No message takes a thing off a screen: the board comes anew without it.
        Ok(Shown::Change { left, .. }) if role.sees_any(&*left) => whole_board(socket, hall, signed).await,
        Ok(Shown::Moved { moved, towns }) if role.sees_any(&towns) => {
            moves.insert(moved.unit, moved);
            Ok(())
        }
        Ok(Shown::Change { .. } | Shown::Moved { .. } | Shown::ForDistrict(_) | Shown::ForSession(..)) => {
            Ok(())
        }
        Ok(Shown::All) | Err(RecvError::Lagged(_)) => {
            moves.clear();
            whole_board(socket, hall, signed).await
        }
        Err(RecvError::Closed) => Err(Ended),
    }
}

async fn heard(
    socket: &mut WebSocket,
    hall: &Shared,
    signed: &SignedSocket,
    talking: Option<&TalkLine>,
    message: ViewerToHall,
) -> Result<(), Ended> {
    match message {
        ViewerToHall::AskTime { asked_at } => {
            send(
                socket,
                &ToViewer::Time {
                    asked_at,
                    hall_time: clock::now(),
                },
            )
            .await
        }
        ViewerToHall::OrderReceived { order } => {
            // Refused unless this is the desk that the order was sent to.
            let _ = hall
                .desk
                .ask(signed.session.seat(), Ask::ReceiveAtDesk(order))
                .await;
            Ok(())
        }
        ViewerToHall::Press { group } => {
            if let Some(line) = talking {
                line.press(group).await;
            }
            Ok(())
        }
        ViewerToHall::Call { with } => {
            if let Some(line) = talking {
                line.call(with).await;
            }
            Ok(())
        }
        ViewerToHall::Release => {
            if let Some(line) = talking {
                line.release().await;
            }
            Ok(())
        }
        ViewerToHall::Place { wall, slots } => {
            hall.live.place(wall.0, &signed.session, &slots);
            Ok(())
        }
        ViewerToHall::Unknown => Ok(()),
    }
}
