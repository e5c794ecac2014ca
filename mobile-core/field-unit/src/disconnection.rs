//! Why a phone has no socket to the hall.

use crate::Notice;

/// Why there is no socket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disconnection {
    /// The net or the hall is away.
    Lost,
    /// The hall does not know this name with this password, or this phone with this key.
    SignInRefused,
    /// The hall put this phone out.
    PhoneRevoked,
    /// Whoever answers has a certificate that is not the hall's.
    StrangeHall,
    /// By the phone's clock the hall's certificate has run out, or is not valid yet.
    CertificateDates,
    /// The phone's key cannot be used.
    KeyUnusable,
    /// The network's proxy does not let this phone through.
    ProxyRefused,
}

impl Disconnection {
    /// What the officer is told, if it is more than a net that is away.
    pub(crate) const fn notice(self) -> Option<Notice> {
        match self {
            Self::Lost => None,
            Self::SignInRefused => Some(Notice::SignInRefused),
            Self::PhoneRevoked => Some(Notice::PhoneRevoked),
            Self::StrangeHall => Some(Notice::StrangeHall),
            Self::CertificateDates => Some(Notice::CertificateDates),
            Self::KeyUnusable => Some(Notice::KeyUnusable),
            Self::ProxyRefused => Some(Notice::ProxyRefused),
        }
    }

    /// Whether the hall itself said no, so that calling again soon is no use.
    pub(crate) const fn is_refusal(self) -> bool {
        matches!(self, Self::SignInRefused | Self::PhoneRevoked)
    }
}
