//! How a phone comes to a hall: by the QR code that its administrator shows.
//!
//! The key pair is the platform's (Android's key store, Apple's Secure Enclave) and never leaves it; the phone is
//! handed signatures. What enrolling brings, the app keeps, and starts its phone with.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use domain::PhoneId;
use hyper::{Method, StatusCode};
use protocol::api::{Fault, NewPhone, PhoneView};
use protocol::enrolment::{EnrolmentQr, QrFault};
use tokio::time::timeout;
use url::Url;

use crate::PhoneError;
use crate::call::{Call, CallError};
use crate::dial::Dialler;
use crate::tls::{self, CertificateFault};

/// Enrolling may take this long.
const WITHIN: Duration = Duration::from_secs(15);

/// A key may take this long to do what it is asked for.
const KEY_WITHIN: Duration = Duration::from_secs(5);

/// What a key is asked for, when it is there: its public half, or a signature.
pub type Signing<'a> = Pin<Box<dyn Future<Output = Result<Vec<u8>, KeyFault>> + Send + 'a>>;

/// A private key on P-256 that somebody else keeps.
pub trait PhoneKey: Send + Sync {
    /// The DER of the public key, a `SubjectPublicKeyInfo` (RFC 5480) of 91 bytes. Given up after five seconds.
    fn public_key(&self) -> Signing<'_>;

    /// Signs with ECDSA and SHA-256; the DER of an `ECDSA-Sig-Value` (RFC 3279). Given up after five seconds.
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
    /// The SHA-256 of the hall's public key and of those to come (RFC 7469 section 2.4): the only ones to be trusted, if any.
    pub pins: Vec<[u8; 32]>,
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
    /// The SHA-256 of the hall's public key and of those to come, if it has a certificate of its own.
    pub pins: Vec<[u8; 32]>,
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
    /// By the phone's clock the hall's certificate has run out, or is not valid yet.
    #[error(
        "the hall's certificate is not valid at this phone's time; check the phone's clock, then the certificate's dates"
    )]
    CertificateDates,
    /// The phone's key cannot be used.
    #[error(transparent)]
    Key(#[from] KeyFault),
    /// The hall takes nothing of this.
    #[error("the hall answered {0}")]
    Status(StatusCode),
    /// The network's proxy does not let this phone through.
    #[error("this network's proxy does not let the phone through; ask its administrator, or use mobile data")]
    ProxyRefused,
    /// It cannot be reached, or made no sense.
    #[error("the hall cannot be reached")]
    Away(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The machine lacks something.
    #[error(transparent)]
    Phone(#[from] PhoneError),
}

impl EnrolError {
    /// The stable name of the reason.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Qr(QrFault::NotOurs) => "not_ours",
            Self::Qr(QrFault::OtherVersion) => "other_version",
            Self::Qr(QrFault::Unencrypted) => "unencrypted",
            Self::Qr(QrFault::Damaged) => "damaged",
            Self::CodeUnknown => "code_unknown",
            Self::CodeUsed => "code_used",
            Self::CodeExpired => "code_expired",
            Self::StrangeCertificate => "strange_certificate",
            Self::CertificateDates => "certificate_dates",
            Self::Key(_) => "key",
            Self::Status(_) => "refused",
            Self::ProxyRefused => "proxy_refused",
            Self::Away(_) => "away",
            Self::Phone(PhoneError::ProxyAddress(_)) => "proxy_address",
            Self::Phone(_) => "phone",
        }
    }

    /// What it says in Chinese, as its `Display` says it in English.
    pub fn in_chinese(&self) -> &'static str {
        match self {
            Self::Qr(QrFault::NotOurs) => "这不是一刻的登记二维码",
            Self::Qr(QrFault::OtherVersion) => "二维码版本不符，请更新应用",
            Self::Qr(QrFault::Damaged) => "二维码已损坏，请重新扫描或重新生成",
            Self::Qr(QrFault::Unencrypted) => "二维码含证书但地址未加密（http），请重新生成",
            Self::CodeUnknown => "大厅不认识此二维码，请重新生成",
            Self::CodeUsed => "此二维码已被使用，请重新生成",
            Self::CodeExpired => "此二维码已过期，请重新生成",
            Self::StrangeCertificate => "对方证书不符，不是本大厅，请勿继续并告知管理员",
            Self::CertificateDates => "大厅证书不在有效期内，请先核对本机时间，再请管理员检查证书",
            Self::Key(_) => "本机密钥无法使用，请解锁手机后重试",
            Self::Status(StatusCode::TOO_MANY_REQUESTS) => "尝试次数过多，请稍后再试",
            Self::Status(_) => "大厅拒绝了登记",
            Self::ProxyRefused => "此网络的代理拒绝连接，请联系其管理员或改用移动数据",
            Self::Away(_) => "无法连接大厅，请检查网络",
            Self::Phone(PhoneError::ProxyAddress(_)) => "代理服务器地址有误",
            Self::Phone(_) => "本机无法建立加密连接",
        }
    }
}

