//! How a phone comes to a hall: by the QR code that its administrator shows.
//!
//! The key pair is the platform's (Android's key store, Apple's Secure Enclave) and never leaves it; the phone is
//! handed signatures. What enrolling brings, the app keeps, and starts its phone with.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use domain::PhoneId;
use protocol::api::{Fault, NewPhone, PhoneView};
use protocol::enrolment::{EnrolmentQr, QrFault};
use reqwest::StatusCode;

use crate::{PhoneError, door, tls};

/// Enrolling may take this long.
const WITHIN: Duration = Duration::from_secs(15);

/// The signature when it is done.
pub type Signing<'a> = Pin<Box<dyn Future<Output = Result<Vec<u8>, KeyFault>> + Send + 'a>>;

/// A private key on P-256 that somebody else keeps.
pub trait PhoneKey: Send + Sync {
    /// The DER of the public key, a `SubjectPublicKeyInfo` (RFC 5480) of 91 bytes.
    fn public_key(&self) -> Vec<u8>;

    /// Signs with ECDSA and SHA-256; the DER of an `ECDSA-Sig-Value` (RFC 3279).
    fn sign(&self, message: Vec<u8>) -> Signing<'_>;
}

/// The key cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("the phone's key cannot be used")]
pub struct KeyFault(#[source] pub Box<dyn std::error::Error + Send + Sync>);

/// What makes a phone an enrolled one.
#[derive(Clone)]
pub struct Enrolled {
    /// Which phone it is.
    pub phone: PhoneId,
    /// Its key.
    pub key: Arc<dyn PhoneKey>,
    /// The SHA-256 of the hall's public key (RFC 7469 section 2.4): the only one to be trusted.
    pub pin: Option<[u8; 32]>,
}

/// What enrolling brought; the app keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enrolment {
    /// The hall's address.
    pub hall: String,
    /// Which phone this is.
    pub phone: PhoneId,
    /// The officer's name.
    pub name: String,
    /// The SHA-256 of the hall's public key, if it has a certificate of its own.
    pub pin: Option<[u8; 32]>,
}

/// Why a phone was not enrolled.
#[derive(Debug, thiserror::Error)]
pub enum EnrolError {
    /// What was scanned is no code of ours, or not whole.
    #[error(transparent)]
    Qr(#[from] QrFault),
    /// The hall does not know the code.
    #[error("the hall does not know this code; have a new one made")]
    CodeUnknown,
    /// The code has enrolled a phone.
    #[error("this code was used already; have a new one made")]
    CodeUsed,
    /// The code was not used in time.
    #[error("this code is past its time; have a new one made")]
    CodeExpired,
    /// Whoever answers is not the hall that made the code.
    #[error("whoever answers at the hall's address is not this hall: its certificate is strange")]
    StrangeCertificate,
    /// The hall takes nothing of this.
    #[error("the hall answered {0}")]
    Status(StatusCode),
    /// It cannot be reached, or made no sense.
    #[error("the hall cannot be reached")]
    Away(#[source] reqwest::Error),
    /// The machine lacks something.
    #[error(transparent)]
    Phone(#[from] PhoneError),
}

impl EnrolError {
    /// What it says in Chinese, as its `Display` says it in English.
    pub fn in_chinese(&self) -> &'static str {
        match self {
            Self::Qr(QrFault::NotOurs) => "这不是一刻的登记二维码",
            Self::Qr(QrFault::OtherVersion) => "二维码版本不符，请更新应用",
            Self::Qr(QrFault::Damaged) => "二维码已损坏，请重新扫描或重新生成",
            Self::CodeUnknown => "大厅不认识此二维码，请重新生成",
            Self::CodeUsed => "此二维码已被使用，请重新生成",
            Self::CodeExpired => "此二维码已过期，请重新生成",
            Self::StrangeCertificate => "对方证书不符，不是本大厅，请勿继续并告知管理员",
            Self::Status(StatusCode::TOO_MANY_REQUESTS) => "尝试次数过多，请稍后再试",
            Self::Status(_) => "大厅拒绝了登记",
            Self::Away(_) => "无法连接大厅，请检查网络",
            Self::Phone(_) => "本机无法建立加密连接",
        }
    }
}

/// Enrols this phone by what was scanned; `phone_name` tells it from the officer's others, at most 64 characters.
pub async fn enrol(qr: &str, phone_name: &str, key: &dyn PhoneKey) -> Result<Enrolment, EnrolError> {
    let qr: EnrolmentQr = qr.parse()?;
    let tls = match qr.pin {
        Some(pin) => tls::trust_pinned(pin)?,
        None => tls::trust(None)?,
    };
    let http = door::client(&tls)
        .build()
        .map_err(|error| PhoneError::Tls(error.into()))?;
    let public_key = key.public_key();
    let new = NewPhone {
        code: qr.code,
        key: hex::encode(public_key),
        name: phone_name.to_owned(),
    };
    let request = http.post(format!("{}/api/phones", qr.hall)).timeout(WITHIN);
    let response = request.json(&new).send().await.map_err(|error| {
        if tls::is_strange_certificate(&error) {
            EnrolError::StrangeCertificate
        } else {
            EnrolError::Away(error)
        }
    })?;
    let status = response.status();
    if !status.is_success() {
        let fault = response.json::<Fault>().await;
        return Err(match fault.as_ref().map(|fault| fault.code.as_str()) {
            Ok("code_unknown") => EnrolError::CodeUnknown,
            Ok("code_used") => EnrolError::CodeUsed,
            Ok("code_expired") => EnrolError::CodeExpired,
            _ => EnrolError::Status(status),
        });
    }
    let phone: PhoneView = response.json().await.map_err(EnrolError::Away)?;
    Ok(Enrolment {
        hall: qr.hall,
        phone: phone.id,
        name: phone.person_name,
        pin: qr.pin,
    })
}
