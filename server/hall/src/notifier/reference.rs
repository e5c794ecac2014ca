//! What names a notice to those who carry it.
//!
//! A reference holds which notice it is of, signed by the hall: nobody can make one up, none need be
//! remembered, and one that was given before a restart holds after it. It opens nothing but saying what
//! became of that notice.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use dispatch::{Input, NoticeWanted};
use domain::order::{Channel, NoticeOutcome};
use domain::{AssignmentId, OrderId};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use uuid::Uuid;

/// Bytes of what is signed: two identities, a number, a channel.
const SAID: usize = 16 + 16 + 2 + 1;

/// Bytes of the signature that are kept.
const SIGNATURE: usize = 16;

/// Which notice a reference is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Referred {
    pub(crate) order: OrderId,
    pub(crate) assignment: AssignmentId,
    pub(crate) notice: u16,
    pub(crate) channel: Channel,
}

impl Referred {
    /// That this became of the notice.
    pub(super) const fn heard(self, outcome: NoticeOutcome) -> Input {
        Input::NoticeHeard {
            order: self.order,
            assignment: self.assignment,
            notice: self.notice,
            outcome,
        }
    }
}

impl From<NoticeWanted> for Referred {
    fn from(wanted: NoticeWanted) -> Self {
        Self {
            order: wanted.order,
            assignment: wanted.assignment,
            notice: wanted.notice,
            channel: wanted.channel,
        }
    }
}

/// Writes references, and reads those it wrote.
#[derive(Clone)]
pub(super) struct References {
    key: Vec<u8>,
}

impl References {
    pub(super) fn new(key: &[u8]) -> Self {
        Self { key: key.to_vec() }
    }

    pub(super) fn write(&self, of: Referred) -> String {
        let said = said(of);
        let signature = self.sign(&said);
        let mut bytes = said;
        bytes.extend(signature.iter().take(SIGNATURE));
        URL_SAFE_NO_PAD.encode(bytes)
    }

    pub(super) fn read(&self, reference: &str) -> Option<Referred> {
        let bytes = URL_SAFE_NO_PAD.decode(reference).ok()?;
        let (said, signature) = bytes.split_first_chunk::<SAID>()?;
        if signature.len() != SIGNATURE {
            return None;
        }
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.key).ok()?;
        mac.update(said);
        mac.verify_truncated_left(signature).ok()?;
        let (order, rest) = said.split_first_chunk::<16>()?;
        let (assignment, rest) = rest.split_first_chunk::<16>()?;
        let (notice, channel) = rest.split_first_chunk::<2>()?;
        Some(Referred {
            order: OrderId(Uuid::from_bytes(*order)),
            assignment: AssignmentId(Uuid::from_bytes(*assignment)),
            notice: u16::from_be_bytes(*notice),
            channel: *Channel::ALL.get(usize::from(*channel.first()?))?,
        })
    }

    fn sign(&self, said: &[u8]) -> Vec<u8> {
        // A key of any length is a key.
        Hmac::<Sha256>::new_from_slice(&self.key)
            .map(|mut mac| {
                mac.update(said);
                mac.finalize().into_bytes().to_vec()
            })
            .unwrap_or_default()
    }
}

impl std::fmt::Debug for References {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("References").finish_non_exhaustive()
    }
}

fn said(of: Referred) -> Vec<u8> {
    let channel = Channel::ALL.iter().position(|channel| *channel == of.channel);
    let mut said = of.order.0.as_bytes().to_vec();
    said.extend(of.assignment.0.as_bytes());
    said.extend(of.notice.to_be_bytes());
    said.push(
        channel
            .and_then(|place| u8::try_from(place).ok())
            .unwrap_or(u8::MAX),
    );
    said
}

#[cfg(test)]
mod tests;
