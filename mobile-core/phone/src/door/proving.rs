//! How an enrolled phone proves who it is, again and again.

use std::sync::Weak;
use std::time::Duration;

use hyper::Method;
use protocol::api::{Challenge, Fault, NewChallenge, PhoneProof, SignedIn};
use protocol::enrolment::to_sign;

use super::session::answered;
use super::{Door, DoorError};
use crate::call::Answer;
use crate::enrolment::in_time;
use crate::{Enrolled, boot_time};

/// How often a session is renewed: well within the half day that it lasts.
const RENEW_EVERY_MS: u64 = 3_600_000;

/// How often it is looked whether it is time: timers stand still while the phone sleeps.
const LOOK_EVERY: Duration = Duration::from_mins(1);

impl Door {
    /// Proves the phone: by `POST` for a fresh session, by `PUT` for one that goes on.
    ///
    /// A proof that the hall takes for none is made once more: it came too late if the phone dozed meanwhile, and the
    /// challenge is forgotten if the hall was started anew.
    pub(super) async fn prove(
        &self,
        enrolled: &Enrolled,
        method: Method,
        token: Option<&str>,
    ) -> Result<SignedIn, DoorError> {
        let mut proven = self.prove_once(enrolled, &method, token).await;
        if matches!(proven, Err(DoorError::Unproven)) {
            proven = self.prove_once(enrolled, &method, token).await;
        }
        proven.map_err(|error| match error {
            DoorError::Unproven => DoorError::SignInRefused,
            other => other,
        })
    }

    async fn prove_once(
        &self,
        enrolled: &Enrolled,
        method: &Method,
        token: Option<&str>,
    ) -> Result<SignedIn, DoorError> {
        let phone = enrolled.phone;
        let asked = self
            .request(Method::POST, &self.at("/api/session/challenge"))
            .json(&NewChallenge { phone });
        let answer = asked.send().await?;
        if !answer.status().is_success() {
            return Err(DoorError::Status(answer.status()));
        }
        let Challenge { nonce } = answer.json().await?;
        let signing = enrolled.key.sign(to_sign(&self.origin(), phone, &nonce));
        let signature = in_time(signing).await?;
        let proof = PhoneProof {
            phone,
            nonce,
            signature: hex::encode(signature),
        };
        let mut request = self
            .request(method.clone(), &self.at("/api/session/proof"))
            .json(&proof);
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        answered(request.send().await?).await
    }

    /// Has an enrolled phone's session last anew, if there is one: socket and stream go on; whether it does.
    ///
    /// A session that has ended is left as it is: whoever uses it next hears so and signs in.
    pub(crate) async fn renew(&self) -> Result<bool, DoorError> {
        let (Some(enrolled), Some(token)) = (&self.enrolled, self.session.token()) else {
            return Ok(false);
        };
        match self.prove(enrolled, Method::PUT, Some(&token)).await {
            Ok(_) => Ok(true),
            Err(DoorError::SignInRefused | DoorError::Revoked) => Ok(false),
            Err(error) => Err(error),
        }
    }
}

/// Why the hall will not sign somebody in.
pub(super) async fn refusal(response: Answer) -> DoorError {
    match response.json::<Fault>().await {
        Ok(fault) if fault.code == "phone_revoked" => DoorError::Revoked,
        Ok(fault) if fault.code == "unproven" => DoorError::Unproven,
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
