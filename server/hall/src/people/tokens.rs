//! Tokens, which open sessions.
//!
//! A token is 256 random bits, so a plain SHA-256 of it is as good as a slow hash.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::Timestamp;
use secrecy::SecretString;
use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};

use crate::store::StoreError;

/// A fresh token with its hash.
pub(super) fn fresh() -> Result<(SecretString, [u8; 32]), StoreError> {
    let bits: [u8; 32] = random()?;
    Ok((URL_SAFE_NO_PAD.encode(bits).into(), Sha256::digest(bits).into()))
}

/// The hash of a token; nothing if the text is none.
pub(super) fn hash(token: &str) -> Option<[u8; 32]> {
    let mut bits = [0; 32];
    let length = URL_SAFE_NO_PAD.decode_slice(token, &mut bits).ok()?;
    (length == bits.len()).then(|| Sha256::digest(bits).into())
}

/// A fresh identity of UUID version 7.
pub(super) fn fresh_id(now: Timestamp) -> Result<Uuid, StoreError> {
    let bits = random()?;
    Ok(Builder::from_unix_timestamp_millis(now.as_millis().unsigned_abs(), &bits).into_uuid())
}

/// Bits of the system's randomness.
pub(super) fn random<const N: usize>() -> Result<[u8; N], StoreError> {
    let mut bits = [0; N];
    getrandom::fill(&mut bits).map_err(|error| StoreError::Other(Box::new(error)))?;
    Ok(bits)
}
