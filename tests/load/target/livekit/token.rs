//! The token by which `LiveKit` lets a client into a room: a JWT (RFC 7519) signed with the server's secret.

use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::Context as _;
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::json;
use sha2::Sha256;

/// How long a client may be in, in seconds.
const LASTS: u64 = 24 * 60 * 60;
/// How much the server's clock may be behind, in seconds.
const BEHIND: u64 = 5;

/// A server's key.
pub(super) struct Key {
    pub(super) name: String,
    pub(super) secret: String,
}

impl Key {
    /// A token for one client, who either publishes or watches.
    pub(super) fn token(&self, identity: &str, room: &str, publishes: bool) -> anyhow::Result<String> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
        let header = json!({ "alg": "HS256", "typ": "JWT" });
        let claims = json!({
            "iss": self.name,
            "sub": identity,
            "nbf": now - BEHIND,
            "exp": now + LASTS,
            "video": {
                "room": room, "roomJoin": true, "canPublish": publishes, "canSubscribe": !publishes,
            },
        });
        let [header, claims] = [header, claims].map(|part| BASE64_URL_SAFE_NO_PAD.encode(part.to_string()));
        let signed = format!("{header}.{claims}");
        let mut mac = Hmac::<Sha256>::new_from_slice(self.secret.as_bytes())
            .context("taking the --api-secret as a key")?;
        mac.update(signed.as_bytes());
        let signature = BASE64_URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes());
        Ok(format!("{signed}.{signature}"))
    }
}
