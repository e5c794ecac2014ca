//! Our side of connectivity checks (RFC 8445), which as ICE-lite is only to answer them.

use std::net::SocketAddr;

use is::stun::StunMessage;
use str0m::crypto::CryptoProvider;

/// More than any reply takes.
const LONGEST_REPLY: usize = 128;

/// The agent.
#[derive(Debug)]
pub(super) struct Ice {
    password: String,
}

impl Ice {
    pub(super) fn new(password: String) -> Self {
        Self { password }
    }

    /// The reply to an authentic check; `None` for anything else. A check whose username names us has been routed here
    /// by it already.
    pub(super) fn reply(&self, crypto: &CryptoProvider, from: SocketAddr, bytes: &[u8]) -> Option<Vec<u8>> {
        let sign = |key: &[u8], parts: &[&[u8]]| crypto.sha1_hmac_provider.sha1_hmac(key, parts);
        let password = self.password.as_bytes();
        let check = StunMessage::parse(bytes).ok()?;
        // Only a controlling agent can talk to one that is lite.
        if !check.is_binding_request() || check.ice_controlled().is_some() || !check.verify(password, sign) {
            return None;
        }
        let mut reply = vec![0; LONGEST_REPLY];
        let length = StunMessage::binding_reply(check.trans_id(), from)
            .to_bytes(Some(password), &mut reply, sign)
            .ok()?;
        reply.truncate(length);
        Some(reply)
    }
}
