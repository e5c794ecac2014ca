//! The operator's certificate, as rustls takes it.
//!
//! Each way to get it wrong has an error that names the file. A certificate that has run out is served
//! all the same, with a warning: a hall whose screens warn is better than one that does not start.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use rustls::ServerConfig;
use rustls::crypto::aws_lc_rs::sign::any_supported_type;
use rustls::pki_types::pem::{self, PemObject};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use sha2::{Digest, Sha256};
use x509_cert::der::Decode;

use crate::config::TlsFiles;

/// Why there is no TLS.
#[derive(Debug, thiserror::Error)]
pub enum TlsFault {
    /// A file cannot be read.
    #[error("{field}: cannot read {}", file.display())]
    Unreadable {
        /// The setting that names it.
        field: &'static str,
        /// Which.
        file: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// A file is not PEM.
    #[error("{field}: {} is no PEM file; convert it with openssl", file.display())]
    NotPem {
        /// The setting that names it.
        field: &'static str,
        /// Which.
        file: PathBuf,
        /// Why.
        #[source]
        source: pem::Error,
    },
    /// The file has no certificate in it.
    #[error("tls_certificate: {} has no certificate in it: no line says BEGIN CERTIFICATE", .0.display())]
    NoCertificate(PathBuf),
    /// The file has no private key in it.
    #[error("{field}: {} has no private key in it, or only an encrypted one; take off its passphrase with openssl", file.display())]
    NoKey {
        /// The setting that names it.
        field: &'static str,
        /// Which.
        file: PathBuf,
    },
    /// The next key is of a kind that rustls cannot use.
    #[error("tls_next_key: the key in {} cannot be used; make one on P-256 with openssl", .0.display())]
    NextKey(PathBuf),
    /// The key belongs to another certificate.
    #[error("tls_key: the key in {} is not the one of the certificate in {}", files.key.display(), files.certificate.display())]
    Mismatch {
        /// Which.
        files: Box<TlsFiles>,
    },
    /// rustls cannot use certificate or key.
    #[error("tls_certificate: the certificate in {} with the key in {} cannot be used", files.certificate.display(), files.key.display())]
    Unusable {
        /// Which.
        files: Box<TlsFiles>,
        /// Why.
        #[source]
        source: rustls::Error,
    },
}

/// What rustls needs to serve with the operator's certificate.
#[derive(Clone, Debug)]
pub struct Tls {
    /// For the listener.
    pub config: Arc<ServerConfig>,
    /// When the certificate runs out, if it says so in words we read.
    pub expires_at: Option<SystemTime>,
    /// The SHA-256 of its public key (RFC 7469 section 2.4), if we can read it, then that of the next.
    pub pins: Vec<[u8; 32]>,
}

impl Tls {
    /// Whether the certificate has run out.
    pub fn is_expired(&self, now: SystemTime) -> bool {
        self.expires_at.is_some_and(|at| at <= now)
    }
}

/// Reads the operator's files.
pub fn read(files: &TlsFiles) -> Result<Tls, TlsFault> {
    let chain = certificates(&files.certificate)?;
    let expires_at = chain.first().and_then(expiry);
    let mut pins: Vec<_> = chain.first().and_then(pin).into_iter().collect();
    if let Some(next_key) = &files.next_key {
        pins.push(pin_of_key(next_key)?);
    }
    let key = key("tls_key", &files.key)?;
    let fault = |source| match source {
        rustls::Error::InconsistentKeys(_) => TlsFault::Mismatch {
            files: Box::new(files.clone()),
        },
        source => TlsFault::Unusable {
            files: Box::new(files.clone()),
            source,
        },
    };
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(fault)?
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .map_err(fault)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Tls {
        config: Arc::new(config),
        expires_at,
        pins,
    })
}

fn certificates(file: &Path) -> Result<Vec<CertificateDer<'static>>, TlsFault> {
    let field = "tls_certificate";
    let bytes = bytes(field, file)?;
    let chain = CertificateDer::pem_slice_iter(&bytes).collect::<Result<Vec<_>, _>>();
    let chain = chain.map_err(|source| TlsFault::NotPem {
        field,
        file: file.into(),
        source,
    })?;
    if chain.is_empty() {
        return Err(TlsFault::NoCertificate(file.into()));
    }
    Ok(chain)
}

fn key(field: &'static str, file: &Path) -> Result<PrivateKeyDer<'static>, TlsFault> {
    PrivateKeyDer::from_pem_slice(&bytes(field, file)?).map_err(|error| match error {
        pem::Error::NoItemsFound => TlsFault::NoKey {
            field,
            file: file.into(),
        },
        source => TlsFault::NotPem {
            field,
            file: file.into(),
            source,
        },
    })
}

fn bytes(field: &'static str, file: &Path) -> Result<Vec<u8>, TlsFault> {
    std::fs::read(file).map_err(|source| TlsFault::Unreadable {
        field,
        file: file.into(),
        source,
    })
}

fn pin(certificate: &CertificateDer<'_>) -> Option<[u8; 32]> {
    let certificate = rustls::server::ParsedCertificate::try_from(certificate).ok()?;
    Some(Sha256::digest(certificate.subject_public_key_info()).into())
}

/// The pin of the certificate that this private key will have.
fn pin_of_key(file: &Path) -> Result<[u8; 32], TlsFault> {
    let signing = any_supported_type(&key("tls_next_key", file)?);
    let public = signing.ok().and_then(|key| {
        let public = key.public_key()?;
        Some(Sha256::digest(&public).into())
    });
    public.ok_or_else(|| TlsFault::NextKey(file.into()))
}

fn expiry(certificate: &CertificateDer<'_>) -> Option<SystemTime> {
    let certificate = x509_cert::Certificate::from_der(certificate).ok()?;
    Some(
        certificate
            .tbs_certificate()
            .validity()
            .not_after
            .to_system_time(),
    )
}

#[cfg(test)]
mod tests;
