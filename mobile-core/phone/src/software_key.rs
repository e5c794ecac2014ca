//! A phone's key in a file, for machines without a key store: rehearsals, tests, servers that play phones.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use aws_lc_rs::encoding::AsDer as _;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _};

use crate::enrolment::{KeyFault, PhoneKey, Signing};

/// A key pair whose private half lies in a file that only its owner reads.
pub struct SoftwareKey {
    pair: EcdsaKeyPair,
    public: Vec<u8>,
}

impl SoftwareKey {
    /// The key in the file; it is made if there is none.
    pub fn open(file: &Path) -> io::Result<Self> {
        let pkcs8 = match std::fs::read(file) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => make(file)?,
            read => read?,
        };
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &pkcs8)
            .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;
        let public = pair
            .public_key()
            .as_der()
            .map_err(io::Error::other)?
            .as_ref()
            .to_vec();
        Ok(Self { pair, public })
    }
}

impl PhoneKey for SoftwareKey {
    fn public_key(&self) -> Signing<'_> {
        Box::pin(async { Ok(self.public.clone()) })
    }

    fn sign(&self, message: Vec<u8>) -> Signing<'_> {
        Box::pin(async move {
            let signature = self.pair.sign(&SystemRandom::new(), &message);
            let signature = signature.map_err(|error| KeyFault(error.into()))?;
            Ok(signature.as_ref().to_vec())
        })
    }
}

fn make(file: &Path) -> io::Result<Vec<u8>> {
    let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &SystemRandom::new())
        .map_err(io::Error::other)?;
    let mut options = OpenOptions::new();
    let mut opened = options.write(true).create_new(true).mode(0o600).open(file)?;
    opened.write_all(made.as_ref())?;
    opened.sync_all()?;
    Ok(made.as_ref().to_vec())
}
