//! The door to the talk loop: who has the floor, whose voice goes to whom.
//!
//! Each socket of somebody who may talk is a line. What a line says goes into one bounded mailbox; what it shows is kept
//! for its socket to pick up, the newest state only, so that a slow socket holds nobody up. The rules of the floor are
//! `dispatch`'s, the packets `media_loop`'s.

mod amending;
mod deserted;
mod letters;
mod line;
mod pressing;
mod sound;
mod speakers;
mod talk_loop;
mod telling;
mod who_may;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use domain::{Source, TalkGroup, TalkLineId, UnitId};
use protocol::{CallWith, TalkView};
use tokio::sync::{mpsc, oneshot, watch};
use uuid::Uuid;

use crate::media_loop::{MediaDoor, MediaEvent, MediaRefusal};
use crate::people::{Session, SessionId};

use self::letters::Letter;
use self::line::Line;
use self::speakers::Speakers;
pub(crate) use self::talk_loop::TalkLoop;

/// Letters that may wait for the loop.
const MAILBOX: usize = 4_096;

/// The door, open to all; clones share it.
#[derive(Clone, Debug)]
pub(crate) struct TalkDoor {
    mailbox: mpsc::Sender<Letter>,
    media: MediaDoor,
    speakers: Speakers,
    next: Arc<AtomicU64>,
}

/// A line that a socket holds; it ends with it.
#[derive(Debug)]
pub(crate) struct TalkLine {
    number: u64,
    shown: watch::Receiver<TalkView>,
    mailbox: mpsc::Sender<Letter>,
}

impl TalkDoor {
    pub(crate) fn new(media: MediaDoor) -> (Self, mpsc::Receiver<Letter>) {
        let (mailbox, letters) = mpsc::channel(MAILBOX);
        let door = Self {
            mailbox,
            media,
            speakers: Speakers::default(),
            next: Arc::new(AtomicU64::new(1)),
        };
        (door, letters)
    }

    /// Opens a line for a socket; none for those who neither talk nor hear.
    pub(crate) async fn open(&self, session: &Session) -> Option<TalkLine> {
        let rank = session.role.talk_rank()?;
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let (line, mut shown) = Line::new(TalkLineId(Uuid::new_v4()), session, rank);
        shown.mark_changed();
        self.mailbox.send(Letter::Opened { number, line }).await.ok()?;
        Some(TalkLine {
            number,
            shown,
            mailbox: self.mailbox.clone(),
        })
    }

    /// Whether there is such a line, and the session's own.
    pub(crate) async fn has_line(&self, line: TalkLineId, session: SessionId) -> bool {
        let (reply, known) = oneshot::channel();
        self.post(Letter::Asked { line, session, reply }).await;
        known.await.unwrap_or(false)
    }

    /// Opens the sound of a line, in place of what it had; returns the name of the sound with the SDP answer. A line that is
    /// gone by then has none.
    pub(crate) async fn open_sound(
        &self,
        line: TalkLineId,
        offer: String,
    ) -> Result<(Uuid, String), MediaRefusal> {
        let sound = Uuid::new_v4();
        let opened = self.media.publish(sound.as_u128(), offer).await?;
        let ears = sound::ears_in(&opened.answer_sdp);
        let peer = opened.peer;
        self.post(Letter::SoundOpened {
            line,
            sound,
            peer,
            ears,
        })
        .await;
        Ok((sound, opened.answer_sdp))
    }

    /// Ends the sound of a line; whether there was one.
    pub(crate) async fn close_sound(&self, line: TalkLineId, session: SessionId, sound: Uuid) -> bool {
        let (reply, closed) = oneshot::channel();
        let letter = Letter::SoundClosed {
            line,
            session,
            sound,
            reply,
        };
        self.post(letter).await;
        closed.await.unwrap_or(false)
    }

    /// A unit's phone sends its picture, and may hear there.
    pub(crate) async fn unit_published(&self, unit: UnitId, peer: u64, answer: &str) {
        let ears = sound::ears_in(answer);
        self.post(Letter::UnitPublished { unit, peer, ears }).await;
    }

    /// Whose voice goes through a sound, if it is a line's and somebody is to hear it: a unit's or a desk's.
    pub(crate) fn speaker(&self, stream: u128) -> Option<Source> {
        self.speakers.of(stream)
    }

    /// Something happened in the media loop.
    pub(crate) async fn happened(&self, event: MediaEvent) {
        match event {
            MediaEvent::VoiceHeard { stream, .. } => self.post(Letter::VoiceHeard { stream }).await,
            MediaEvent::PeerLeft { peer, .. } => self.post(Letter::PeerLeft { peer }).await,
            MediaEvent::StreamStarted { .. }
            | MediaEvent::StreamStopped { .. }
            | MediaEvent::LayersWanted { .. }
            | MediaEvent::Undecodable(_)
            | MediaEvent::NotRecorded { .. } => {}
        }
    }

    async fn post(&self, letter: Letter) {
        // A loop that has ended needs to know nothing.
        let _ = self.mailbox.send(letter).await;
    }
}

impl TalkLine {
    /// What the line shows next.
    pub(crate) async fn next(&mut self) -> TalkView {
        if self.shown.changed().await.is_err() {
            // The loop has ended: there is nothing more to show.
            std::future::pending::<()>().await;
        }
        self.shown.borrow_and_update().clone()
    }

    pub(crate) async fn press(&self, group: TalkGroup) {
        self.post(Letter::Pressed(self.number, group)).await;
    }

    pub(crate) async fn call(&self, with: CallWith) {
        self.post(Letter::Called(self.number, with)).await;
    }

    pub(crate) async fn release(&self) {
        self.post(Letter::Released(self.number)).await;
    }

    async fn post(&self, letter: Letter) {
        let _ = self.mailbox.send(letter).await;
    }
}

impl Drop for TalkLine {
    fn drop(&mut self) {
        // If the mailbox is full, the loop finds out by itself that nobody looks at the line.
        let _ = self.mailbox.try_send(Letter::Gone(self.number));
    }
}
