//! One direction's cipher of one profile, for RTP or for RTCP.

use str0m::crypto::dtls::SrtpProfile;
use str0m::crypto::{
    AeadAes128Gcm, AeadAes128GcmCipher, AeadAes256GcmCipher, Aes128CmSha1_80, Aes128CmSha1_80Cipher,
    CryptoProvider, Sha1HmacProvider,
};

use super::keys::{Label, Master};
use super::{RTCP_HEADER, Unsealed};

/// The word behind an SRTCP packet: the flag that it is encrypted, the index.
const INDEX_WORD: usize = 4;
const ENCRYPTED: u32 = 1 << 31;
/// Both AES-GCM profiles have the same.
const GCM_TAG: usize = AeadAes128Gcm::TAG_LEN;
const CM_TAG: usize = Aes128CmSha1_80::HMAC_TAG_LEN;

/// A cipher with its salt.
pub(super) enum Cipher {
    Gcm128 {
        cipher: Box<dyn AeadAes128GcmCipher>,
        salt: [u8; 12],
    },
    Gcm256 {
        cipher: Box<dyn AeadAes256GcmCipher>,
        salt: [u8; 12],
    },
    Cm {
        cipher: Box<dyn Aes128CmSha1_80Cipher>,
        salt: [u8; 14],
        authentication: [u8; 20],
        hmac: &'static dyn Sha1HmacProvider,
    },
}

impl Cipher {
    /// Derives a cipher; `None` for an unknown profile.
    pub(super) fn new(
        crypto: &CryptoProvider,
        profile: SrtpProfile,
        master: &Master<'_>,
        label: Label,
    ) -> Option<Self> {
        let aes = crypto.srtp_provider;
        Some(match profile {
            SrtpProfile::AEAD_AES_128_GCM => Self::Gcm128 {
                cipher: aes.aead_aes_128_gcm().create_cipher(master.key(aes, label), true),
                salt: master.salt(aes, label),
            },
            SrtpProfile::AEAD_AES_256_GCM => Self::Gcm256 {
                cipher: aes.aead_aes_256_gcm().create_cipher(master.key(aes, label), true),
                salt: master.salt(aes, label),
            },
            SrtpProfile::AES128_CM_SHA1_80 => Self::Cm {
                cipher: aes
                    .aes_128_cm_sha1_80()
                    .create_cipher(master.key(aes, label), true),
                salt: master.salt(aes, label),
                authentication: master.authentication(aes, label),
                hmac: crypto.sha1_hmac_provider,
            },
            _ => return None,
        })
    }

    /// Appends the sealed payload to the header in `packet`.
    pub(super) fn seal_rtp(
        &mut self,
        packet: &mut Vec<u8>,
        ssrc: u32,
        seq: u64,
        payload: &[u8],
    ) -> Result<(), Unsealed> {
        let header = packet.len();
        let end = header + payload.len();
        packet.resize(end + self.tag(), 0);
        match self {
            Self::Cm {
                cipher,
                salt,
                authentication,
                hmac,
            } => {
                let iv = Aes128CmSha1_80::rtp_iv(*salt, ssrc, seq);
                cipher
                    .encrypt(&iv, payload, &mut packet[header..end])
                    .map_err(|_| Unsealed)?;
                let sign = |key: &[u8], parts: &[&[u8]]| hmac.sha1_hmac(key, parts);
                Aes128CmSha1_80::rtp_hmac(sign, authentication, packet, seq, end);
                Ok(())
            }
            Self::Gcm128 { salt, .. } | Self::Gcm256 { salt, .. } => {
                let iv = gcm_rtp_iv(*salt, ssrc, seq);
                let (header, sealed) = packet.split_at_mut(header);
                self.seal(&iv, header, payload, sealed)
            }
        }
    }

    /// Seals an RTCP packet of at least a header.
    pub(super) fn seal_rtcp(&mut self, packet: &[u8], index: u32) -> Result<Vec<u8>, Unsealed> {
        let (header, body) = packet.split_at(RTCP_HEADER);
        let word = (ENCRYPTED | index).to_be_bytes();
        let mut sealed = Vec::with_capacity(packet.len() + self.tag() + INDEX_WORD);
        sealed.extend_from_slice(header);
        let ssrc = ssrc_of(header);
        match self {
            Self::Cm {
                cipher,
                salt,
                authentication,
                hmac,
            } => {
                let iv = Aes128CmSha1_80::rtp_iv(*salt, ssrc, u64::from(index));
                sealed.resize(packet.len(), 0);
                cipher
                    .encrypt(&iv, body, &mut sealed[RTCP_HEADER..])
                    .map_err(|_| Unsealed)?;
                sealed.extend_from_slice(&word);
                let signed = sealed.len();
                sealed.resize(signed + CM_TAG, 0);
                let sign = |key: &[u8], parts: &[&[u8]]| hmac.sha1_hmac(key, parts);
                Aes128CmSha1_80::rtcp_hmac(sign, authentication, &mut sealed, signed);
            }
            Self::Gcm128 { salt, .. } | Self::Gcm256 { salt, .. } => {
                let iv = AeadAes128Gcm::rtcp_iv(*salt, ssrc, index);
                let aad = [header, &word].concat();
                sealed.resize(packet.len() + GCM_TAG, 0);
                self.seal(&iv, &aad, body, &mut sealed[RTCP_HEADER..])?;
                sealed.extend_from_slice(&word);
            }
        }
        Ok(sealed)
    }

