//! How what a push says is hidden from the service that carries it (RFC 8291).
//!
//! One record of `aes128gcm` (RFC 8188), under a key that only the browser can work out: from its own
//! key pair, a pair made for this one push, and a secret that the service was never told.

use aws_lc_rs::aead::{AES_128_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::agreement::{ECDH_P256, PrivateKey, UnparsedPublicKey, agree};
use aws_lc_rs::hkdf::{HKDF_SHA256, KeyType, Prk, Salt};

/// Bytes of the salt.
const SALT: usize = 16;

/// Bytes of a record at most: there is one.
const RECORD: u32 = 4_096;

/// Ends the last record.
const LAST: u8 = 2;

/// What is said, encrypted for a browser's public key and secret; none if those are none.
pub(super) fn seal(said: &[u8], p256dh: &[u8], auth: &[u8]) -> Option<Vec<u8>> {
    let own = PrivateKey::generate(&ECDH_P256).ok()?;
    let mut salt = [0; SALT];
    getrandom::fill(&mut salt).ok()?;
    seal_with(said, p256dh, auth, &own, salt)
}

fn seal_with(said: &[u8], p256dh: &[u8], auth: &[u8], own: &PrivateKey, salt: [u8; SALT]) -> Option<Vec<u8>> {
    let public = own.compute_public_key().ok()?;
    let public = public.as_ref();
    let theirs = UnparsedPublicKey::new(&ECDH_P256, p256dh);
    let keys = agree(own, theirs, (), |secret| {
        let about = [b"WebPush: info\0", p256dh, public].concat();
        let input: [u8; 32] = expand(&Salt::new(HKDF_SHA256, auth).extract(secret), &about)?;
        let both = Salt::new(HKDF_SHA256, &salt).extract(&input);
        let key: [u8; 16] = expand(&both, b"Content-Encoding: aes128gcm\0")?;
        let nonce: [u8; NONCE_LEN] = expand(&both, b"Content-Encoding: nonce\0")?;
        Ok((key, nonce))
    });
    let (key, nonce) = keys.ok()?;
    let key = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &key).ok()?);
    let mut record = [said, &[LAST]].concat();
    key.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::empty(), &mut record)
        .ok()?;
    if u32::try_from(record.len()).ok()? > RECORD {
        return None;
    }
    let mut sealed = salt.to_vec();
    sealed.extend(RECORD.to_be_bytes());
    sealed.push(u8::try_from(public.len()).ok()?);
    sealed.extend(public);
    sealed.extend(record);
    Some(sealed)
}

/// So many bytes of a key, as `about` says what for.
fn expand<const N: usize>(from: &Prk, about: &[u8]) -> Result<[u8; N], ()> {
    let mut key = [0; N];
    let about = [about];
    let expanded = from.expand(&about, Length(N)).map_err(drop)?;
    expanded.fill(&mut key).map_err(drop)?;
    Ok(key)
}

/// So many bytes.
struct Length(usize);

impl KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

#[cfg(test)]
mod tests;
