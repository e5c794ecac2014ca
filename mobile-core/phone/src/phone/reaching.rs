//! How the officer is reached when the link is gone, and what a push brings about.

use std::sync::Arc;

use field_unit::Input;
use protocol::api::{NewAppPush, PushVendor, Telephone};
use tokio::sync::oneshot;

use super::{Phone, Stopped, TapError};
use crate::running::{Command, Reach};
use crate::store::Number;

/// Why it is not kept how the officer can be reached.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReachError {
    /// The token is none.
    #[error("a push service's token has 1 to 4096 characters, all of them printable ASCII")]
    BadPushToken,
    /// The number is none.
    #[error(
        "a telephone number has 3 to 15 digits, with a + before them if the country's code is among them"
    )]
    BadNumber,
    /// It is not kept.
    #[error(transparent)]
    Tap(#[from] TapError),
}

impl Phone {
    /// What a push service calls this app, each time it says so: it wakes the phone when the hall cannot. Done when it is
    /// stored; the hall is told in each session anew. A hall that has not set the service up will not have it, until it has.
    pub async fn push_token(&self, vendor: PushVendor, token: String) -> Result<(), ReachError> {
        let push = NewAppPush { vendor, token };
        if !push.is_sound() {
            return Err(ReachError::BadPushToken);
        }
        self.reach(Reach::Push(push)).await
    }

    /// The officer's telephone number, or none any more: the hall sends a message or calls when nothing else helps. Done when it is
    /// stored; the hall is told in each session anew.
    pub async fn telephone(&self, number: Option<String>) -> Result<(), ReachError> {
        let number = match number.map(|number| Telephone { number }) {
            Some(telephone) if telephone.digits().is_none() => return Err(ReachError::BadNumber),
            Some(telephone) => Number::Is(telephone),
            None => Number::Forgotten,
        };
        self.reach(Reach::Telephone(number)).await
    }

    /// A push came with this reference: the hall is called at once, which brings the order itself, and if the app rings for it
    /// hears that the phone was reached. Of a phone that may not ring it hears nothing, and goes on to its next means. A suspended
    /// phone is resumed by it.
    pub async fn pushed(&self, reference: String, rings: bool) -> Result<(), Stopped> {
        if rings {
            let door = Arc::clone(&self.door);
            // Whichever of the two gets through first says that the phone was reached.
            tokio::spawn(async move { door.receive_push(&reference).await });
        }
        self.wake(Input::Pushed).await
    }

    async fn reach(&self, by: Reach) -> Result<(), ReachError> {
        let (done, kept) = oneshot::channel();
        let command = Command::Reach(by, done);
        let stopped = TapError::Stopped(Stopped);
        if self.commands.send(command).await.is_err() {
            return Err(stopped.into());
        }
        Ok(kept.await.map_err(|_| stopped)??)
    }
}
