//! The line to talk of a running phone.

use std::sync::Arc;

use tokio::sync::watch;

use super::{Phone, Stopped};
use crate::Snapshot;
use crate::running::Command;
use crate::talk::{OpenTalkError, Talk};

impl Phone {
    /// Opens the line to talk: what is said to the unit is heard, and one may press. The hall grants the floor; what it shows is
    /// in the snapshot.
    pub async fn open_talk(&self) -> Result<Talk, OpenTalkError> {
        Talk::open(
            self.clone(),
            Arc::clone(&self.door),
            self.networks.clone(),
            self.camera_talks.subscribe(),
        )
        .await
    }

    /// What the phone knows, to be watched.
    pub(crate) fn watched(&self) -> watch::Receiver<Arc<Snapshot>> {
        self.snapshot.clone()
    }

    /// Tells the loop something that it does not answer.
    pub(crate) async fn tell(&self, command: Command) -> Result<(), Stopped> {
        self.commands.send(command).await.map_err(|_| Stopped)
    }
}
