//! Opening and closing the line to talk, each time for a session of its own, as with the camera.

use field_unit::{Input, TalkTap};
use tokio::sync::oneshot;

use super::Running;
use crate::talk::OpenTalkError;

/// One time that the line is open, by number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct TalkSession(u64);

impl TalkSession {
    const fn next(self) -> Self {
        Self(self.0.wrapping_add(1))
    }
}

impl Running {
    pub(super) async fn open_talk(&mut self, done: oneshot::Sender<Result<TalkSession, OpenTalkError>>) {
        // Whoever talks runs.
        self.resume().await;
        if self.unit.talk().is_open() {
            let _ = done.send(Err(OpenTalkError::OpenAlready));
            return;
        }
        self.talk = self.talk.next();
        // Whether it is open is what counts; a failing disk does not keep it shut.
        let _ = self.input(Input::TalkTapped(TalkTap::Open)).await;
        let opened = if self.unit.talk().is_open() {
            Ok(self.talk)
        } else {
            Err(OpenTalkError::OffDuty)
        };
        if let Err(Ok(session)) = done.send(opened) {
            // Whoever asked is gone.
            self.close_talk(session).await;
        }
    }

    pub(super) async fn close_talk(&mut self, session: TalkSession) {
        if session == self.talk {
            let _ = self.input(Input::TalkTapped(TalkTap::Close)).await;
        }
    }

    /// Takes note of whether the line's sound goes through.
    pub(super) async fn talk_sounds(&mut self, session: TalkSession, sounds: bool) {
        if session == self.talk {
            let _ = self.input(Input::TalkSounds { sounds }).await;
        }
    }
}
