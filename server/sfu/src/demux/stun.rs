//! As much of STUN (RFC 8489) as routing a connectivity check (RFC 8445 section 7.1) takes.
//!
//! Reading stops at the first thing that does not fit. It leaves integrity, fingerprint and the reply to the ICE
//! agent.

const HEADER_LEN: usize = 20;
const BINDING_REQUEST: u16 = 0x0001;
const BINDING_SUCCESS: u16 = 0x0101;
const MAGIC_COOKIE: u32 = 0x2112_A442;
const USERNAME: u16 = 0x0006;
const USE_CANDIDATE: u16 = 0x0025;

/// What a check says about itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Check<'a> {
    /// The part of USERNAME before the colon: the receiver's fragment.
    pub(super) local_ufrag: &'a [u8],
    /// Whether USE-CANDIDATE is there.
    pub(super) nominating: bool,
}

/// Reads a Binding request; `None` for anything else.
pub(super) fn read_check(bytes: &[u8]) -> Option<Check<'_>> {
    if message_type(bytes)? != BINDING_REQUEST
        || u32::from_be_bytes(*bytes.get(4..)?.first_chunk()?) != MAGIC_COOKIE
    {
        return None;
    }
    let length = usize::from(u16::from_be_bytes(*bytes.get(2..)?.first_chunk()?));
    let mut rest = bytes.get(HEADER_LEN..)?;
    if rest.len() != length {
        return None;
    }
    let mut local_ufrag = None;
    let mut nominating = false;
    while let Some((&[t0, t1, l0, l1], tail)) = rest.split_first_chunk() {
        let value_len = usize::from(u16::from_be_bytes([l0, l1]));
        let value = tail.get(..value_len)?;
        match u16::from_be_bytes([t0, t1]) {
            USERNAME => local_ufrag = value.split(|&byte| byte == b':').next(),
            USE_CANDIDATE => nominating = true,
            _ => {}
        }
        rest = tail.get(value_len.next_multiple_of(4)..).unwrap_or_default();
    }
    Some(Check {
        local_ufrag: local_ufrag?,
        nominating,
    })
}

/// Tells whether bytes of ours are a successful Binding response, which proves that a check was authenticated.
pub(crate) fn is_success_response(bytes: &[u8]) -> bool {
    message_type(bytes) == Some(BINDING_SUCCESS)
}

/// Tells whether bytes are STUN at all (RFC 7983).
pub(crate) fn is_stun(bytes: &[u8]) -> bool {
    matches!(bytes.first(), Some(0..=3))
}

/// The synchronisation source of an RTP packet (RFC 3550 section 5.1); `None` for RTCP (RFC 5761) and all else.
pub(super) fn read_rtp_source(bytes: &[u8]) -> Option<u32> {
    let is_rtp = matches!(bytes, [128..=191, kind, ..] if !(192..=223).contains(kind));
    let source = bytes.get(8..)?.first_chunk()?;
    is_rtp.then(|| u32::from_be_bytes(*source))
}

fn message_type(bytes: &[u8]) -> Option<u16> {
    bytes.first_chunk().copied().map(u16::from_be_bytes)
}
