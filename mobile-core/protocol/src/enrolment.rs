//! What an enrolment's QR code says.
//!
//! `yike://enrol?v=1&hall=https://hall.example&code=…&pin=sha256:…&pin=sha256:…`. The first pin is of the key that the hall
//! has, those after it of keys that it may have next; an older phone trusts the first alone. A camera reads what strangers
//! print, so every way to be wrong has a name that an app can tell its officer.

use std::fmt;
use std::str::FromStr;

use domain::PhoneId;

mod origin;

pub use origin::is_origin;

const START: &str = "yike://enrol?";
const VERSION: &str = "1";
const PIN_START: &str = "sha256:";
/// Characters of a code: 256 bits in base64url.
const CODE_CHARS: usize = 43;
/// Characters of the text at most.
const MAX_CHARS: usize = 1024;

/// The text of an enrolment's QR code.
#[derive(Clone, PartialEq, Eq)]
pub struct EnrolmentQr {
    /// The hall's address: scheme, host and port.
    pub hall: String,
    /// The one-time code.
    pub code: String,
    /// The SHA-256 of the hall's public key and of those to come (RFC 7469 section 2.4), if it has a certificate of its own.
    pub pins: Vec<[u8; 32]>,
}

/// Why a QR code enrols nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QrFault {
    /// It is somebody else's.
    #[error("this is no enrolment code of Yike")]
    NotOurs,
    /// It is of another version; the app is to be renewed.
    #[error("this code is of another version of Yike")]
    OtherVersion,
    /// It says which key the hall has, and an address where no key is shown.
    #[error(
        "this code names a key of the hall with an address that is not encrypted; have it made with the https address"
    )]
    Unencrypted,
    /// A part of it is missing or wrong.
    #[error("this code is damaged")]
    Damaged,
}

impl fmt::Display for EnrolmentQr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{START}v={VERSION}&hall={}&code={}", self.hall, self.code)?;
        for pin in &self.pins {
            write!(f, "&pin={PIN_START}")?;
            for byte in pin {
                write!(f, "{byte:02x}")?;
            }
        }
        Ok(())
    }
}

impl fmt::Debug for EnrolmentQr {
    /// The code is a secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EnrolmentQr")
            .field("hall", &self.hall)
            .finish_non_exhaustive()
    }
}

impl FromStr for EnrolmentQr {
    type Err = QrFault;

    fn from_str(text: &str) -> Result<Self, QrFault> {
        let text = text.trim();
        let query = text.strip_prefix(START).ok_or(QrFault::NotOurs)?;
        let part = |name: &str| {
            query.split('&').find_map(|part| {
                part.split_once('=')
                    .filter(|(key, _)| *key == name)
                    .map(|(_, value)| value)
            })
        };
        match part("v") {
            Some(VERSION) => {}
            Some(other) if !other.is_empty() && other.bytes().all(|byte| byte.is_ascii_digit()) => {
                return Err(QrFault::OtherVersion);
            }
            _ => return Err(QrFault::Damaged),
        }
        let whole = query.split('&').all(|part| part.contains('='));
        let plain = whole && text.len() <= MAX_CHARS && text.bytes().all(|byte| byte.is_ascii_graphic());
        let hall = part("hall").filter(|hall| is_origin(hall));
        let code = part("code").filter(|code| is_code(code));
        let pins = query.split('&').filter_map(|part| part.strip_prefix("pin="));
        let pins: Option<Vec<_>> = pins
            .map(|pin| pin.strip_prefix(PIN_START).and_then(bytes))
            .collect();
        let (Some(hall), Some(code), Some(pins), true) = (hall, code, pins, plain) else {
            return Err(QrFault::Damaged);
        };
        if !pins.is_empty() && !hall.starts_with("https://") {
            return Err(QrFault::Unencrypted);
        }
        Ok(Self {
            hall: hall.to_owned(),
            code: code.to_owned(),
            pins,
        })
    }
}

/// What a phone signs to prove that it holds its key: at this hall, for this phone, this once.
///
/// `hall` is the origin that the phone dials, so that what it signs for a stranger's hall is worth nothing at its own.
pub fn to_sign(hall: &str, phone: PhoneId, nonce: &str) -> Vec<u8> {
    format!("yike sign-in 1\n{hall}\n{phone}\n{nonce}").into_bytes()
}

fn is_code(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    text.len() == CODE_CHARS && text.bytes().all(plain)
}

fn bytes(hex: &str) -> Option<[u8; 32]> {
    if hex.len() != 64 || !hex.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let mut bytes = [0; 32];
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(hex.get(2 * at..2 * at + 2)?, 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests;
