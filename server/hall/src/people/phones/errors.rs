//! Why a phone was not enrolled or not let in.

use crate::people::{MAX_NAME_CHARS, SignInError};
use crate::store::StoreError;

/// Why no code was made, or no phone was enrolled.
#[derive(Debug, thiserror::Error)]
pub enum EnrolError {
    /// There is nobody of this identity, or they may not sign in.
    #[error("there is nobody of this id; GET /api/people lists them")]
    NobodyThere,
    /// Only officers have phones.
    #[error("only an officer is given a phone")]
    NoOfficer,
    /// The address is none that phones could call.
    #[error("hall must be the hall's own http or https address, without a path")]
    BadHall,
    /// The name is empty, too long, or not plain.
    #[error(
        "a name has 1 to {} characters, none of them a control character, no space at its ends",
        MAX_NAME_CHARS
    )]
    BadName,
    /// The key is none on P-256.
    #[error("key must be a public key on P-256, in hexadecimal of its DER")]
    BadKey,
    /// There is no such code.
    #[error("the hall does not know this code; have a new one made")]
    CodeUnknown,
    /// The code enrolled a phone before.
    #[error("this code was used already; have a new one made")]
    CodeUsed,
    /// The code was not used in time.
    #[error("this code is past its time; have a new one made")]
    CodeExpired,
    /// Too many wrong codes came from there.
    #[error(transparent)]
    TooMany(SignInError),
    /// The disk failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why a proof is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofRefusal {
    /// There is no such phone, or it did not sign this nonce for this hall.
    #[error("this proves nothing; ask for a new challenge")]
    Unproven,
    /// It is the phone, and it was revoked.
    #[error("this phone was revoked; have it enrolled anew")]
    Revoked,
}
