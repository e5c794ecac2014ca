//! How a push service knows the hall (RFC 8292).
//!
//! The hall makes the key by itself and keeps it: subscriptions are bound to it. Each push carries a token
//! that is good at one service, for half a day.

use std::time::Duration;

use anyhow::anyhow;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::Timestamp;
use reqwest::Url;
use serde::Serialize;

/// How long a token holds; services take a day at most.
const HOLDS: Duration = Duration::from_hours(12);

/// The hall's key towards push services.
pub(super) struct Vapid {
    key: EcdsaKeyPair,
    /// Whom a service turns to.
    contact: Option<String>,
}

#[derive(Serialize)]
struct Claims<'a> {
    aud: String,
    exp: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    sub: Option<&'a str>,
}

/// PKCS #8 of a key that nobody has yet.
pub(super) fn fresh() -> anyhow::Result<Vec<u8>> {
    let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new());
    let made = made.map_err(|_| anyhow!("no key for push services can be made"))?;
    Ok(made.as_ref().to_vec())
}

impl Vapid {
    pub(super) fn new(key: &[u8], contact: Option<String>) -> anyhow::Result<Self> {
        let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, key);
        let key = key.map_err(|error| anyhow!("the kept key for push services is none: {error}"))?;
        Ok(Self { key, contact })
    }

    /// The uncompressed point in base64url.
    pub(super) fn public_key(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.key.public_key())
    }

    /// What a push to `endpoint` says in `Authorization`.
    pub(super) fn sign(&self, now: Timestamp, endpoint: &Url) -> Option<String> {
        let claims = Claims {
            aud: endpoint.origin().ascii_serialization(),
            exp: now.after(HOLDS).as_millis() / 1_000,
            sub: self.contact.as_deref(),
        };
        let head = URL_SAFE_NO_PAD.encode(r#"{"typ":"JWT","alg":"ES256"}"#);
        let claims = URL_SAFE_NO_PAD.encode(serde_json::to_vec(&claims).ok()?);
        let said = format!("{head}.{claims}");
        let signature = self.key.sign(&SystemRandom::new(), said.as_bytes()).ok()?;
        let signature = URL_SAFE_NO_PAD.encode(signature);
        Some(format!("vapid t={said}.{signature}, k={}", self.public_key()))
    }
}

impl std::fmt::Debug for Vapid {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Vapid")
            .field("public_key", &self.public_key())
            .field("contact", &self.contact)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
