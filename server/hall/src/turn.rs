//! TURN servers (RFC 8656) that the hall names to browsers whose networks let no media through.
//!
//! A relay that anyone may use is an open proxy, so nobody is given a lasting password: whoever is signed in gets one for an
//! hour and asks again for the next connection; what is relayed by then goes on. It is made from a secret that hall and
//! relay share (draft-uberti-behave-turn-rest, as coturn's `use-auth-secret`). Relaying is the relay's business.

use std::fmt;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::{PersonId, Timestamp};
use hmac::{Hmac, KeyInit as _, Mac as _};
use protocol::api::IceServer;
use secrecy::{ExposeSecret as _, SecretString};
use sha1::Sha1;

/// How long a password holds: pages use one for half of it at most.
const HOLDS: Duration = Duration::from_hours(1);

/// The relays of a hall.
#[derive(Clone)]
pub struct TurnServers {
    urls: Vec<String>,
    secret: SecretString,
}

impl TurnServers {
    /// Relays at `urls` (RFC 7065) that share `secret` with the hall; none if a URL is no TURN URL.
    pub fn new(urls: &str, secret: SecretString) -> Option<Self> {
        let urls: Vec<String> = urls.split_whitespace().map(str::to_owned).collect();
        let sound = !urls.is_empty() && urls.iter().all(|url| is_turn(url));
        sound.then_some(Self { urls, secret })
    }

    /// What a browser of `person` uses them with.
    pub(crate) fn admit(&self, now: Timestamp, person: PersonId) -> IceServer {
        let ends = now.after(HOLDS).as_millis() / 1_000;
        let username = format!("{ends}:{person}");
        IceServer {
            urls: self.urls.clone(),
            credential: self.sign(&username),
            username,
        }
    }

    fn sign(&self, username: &str) -> String {
        // A key of any length is a key.
        Hmac::<Sha1>::new_from_slice(self.secret.expose_secret().as_bytes())
            .map(|mut mac| {
                mac.update(username.as_bytes());
                STANDARD.encode(mac.finalize().into_bytes())
            })
            .unwrap_or_default()
    }
}

impl fmt::Debug for TurnServers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TurnServers")
            .field("urls", &self.urls)
            .finish_non_exhaustive()
    }
}

impl PartialEq for TurnServers {
    fn eq(&self, other: &Self) -> bool {
        self.urls == other.urls && self.secret.expose_secret() == other.secret.expose_secret()
    }
}

impl Eq for TurnServers {}

fn is_turn(url: &str) -> bool {
    let address = url.strip_prefix("turn:").or_else(|| url.strip_prefix("turns:"));
    address.is_some_and(|address| !address.is_empty() && !address.starts_with(['?', ':', '/']))
}

#[cfg(test)]
mod tests;
