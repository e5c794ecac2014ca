//! Why somebody was not added or not let in.

use std::time::Duration;

use super::passwords::PasswordFault;
use super::{MAX_NAME_CHARS, MAX_PASSWORD_CHARS, MIN_PASSWORD_CHARS};
use crate::store::StoreError;

/// Why a person was not added.
#[derive(Debug, thiserror::Error)]
pub enum AddPersonError {
    /// Somebody has the name.
    #[error("somebody has this name already; choose another")]
    NameTaken,
    /// The name is empty, too long, or not plain.
    #[error(
        "a name has 1 to {MAX_NAME_CHARS} characters, none of them a control character, no space at its ends"
    )]
    BadName,
    /// The password is too short or too long.
    #[error("a password has {MIN_PASSWORD_CHARS} to {MAX_PASSWORD_CHARS} characters")]
    BadPassword,
    /// Too many passwords are being checked.
    #[error("too many people sign in at once; try again in a moment")]
    Busy,
    /// It could not be kept.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why nobody was asked for the password.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// Too many wrong passwords for this name.
    #[error("too many failed tries for this name; try again in {} s", retry_after.as_secs())]
    TooMany {
        /// How long to wait.
        retry_after: Duration,
    },
    /// Too many passwords are being checked.
    #[error("too many people sign in at once; try again in a moment")]
    Busy,
    /// The disk failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<PasswordFault> for AddPersonError {
    fn from(fault: PasswordFault) -> Self {
        match fault {
            PasswordFault::Busy => Self::Busy,
            PasswordFault::Broken(error) => Self::Store(StoreError::Other(error)),
        }
    }
}

impl From<PasswordFault> for SignInError {
    fn from(fault: PasswordFault) -> Self {
        match fault {
            PasswordFault::Busy => Self::Busy,
            PasswordFault::Broken(error) => Self::Store(StoreError::Other(error)),
        }
    }
}