/// Enrols this phone by what was scanned; `phone_name` tells it from the officer's others, at most 64 characters.
///
/// An answer that is lost is asked for once more: the hall gives it again to the same key. `proxy` is that of the network, if it
/// has one.
pub async fn enrol(
    qr: &str,
    phone_name: &str,
    key: &dyn PhoneKey,
    proxy: Option<&str>,
) -> Result<Enrolment, EnrolError> {
    let qr: EnrolmentQr = qr.parse()?;
    let hall: Url = qr.hall.parse().map_err(|_| QrFault::Damaged)?;
    let tls = match (&*qr.pins, hall.scheme()) {
        ([], "https") => tls::trust(None)?,
        ([], _) => tls::trust_nobody()?,
        (pins, _) => tls::trust_pinned(pins)?,
    };
    let dialler = Dialler::new(&hall, None, tls, proxy).map_err(PhoneError::from)?;
    let new = NewPhone {
        code: qr.code,
        key: hex::encode(in_time(key.public_key()).await?),
        name: phone_name.to_owned(),
    };
    let url = hall.join("/api/phones").map_err(|_| QrFault::Damaged)?;
    let mut answer = ask(&dialler, &url, &new).await;
    if matches!(answer, Err(EnrolError::Away(_))) {
        answer = ask(&dialler, &url, &new).await;
    }
    let phone = answer?;
    Ok(Enrolment {
        hall: qr.hall,
        phone: phone.id,
        name: phone.person_name,
        pins: qr.pins,
    })
}

/// What a key is asked for, unless that takes too long.
pub(crate) async fn in_time(asked: Signing<'_>) -> Result<Vec<u8>, KeyFault> {
    timeout(KEY_WITHIN, asked)
        .await
        .map_err(|late| KeyFault(late.into()))?
}

async fn ask(dialler: &Dialler, url: &Url, new: &NewPhone) -> Result<PhoneView, EnrolError> {
    let request = Call::new(dialler, Method::POST, url).timeout(WITHIN).json(new);
    let response = request
        .send()
        .await
        .map_err(|error| match (tls::certificate_fault(&error), error) {
            (Some(CertificateFault::Strange), _) => EnrolError::StrangeCertificate,
            (Some(CertificateFault::Dates), _) => EnrolError::CertificateDates,
            (None, CallError::Dial(dial)) if dial.is_proxys_no() => EnrolError::ProxyRefused,
            (None, error) => EnrolError::Away(error.into()),
        })?;
    let status = response.status();
    if status.is_success() {
        return response
            .json()
            .await
            .map_err(|error| EnrolError::Away(error.into()));
    }
    let fault = response.json::<Fault>().await;
    Err(match fault.as_ref().map(|fault| fault.code.as_str()) {
        Ok("code_unknown") => EnrolError::CodeUnknown,
        Ok("code_used") => EnrolError::CodeUsed,
        Ok("code_expired") => EnrolError::CodeExpired,
        _ => EnrolError::Status(status),
    })
}

#[cfg(test)]
mod tests;
