//! Letting go of socket and file while the system suspends the app.
//!
//! Systems end an app that holds a file's lock while it may not run. What the officer does meanwhile, by a notification's key
//! say, is stored all the same, and the file closed again at once.

use field_unit::{Disconnection, Input};

use super::Running;

impl Running {
    /// Ends the call to the hall and closes the file, until [`Running::resume`].
    pub(super) async fn suspend(&mut self) {
        self.suspended = true;
        if let Some(socket) = self.socket.take() {
            socket.close().await;
            let _ = self.input(Input::Disconnected(Disconnection::Lost)).await;
        }
        self.let_go_if_suspended().await;
    }

    /// Calls the hall at once, as after a change of networks.
    pub(super) async fn resume(&mut self) {
        if std::mem::take(&mut self.suspended) {
            self.networks.send_modify(|count| *count = count.wrapping_add(1));
            let _ = self.input(Input::NetworkChanged).await;
        }
    }

    /// Holds nothing, if suspended.
    pub(super) async fn let_go_if_suspended(&mut self) {
        if self.suspended {
            self.socket = None;
            self.stop_sending();
            self.telling.stop();
            let news = self.saving.rest().await;
            self.saved(news);
        }
    }
}
