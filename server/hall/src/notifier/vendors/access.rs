//! The access token that a push service gives the hall for a while (RFC 6749).
//!
//! Whoever pushes waits for the one who fetches it: one is fetched at a time. One that could not be had is
//! not asked for again at once.

use std::time::{Duration, Instant};

use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use tokio::sync::Mutex;

use super::answer::{Answer, Verdict};

/// So long before its end a token counts as past it, or half its life if that is shorter.
const MARGIN: Duration = Duration::from_mins(5);

/// How long a token that could not be had is not asked for.
const LEFT_ALONE: Duration = Duration::from_secs(1);

/// A token as it is given (RFC 6749 section 5.1).
#[derive(Deserialize)]
pub(super) struct Granted {
    access_token: String,
    /// Seconds.
    expires_in: u64,
}

/// Why none was given (RFC 6749 section 5.2); Huawei's numbers its reasons.
#[derive(Deserialize)]
struct Refused {
    error: serde_json::Value,
}

impl Granted {
    /// What an answer gives.
    pub(super) fn from(answer: &Answer) -> Result<Self, Verdict> {
        if answer.status.is_success()
            && let Some(granted) = answer.json()
        {
            return Ok(granted);
        }
        let code = answer.json::<Refused>().map(|refused| match refused.error {
            serde_json::Value::String(code) => code,
            other => other.to_string(),
        });
        Err(match answer.by_status(code.as_deref()) {
            Verdict::Never(why) => Verdict::Never(format!("no access token: {why}")),
            verdict => verdict,
        })
    }
}

/// A token fetched anew that is refused so soon shows that fetching is no cure; so long nothing is tried then.
const TRIAL: Duration = Duration::from_secs(30);

/// The token in use.
#[derive(Default)]
pub(super) struct Access(Mutex<Held>);

#[derive(Default)]
enum Held {
    #[default]
    Nothing,
    /// The service refused the last one.
    Refused,
    Token {
        token: SecretString,
        until: Instant,
        /// Until when this one, fetched in place of a refused one, must not be refused too.
        on_trial: Option<Instant>,
    },
    Fault {
        verdict: Verdict,
        until: Instant,
    },
}

impl Access {
    /// The token that holds, fetched if there is none.
    pub(super) async fn token(
        &self,
        fetch: impl Future<Output = Result<Granted, Verdict>>,
    ) -> Result<SecretString, Verdict> {
        let mut held = self.0.lock().await;
        match &*held {
            Held::Token { token, until, .. } if Instant::now() < *until => return Ok(token.clone()),
            Held::Fault { verdict, until } if Instant::now() < *until => return Err(verdict.clone()),
            _ => {}
        }
        let in_place_of_refused = matches!(&*held, Held::Refused);
        let fetched = fetch.await;
        let now = Instant::now();
        match fetched {
            Ok(granted) => {
                let lasts = Duration::from_secs(granted.expires_in);
                let token = SecretString::from(granted.access_token);
                *held = Held::Token {
                    token: token.clone(),
                    until: now
                        .checked_add(lasts.saturating_sub(MARGIN.min(lasts / 2)))
                        .unwrap_or(now),
                    on_trial: in_place_of_refused.then(|| now + TRIAL),
                };
                Ok(token)
            }
            Err(verdict) => {
                *held = Held::Fault {
                    verdict: verdict.clone(),
                    until: now + LEFT_ALONE,
                };
                Err(verdict)
            }
        }
    }

    /// The service does not take this token any more.
    pub(super) async fn forget(&self, stale: &SecretString) {
        let mut held = self.0.lock().await;
        let Held::Token { token, on_trial, .. } = &*held else {
            return;
        };
        if token.expose_secret() != stale.expose_secret() {
            return;
        }
        let now = Instant::now();
        *held = if on_trial.is_some_and(|until| now < until) {
            // Fetching one after the other would not help, and every push would do it.
            Held::Fault {
                verdict: Verdict::Never("it takes no access token that it gave".to_owned()),
                until: now + TRIAL,
            }
        } else {
            Held::Refused
        };
    }
}

impl std::fmt::Debug for Access {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Access").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
