//! Key derivation (RFC 3711 section 4.3, with a key derivation rate of zero).

use str0m::crypto::dtls::SrtpProfile;
use str0m::crypto::{AeadAes128Gcm, AeadAes256Gcm, Aes128CmSha1_80, SrtpProvider};

/// The AES block.
const BLOCK: usize = 16;
/// What the library's ECB round writes: the block with its padding.
const ROUND: usize = 2 * BLOCK;

/// What keys are for. The numbers of its three labels follow each other: encryption, authentication, salt.
#[derive(Debug, Clone, Copy)]
pub(super) enum Label {
    Rtp = 0,
    Rtcp = 3,
}

/// One side's master key with its salt.
pub(super) struct Master<'a> {
    key: &'a [u8],
    salt: &'a [u8],
}

impl<'a> Master<'a> {
    /// Finds a side's part in the material (RFC 5764 section 4.2): both keys, then both salts, the client's first.
    pub(super) fn read(profile: SrtpProfile, material: &'a [u8], is_client: bool) -> Option<Self> {
        let (key, salt) = match profile {
            SrtpProfile::AES128_CM_SHA1_80 => (Aes128CmSha1_80::KEY_LEN, Aes128CmSha1_80::SALT_LEN),
            SrtpProfile::AEAD_AES_128_GCM => (AeadAes128Gcm::KEY_LEN, AeadAes128Gcm::SALT_LEN),
            SrtpProfile::AEAD_AES_256_GCM => (AeadAes256Gcm::KEY_LEN, AeadAes256Gcm::SALT_LEN),
            _ => return None,
        };
        let side = usize::from(!is_client);
        let (keys, salts) = material.split_at_checked(2 * key)?;
        Some(Self {
            key: keys.get(side * key..(side + 1) * key)?,
            salt: salts.get(side * salt..(side + 1) * salt)?,
        })
    }

    /// Derives the encryption key.
    pub(super) fn key<const N: usize>(&self, aes: &dyn SrtpProvider, label: Label) -> [u8; N] {
        self.derive(aes, label as u8)
    }

    /// Derives the authentication key.
    pub(super) fn authentication<const N: usize>(&self, aes: &dyn SrtpProvider, label: Label) -> [u8; N] {
        self.derive(aes, label as u8 + 1)
    }

    /// Derives the salt.
    pub(super) fn salt<const N: usize>(&self, aes: &dyn SrtpProvider, label: Label) -> [u8; N] {
        self.derive(aes, label as u8 + 2)
    }

    fn derive<const N: usize>(&self, aes: &dyn SrtpProvider, label: u8) -> [u8; N] {
        let mut derived = [0; N];
        let mut input = [0; BLOCK];
        input[..self.salt.len()].copy_from_slice(self.salt);
        input[7] ^= label;
        for (counter, part) in (0_u16..).zip(derived.chunks_mut(BLOCK)) {
            input[BLOCK - 2..].copy_from_slice(&counter.to_be_bytes());
            let mut output = [0; ROUND];
            if self.key.len() == AeadAes256Gcm::KEY_LEN {
                aes.srtp_aes_256_ecb_round(self.key, &input, &mut output);
            } else {
                aes.srtp_aes_128_ecb_round(self.key, &input, &mut output);
            }
            part.copy_from_slice(&output[..part.len()]);
        }
        derived
    }
}
