//! Switching the camera on and off, each time for a session of its own.
//!
//! The end of an old picture may come late; it must not end the new one.

use field_unit::Input;
use tokio::sync::oneshot;

use super::Running;
use crate::live::GoLiveError;

/// One time that the camera is on, by number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct CameraSession(u64);

impl CameraSession {
    const fn next(self) -> Self {
        Self(self.0.wrapping_add(1))
    }
}

impl Running {
    pub(super) async fn go_live(&mut self, done: oneshot::Sender<Result<CameraSession, GoLiveError>>) {
        // Whoever films runs.
        self.resume().await;
        if self.filming {
            let _ = done.send(Err(GoLiveError::LiveAlready));
            return;
        }
        self.camera = self.camera.next();
        // Whether it is on is what counts; a failing disk does not keep it off.
        let _ = self.input(Input::LiveTapped { on: true }).await;
        self.filming = self.unit.is_live();
        let switched = if self.filming {
            Ok(self.camera)
        } else {
            Err(GoLiveError::OffDuty)
        };
        if let Err(Ok(_)) = done.send(switched) {
            // Whoever asked is gone, so nobody films.
            let _ = self.input(Input::LiveTapped { on: false }).await;
        }
    }

    pub(super) async fn stop_live(&mut self, session: CameraSession) {
        if session == self.camera {
            let _ = self.input(Input::LiveTapped { on: false }).await;
        }
    }
}
