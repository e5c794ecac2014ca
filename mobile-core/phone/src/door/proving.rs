//! How an enrolled phone proves who it is, goes on being signed in, and signs off.

use std::sync::Weak;
use std::time::Duration;

use protocol::api::{Challenge, Fault, NewChallenge, PhoneProof};
use protocol::enrolment::to_sign;
use reqwest::{Method, Response, StatusCode};

use super::{ANSWER_WITHIN, Door, DoorError};
use crate::{Enrolled, boot_time};

/// How often a session is renewed: well within the half day that it lasts.
const RENEW_EVERY_MS: u64 = 3_600_000;

/// How often it is looked whether it is time: timers stand still while the phone sleeps.
const LOOK_EVERY: Duration = Duration::from_mins(1);

impl Door {
    /// Proves the phone: by `POST` for a fresh session, by `PUT` for one that goes on.
    pub(super) async fn prove(
        &self,
        enrolled: &Enrolled,
        method: Method,
        token: Option<&str>,
    ) -> Result<Response, DoorError> {
        let phone = enrolled.phone;
        let asked = self
            .request(Method::POST, self.at("/api/session/challenge"))
            .timeout(ANSWER_WITHIN)
            .json(&NewChallenge { phone });
        let answer = asked.send().await?;
        if !answer.status().is_success() {
            return Err(DoorError::Status(answer.status()));
        }
        let Challenge { nonce } = answer.json().await?;
        let signature = enrolled.key.sign(to_sign(&self.origin(), phone, &nonce)).await?;
        let proof = PhoneProof {
            phone,
            nonce,
            signature: hex::encode(signature),
        };
        let mut request = self
            .request(method, self.at("/api/session/proof"))
            .timeout(ANSWER_WITHIN)
            .json(&proof);
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        Ok(request.send().await?)
    }

    /// Has an enrolled phone's session last anew, if there is one: socket and stream go on; whether it does.
    ///
    /// A session that has ended is left as it is: whoever uses it next hears so and signs in.
    pub(crate) async fn renew(&self) -> Result<bool, DoorError> {
        let token = self.token.lock().await.clone();
        let (Some(enrolled), Some(token)) = (&self.enrolled, token) else {
            return Ok(false);
        };
        match self.prove(enrolled, Method::PUT, Some(&token)).await?.status() {
            StatusCode::UNAUTHORIZED => Ok(false),
            status if status.is_success() => Ok(true),
            status => Err(DoorError::Status(status)),
        }
    }

    /// Ends the session, if there is one.
    pub(crate) async fn sign_off(&self) -> Result<(), DoorError> {
        let Some(token) = self.token.lock().await.take() else {
            return Ok(());
        };
        let request = self.request(Method::DELETE, self.at("/api/session"));
        let response = request.timeout(ANSWER_WITHIN).bearer_auth(&token).send().await?;
        match response.status() {
            StatusCode::UNAUTHORIZED => Ok(()),
            status if status.is_success() => Ok(()),
            status => Err(DoorError::Status(status)),
        }
    }
}

/// Why the hall will not sign somebody in.
pub(super) async fn refusal(response: Response) -> DoorError {
    match response.json::<Fault>().await {
        Ok(fault) if fault.code == "phone_revoked" => DoorError::Revoked,
        Ok(_) | Err(_) => DoorError::SignInRefused,
    }
}

/// Renews the session now and then for as long as somebody has the door.
pub(crate) async fn keep_signed_in(door: Weak<Door>) {
    let mut renewed_at = boot_time::phone_time();
    loop {
        tokio::time::sleep(LOOK_EVERY).await;
        let Some(door) = door.upgrade() else { return };
        let now = boot_time::phone_time();
        if now.as_millis().saturating_sub(renewed_at.as_millis()) < RENEW_EVERY_MS {
            continue;
        }
        match door.renew().await {
            Ok(_) => renewed_at = now,
            Err(error) => tracing::debug!(
                error = &error as &dyn std::error::Error,
                "the session is renewed later"
            ),
        }
    }
}
