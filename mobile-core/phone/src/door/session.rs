//! The session of a door: opened once for all who ask, never again once it was signed off.
//!
//! Signing in may take as long as the net and the platform's key do. Whoever needs a session waits for it in turn, and so
//! does whoever signs off, since there may be one to end then; whoever only looks at what there is, or forgets it, does not.

use std::sync::{Arc, MutexGuard, PoisonError};

use hyper::{Method, StatusCode};
use protocol::api::SignedIn;

use super::{Door, DoorError, proving};
use crate::call::Answer;

/// What is known of the session.
#[derive(Default)]
pub(super) struct Session {
    known: std::sync::Mutex<Known>,
    /// Held by the one who signs in.
    turn: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct Known {
    token: Option<Arc<str>>,
    signed_off: bool,
}

impl Session {
    /// The token that stands, if one does.
    pub(super) fn token(&self) -> Option<Arc<str>> {
        self.known().token.clone()
    }

    /// The token to use, if there is one.
    fn standing(&self) -> Result<Option<Arc<str>>, DoorError> {
        let known = self.known();
        if known.signed_off {
            return Err(DoorError::SignedOff);
        }
        Ok(known.token.clone())
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Door {
    /// The session's token, signing in if there is none.
    pub(crate) async fn token(&self) -> Result<Arc<str>, DoorError> {
        if let Some(token) = self.session.standing()? {
            return Ok(token);
        }
        let _turn = self.session.turn.lock().await;
        if let Some(token) = self.session.standing()? {
            return Ok(token);
        }
        let fresh: Arc<str> = self.sign_in().await?.token.into();
        // Kept even if somebody signs off meanwhile, who waits for the turn in order to end it.
        self.session.known().token = Some(Arc::clone(&fresh));
        self.session.standing()?;
        Ok(fresh)
    }

    /// The hall does not know this token any more.
    pub(crate) fn forget(&self, stale: &str) {
        self.session.known().token.take_if(|token| **token == *stale);
    }

    /// Ends the session, if there is one; there is none after it. What failed may be tried again.
    pub(crate) async fn sign_off(&self) -> Result<(), DoorError> {
        self.session.known().signed_off = true;
        let _turn = self.session.turn.lock().await;
        let Some(token) = self.session.token() else {
            return Ok(());
        };
        let request = self.request(Method::DELETE, &self.at("/api/session"));
        let response = request.bearer_auth(&token).send().await?;
        match response.status() {
            StatusCode::UNAUTHORIZED => {}
            status if status.is_success() => {}
            status => return Err(DoorError::Status(status)),
        }
        self.forget(&token);
        Ok(())
    }

    async fn sign_in(&self) -> Result<SignedIn, DoorError> {
        if let Some(enrolled) = &self.enrolled {
            return self.prove(enrolled, Method::POST, None).await;
        }
        let request = self.request(Method::POST, &self.at("/api/session"));
        let request = request.json(&self.credentials);
        answered(request.send().await?).await
    }
}

/// What the hall says to somebody who signs in.
pub(super) async fn answered(response: Answer) -> Result<SignedIn, DoorError> {
    match response.status() {
        StatusCode::UNAUTHORIZED => Err(proving::refusal(response).await),
        status if status.is_success() => Ok(response.json().await?),
        status => Err(DoorError::Status(status)),
    }
}