    /// Opens an SRTCP packet; returns its index with it.
    pub(super) fn open_rtcp(&mut self, sealed: &[u8]) -> Option<(u32, Vec<u8>)> {
        if sealed.len() < RTCP_HEADER + self.tag() + INDEX_WORD {
            return None;
        }
        match self {
            Self::Cm {
                cipher,
                salt,
                authentication,
                hmac,
            } => {
                let (signed, tag) = sealed.split_at(sealed.len() - CM_TAG);
                let sign = |key: &[u8], parts: &[&[u8]]| hmac.sha1_hmac(key, parts);
                if !Aes128CmSha1_80::rtcp_verify(sign, authentication, signed, tag) {
                    return None;
                }
                let (packet, word) = signed.split_at(signed.len() - INDEX_WORD);
                let (index, is_encrypted) = read_word(word);
                let mut opened = packet.to_vec();
                if is_encrypted {
                    let iv = Aes128CmSha1_80::rtp_iv(*salt, ssrc_of(packet), u64::from(index));
                    cipher
                        .decrypt(&iv, &packet[RTCP_HEADER..], &mut opened[RTCP_HEADER..])
                        .ok()?;
                }
                Some((index, opened))
            }
            Self::Gcm128 { salt, .. } | Self::Gcm256 { salt, .. } => {
                let (packet, word) = sealed.split_at(sealed.len() - INDEX_WORD);
                let (header, body) = packet.split_at(RTCP_HEADER);
                let (index, is_encrypted) = read_word(word);
                if !is_encrypted {
                    // Nobody in WebRTC sends RTCP in the clear.
                    return None;
                }
                let iv = AeadAes128Gcm::rtcp_iv(*salt, ssrc_of(header), index);
                let mut opened = vec![0; packet.len() - GCM_TAG];
                opened[..RTCP_HEADER].copy_from_slice(header);
                self.open(&iv, &[header, word], body, &mut opened[RTCP_HEADER..])?;
                Some((index, opened))
            }
        }
    }

    /// Opens what is behind an RTP packet's header of so many octets, into `opened`; tells whether it is authentic.
    /// `index` is its number, counted on past 65,535.
    pub(super) fn open_rtp(
        &mut self,
        packet: &[u8],
        header: usize,
        ssrc: u32,
        index: u64,
        opened: &mut Vec<u8>,
    ) -> bool {
        if packet.len() < header + self.tag() {
            return false;
        }
        opened.clear();
        opened.resize(packet.len() - header - self.tag(), 0);
        match self {
            Self::Cm {
                cipher,
                salt,
                authentication,
                hmac,
            } => {
                let (signed, tag) = packet.split_at(packet.len() - CM_TAG);
                let sign = |key: &[u8], parts: &[&[u8]]| hmac.sha1_hmac(key, parts);
                if !Aes128CmSha1_80::rtp_verify(sign, authentication, signed, index, tag) {
                    return false;
                }
                let iv = Aes128CmSha1_80::rtp_iv(*salt, ssrc, index);
                cipher.decrypt(&iv, &signed[header..], opened).is_ok()
            }
            Self::Gcm128 { salt, .. } | Self::Gcm256 { salt, .. } => {
                let iv = gcm_rtp_iv(*salt, ssrc, index);
                let (header, body) = packet.split_at(header);
                self.open(&iv, &[header], body, opened).is_some()
            }
        }
    }

    fn tag(&self) -> usize {
        match self {
            Self::Gcm128 { .. } | Self::Gcm256 { .. } => GCM_TAG,
            Self::Cm { .. } => CM_TAG,
        }
    }

    fn seal(&mut self, iv: &[u8; 12], aad: &[u8], input: &[u8], output: &mut [u8]) -> Result<(), Unsealed> {
        let done = match self {
            Self::Gcm128 { cipher, .. } => cipher.encrypt(iv, aad, input, output),
            Self::Gcm256 { cipher, .. } => cipher.encrypt(iv, aad, input, output),
            Self::Cm { .. } => return Err(Unsealed),
        };
        done.map_err(|_| Unsealed)
    }

    fn open(&mut self, iv: &[u8; 12], aad: &[&[u8]], input: &[u8], output: &mut [u8]) -> Option<usize> {
        match self {
            Self::Gcm128 { cipher, .. } => cipher.decrypt(iv, aad, input, output).ok(),
            Self::Gcm256 { cipher, .. } => cipher.decrypt(iv, aad, input, output).ok(),
            Self::Cm { .. } => None,
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "it is split into its two parts")]
fn gcm_rtp_iv(salt: [u8; 12], ssrc: u32, seq: u64) -> [u8; 12] {
    AeadAes128Gcm::rtp_iv(salt, ssrc, (seq >> 16) as u32, seq as u16)
}

fn ssrc_of(header: &[u8]) -> u32 {
    u32::from_be_bytes([header[4], header[5], header[6], header[7]])
}

fn read_word(word: &[u8]) -> (u32, bool) {
    let word = u32::from_be_bytes([word[0], word[1], word[2], word[3]]);
    (word & !ENCRYPTED, word & ENCRYPTED != 0)
}

#[cfg(test)]
mod tests;
