//! What an app does whose system suspends it.

use super::{Phone, Stopped};
use crate::running::Command;

impl Phone {
    /// Holds neither socket nor file any more, before the system suspends the app; done when that is done. What is handed in
    /// until [`Self::resume`] is stored all the same. An app that films is not to be suspended: stop the picture first.
    pub async fn suspend(&self) -> Result<(), Stopped> {
        self.answered(Command::Suspend).await
    }

    /// Goes on after [`Self::suspend`]: the hall is called at once.
    pub async fn resume(&self) -> Result<(), Stopped> {
        self.answered(Command::Resume).await
    }
}
