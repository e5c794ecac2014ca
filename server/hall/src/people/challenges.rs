//! Nonces that phones sign.
//!
//! A nonce carries its own end and the hall's seal (HMAC-SHA-256), so a stranger who asks for a million of them fills
//! no table and learns nothing of who is enrolled. Only what has been proved is remembered, until it would have ended.

use std::collections::BTreeSet;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::{PhoneId, Timestamp};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use super::tokens;
use crate::store::StoreError;

/// How long a nonce is good.
const LIFETIME: Duration = Duration::from_mins(1);

const END_BYTES: usize = 8;
const RANDOM_BYTES: usize = 16;
const SEAL_BYTES: usize = 32;

#[derive(Debug, Default)]
pub(super) struct Challenges {
    secret: OnceLock<[u8; 32]>,
    used: Mutex<BTreeSet<(Timestamp, [u8; RANDOM_BYTES])>>,
}

/// A nonce that the hall gave and that has not ended.
#[derive(Clone, Copy, Debug)]
pub(super) struct Standing {
    ends_at: Timestamp,
    random: [u8; RANDOM_BYTES],
}

impl Challenges {
    /// A fresh nonce for a phone, whether there is one or not.
    pub(super) fn give(&self, phone: PhoneId, now: Timestamp) -> Result<String, StoreError> {
        let drawn = tokens::random()?;
        let secret = self.secret.get_or_init(|| drawn);
        let random: [u8; RANDOM_BYTES] = tokens::random()?;
        let ends_at = now.after(LIFETIME).as_millis().to_be_bytes();
        let mut nonce = [ends_at.as_slice(), random.as_slice()].concat();
        let seal = sealing(secret, phone, &nonce)?.finalize().into_bytes();
        nonce.extend_from_slice(&seal);
        Ok(URL_SAFE_NO_PAD.encode(nonce))
    }

    /// The nonce, if the hall gave it to this phone and it has not ended by `now`.
    pub(super) fn standing(
        &self,
        phone: PhoneId,
        nonce: &str,
        now: Timestamp,
    ) -> Result<Option<Standing>, StoreError> {
        let mut bytes = [0; END_BYTES + RANDOM_BYTES + SEAL_BYTES];
        let (Some(secret), Ok(length)) = (self.secret.get(), URL_SAFE_NO_PAD.decode_slice(nonce, &mut bytes))
        else {
            return Ok(None);
        };
        let Some((sealed, seal)) = bytes.split_last_chunk::<SEAL_BYTES>() else {
            return Ok(None);
        };
        let Some((end, random)) = sealed.split_first_chunk::<END_BYTES>() else {
            return Ok(None);
        };
        let Ok(random) = random.try_into() else {
            return Ok(None);
        };
        let ends_at = Timestamp::from_millis(i64::from_be_bytes(*end));
        let ours = length == bytes.len() && sealing(secret, phone, sealed)?.verify_slice(seal).is_ok();
        Ok((ours && ends_at > now).then_some(Standing { ends_at, random }))
    }

    /// Spends a nonce that was signed; whether it had not been spent before.
    pub(super) fn spend(&self, nonce: Standing, now: Timestamp) -> bool {
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        // The first to end are the first in sequence, and each goes once.
        while used.first().is_some_and(|(ends_at, _)| *ends_at <= now) {
            used.pop_first();
        }
        used.insert((nonce.ends_at, nonce.random))
    }
}

fn sealing(secret: &[u8; 32], phone: PhoneId, sealed: &[u8]) -> Result<Hmac<Sha256>, StoreError> {
    let mut mac =
        Hmac::<Sha256>::new_from_slice(secret).map_err(|error| StoreError::Other(Box::new(error)))?;
    mac.update(phone.0.as_bytes());
    mac.update(sealed);
    Ok(mac)
}

#[cfg(test)]
mod tests;
