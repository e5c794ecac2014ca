//! ICE's part of a session description (RFC 8840): what a peer sends of it later, with our answer.
//!
//! A phone that changes networks restarts ICE without a new offer: it sends its new credentials alone (RFC 9725 section
//! 4.3). It leaves to `generations` which credentials are in use, and candidates to the checks that come from them.

use std::fmt::Write as _;

use str0m::IceCreds;

use crate::messages::AmendmentRefusal;
use crate::peer_address::Reached;

/// How long a line may be to be repeated in the answer.
const MAX_LINE: usize = 256;

/// What a fragment says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fragment<'a> {
    /// The peer's credentials.
    pub(crate) credentials: IceCreds,
    /// The lines that tell which media section they are given for, to be repeated in the answer.
    about: Vec<&'a str>,
}

/// Reads a fragment.
pub(crate) fn read(text: &str) -> Result<Fragment<'_>, AmendmentRefusal> {
    let credentials = credentials(text)?;
    let mut about = Vec::new();
    for prefix in ["a=group:BUNDLE", "m=", "a=mid:"] {
        let line = text.lines().find(|line| line.starts_with(prefix));
        about.extend(line.filter(|line| line.len() <= MAX_LINE));
    }
    Ok(Fragment { credentials, about })
}

/// Reads the ICE credentials of a session description or of a fragment (RFC 8839 section 5.4).
pub(crate) fn credentials(text: &str) -> Result<IceCreds, AmendmentRefusal> {
    let ufrag = the_only(text, "a=ice-ufrag:", 4)?;
    let pass = the_only(text, "a=ice-pwd:", 22)?;
    Ok(IceCreds { ufrag, pass })
}

/// An attribute that every media section has to give alike, since all share one transport (RFC 9143).
fn the_only(text: &str, prefix: &str, shortest: usize) -> Result<String, AmendmentRefusal> {
    let mut values = text
        .lines()
        .filter_map(|line| line.strip_prefix(prefix))
        .map(str::trim_end);
    let value = values.next().ok_or(AmendmentRefusal::NoCredentials)?;
    let is_ice_char = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/';
    let fits = (shortest..=256).contains(&value.len()) && value.bytes().all(is_ice_char);
    if fits && values.all(|other| other == value) {
        Ok(value.to_owned())
    } else {
        Err(AmendmentRefusal::Credentials)
    }
}

/// Answers a fragment that restarts ICE with credentials of ours; none if our own address is none to be told.
pub(crate) fn answer(fragment: &Fragment<'_>, ours: &IceCreds, local: Reached) -> Option<String> {
    let candidates = local.candidates()?;
    let mut answer = String::from("a=ice-lite\r\na=ice-options:ice2\r\n");
    for line in &fragment.about {
        write!(answer, "{line}\r\n").ok()?;
    }
    write!(
        answer,
        "a=ice-ufrag:{}\r\na=ice-pwd:{}\r\n",
        ours.ufrag, ours.pass
    )
    .ok()?;
    for candidate in candidates {
        write!(answer, "a={}\r\n", candidate.to_sdp_string()).ok()?;
    }
    answer.push_str("a=end-of-candidates\r\n");
    Some(answer)
}

#[cfg(test)]
mod tests;
