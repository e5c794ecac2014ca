//! Connectivity checks (STUN, RFC 8489) such as the camera itself would send, or nearly.

use std::sync::LazyLock;

use str0m::config::CryptoProvider;
use str0m::crypto::from_feature_flags;
use str0m::ice::{StunMessage, TransId};

static CRYPTO: LazyLock<CryptoProvider> = LazyLock::new(from_feature_flags);

/// What signs the camera's checks.
pub(super) struct Credentials {
    username: String,
    password: String,
}

impl Credentials {
    /// What an offer and its answer agree on.
    pub(super) fn agreed(offer: &str, answer: &str) -> Option<Self> {
        let (theirs, ours) = (line(offer, "a=ice-ufrag:")?, line(answer, "a=ice-ufrag:")?);
        let password = line(answer, "a=ice-pwd:")?.to_owned();
        Some(Self {
            username: format!("{ours}:{theirs}"),
            password,
        })
    }

    /// A check that the shard accepts; the payload decides what it asks for.
    pub(super) fn check(&self, payload: &[u8]) -> Vec<u8> {
        let byte = payload.first().copied().unwrap_or(0);
        let (controlling, nominating) = (byte & 1 == 0, byte & 2 == 0);
        let message = StunMessage::binding_request(
            &self.username,
            TransId::new(),
            controlling,
            u64::from(byte),
            1 << 24,
            nominating,
        );
        let mut bytes = vec![0; 256];
        let hmac = |key: &[u8], parts: &[&[u8]]| CRYPTO.sha1_hmac_provider.sha1_hmac(key, parts);
        let length = message
            .to_bytes(Some(self.password.as_bytes()), &mut bytes, hmac)
            .expect("a check fits");
        bytes.truncate(length);
        bytes
    }

    /// A check in the camera's name, with any attributes behind it and no signature.
    pub(super) fn unsigned_check(&self, attributes: &[u8]) -> Vec<u8> {
        let name = self.username.as_bytes();
        let padded = name.len().next_multiple_of(4);
        let mut body = vec![0, 6];
        body.extend(u16::try_from(name.len()).unwrap_or(0).to_be_bytes());
        body.extend(name);
        body.resize(4 + padded, 0);
        body.extend(attributes);
        let mut bytes = vec![0, 1];
        bytes.extend(u16::try_from(body.len()).unwrap_or(u16::MAX).to_be_bytes());
        bytes.extend([0x21, 0x12, 0xa4, 0x42]);
        bytes.extend([5; 12]);
        bytes.extend(body);
        bytes
    }
}

fn line<'a>(sdp: &'a str, start: &str) -> Option<&'a str> {
    sdp.lines().find_map(|line| line.strip_prefix(start))
}
