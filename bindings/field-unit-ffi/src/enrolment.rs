//! Enrolling a phone by a QR code, with a key pair that the platform keeps.

use std::sync::Arc;

use phone::{EnrolError, KeyFault, PhoneKey, Signing};
use tokio::task::spawn_blocking;

use crate::core_threads::CoreThreads;
use crate::fault::chain;
use crate::{AppFault, PhoneFault};

/// The phone's key pair on P-256, which stays where the platform keeps it; implemented by the app. Called from threads that
/// may wait, never from the one that awaits the core.
#[uniffi::export(with_foreign)]
pub trait KeyStore: Send + Sync {
    /// The DER of the public key, a `SubjectPublicKeyInfo` (RFC 5480) of 91 bytes; the pair is made if there is none.
    /// Given up after five seconds.
    fn public_key(&self) -> Result<Vec<u8>, AppFault>;

    /// Signs with ECDSA and SHA-256: the DER of an `ECDSA-Sig-Value` (RFC 3279). Given up after five seconds.
    fn sign(&self, message: Vec<u8>) -> Result<Vec<u8>, AppFault>;
}

/// What enrolling brought; the app keeps it beside the key, and starts its phone with it.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Enrolment {
    /// The hall's address.
    pub hall: String,
    /// Which phone this is.
    pub phone: String,
    /// The officer's name.
    pub name: String,
    /// The SHA-256 in hexadecimal of the hall's public keys that alone are trusted, if it has a certificate of its own.
    pub pins: Vec<String>,
}

/// What an enrolled phone signs in with.
#[derive(Clone, uniffi::Record)]
pub struct Enrolled {
    /// Which phone it is.
    pub phone: String,
    /// As enrolling brought them.
    pub pins: Vec<String>,
    /// Its key.
    pub key: Arc<dyn KeyStore>,
}

/// Enrols this phone by the text of the QR code that the hall's administrator shows, which is good once; `phone_name` tells the
/// phone from the officer's others, in 1 to 64 characters. `proxy` is that of the network, if it has one, as in [`PhoneSettings`].
///
/// [`PhoneSettings`]: crate::PhoneSettings
#[uniffi::export(default(proxy = None))]
pub async fn enrol(
    qr_text: String,
    phone_name: String,
    key: Arc<dyn KeyStore>,
    proxy: Option<String>,
) -> Result<Enrolment, PhoneFault> {
    let threads = CoreThreads::start()?;
    let enrolling =
        async move { phone::enrol(&qr_text, &phone_name, &PlatformKey(key), proxy.as_deref()).await };
    let enrolled = threads.run(enrolling).await;
    threads.end().await;
    let brought = enrolled?.map_err(PhoneFault::from)?;
    Ok(Enrolment {
        hall: brought.hall,
        phone: brought.phone.to_string(),
        name: brought.name,
        pins: brought.pins.iter().map(hex::encode).collect(),
    })
}

impl TryFrom<Enrolled> for phone::Enrolled {
    type Error = PhoneFault;

    fn try_from(enrolled: Enrolled) -> Result<Self, PhoneFault> {
        let phone = enrolled.phone.parse().map_err(|_| PhoneFault::NotAnId {
            text: enrolled.phone.clone(),
        })?;
        let pin = |text: &String| {
            let mut pin = [0; 32];
            let read = hex::decode_to_slice(text, &mut pin);
            read.map(|()| pin).map_err(|_| PhoneFault::Certificates)
        };
        Ok(Self {
            phone,
            key: Arc::new(PlatformKey(enrolled.key)),
            pins: enrolled.pins.iter().map(pin).collect::<Result<_, _>>()?,
        })
    }
}

/// The platform's key.
struct PlatformKey(Arc<dyn KeyStore>);

impl PlatformKey {
    /// Asks the platform; whoever else runs on this thread does not wait for it.
    fn ask(
        &self,
        what: impl FnOnce(&dyn KeyStore) -> Result<Vec<u8>, AppFault> + Send + 'static,
    ) -> Signing<'_> {
        let key = Arc::clone(&self.0);
        Box::pin(async move {
            match spawn_blocking(move || what(&*key)).await {
                Ok(given) => given.map_err(|thrown| KeyFault(thrown.into())),
                Err(broken) => Err(KeyFault(broken.into())),
            }
        })
    }
}

impl PhoneKey for PlatformKey {
    fn public_key(&self) -> Signing<'_> {
        self.ask(|key| key.public_key())
    }

    fn sign(&self, message: Vec<u8>) -> Signing<'_> {
        self.ask(move |key| key.sign(message))
    }
}

impl From<EnrolError> for PhoneFault {
    fn from(error: EnrolError) -> Self {
        Self::NotEnrolled {
            reason: error.code().to_owned(),
            detail: chain(&error),
            english: error.to_string(),
            chinese: error.in_chinese().to_owned(),
        }
    }
}

#[cfg(test)]
mod tests;
