//! Whom a phone believes to be the hall.

use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{WebPkiSupportedAlgorithms, aws_lc_rs, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use sha2::{Digest, Sha256};

use crate::PhoneError;

/// Trusts the system's certificates and those in `ca`.
///
/// The provider of the cryptography is named outright: the process around a phone may have another.
pub(crate) fn trust(ca: Option<&[u8]>) -> Result<Arc<ClientConfig>, PhoneError> {
    let mut roots = RootCertStore::empty();
    // A system without certificates of its own is no fault while `ca` names the hall's.
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if let Some(pem) = ca {
        let mut found = 0_usize;
        for certificate in CertificateDer::pem_slice_iter(pem) {
            let certificate = certificate.map_err(|_| PhoneError::Certificates)?;
            roots.add(certificate).map_err(|_| PhoneError::Certificates)?;
            found += 1;
        }
        if found == 0 {
            return Err(PhoneError::Certificates);
        }
    }
    with_roots(roots)
}

/// Trusts nobody: for a hall that is spoken to without encryption.
pub(crate) fn trust_nobody() -> Result<Arc<ClientConfig>, PhoneError> {
    with_roots(RootCertStore::empty())
}

fn with_roots(roots: RootCertStore) -> Result<Arc<ClientConfig>, PhoneError> {
    let config = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| PhoneError::Tls(error.into()))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(Arc::new(config))
}

/// Trusts the public keys with these SHA-256 (RFC 7469 section 2.4) alone, whoever signed a certificate of theirs.
pub(crate) fn trust_pinned(pins: &[[u8; 32]]) -> Result<Arc<ClientConfig>, PhoneError> {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let pinned = Pinned {
        pins: pins.to_vec(),
        algorithms: provider.signature_verification_algorithms,
    };
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| PhoneError::Tls(error.into()))?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(pinned))
        .with_no_client_auth();
    Ok(Arc::new(config))
}

/// What is wrong with a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CertificateFault {
    /// It is not the hall's.
    Strange,
    /// By the phone's clock it has run out, or is not valid yet.
    Dates,
}

/// What is wrong with the certificate that an error comes of, if it comes of one.
pub(crate) fn certificate_fault(error: &(dyn std::error::Error + 'static)) -> Option<CertificateFault> {
    if let Some(rustls::Error::InvalidCertificate(fault)) = error.downcast_ref() {
        return Some(match fault {
            CertificateError::Expired
            | CertificateError::ExpiredContext { .. }
            | CertificateError::NotValidYet
            | CertificateError::NotValidYetContext { .. } => CertificateFault::Dates,
            _ => CertificateFault::Strange,
        });
    }
    // What an I/O error holds is not among its sources.
    let held = error
        .downcast_ref::<std::io::Error>()
        .and_then(std::io::Error::get_ref);
    match held {
        Some(held) => certificate_fault(held),
        None => error.source().and_then(certificate_fault),
    }
}

/// Takes the holder of one of these keys for the hall: the handshake proves that the key is held.
///
/// A certificate's dates are not looked at: a key known beforehand needs nobody to vouch for it, and the phone's clock may be wrong.
#[derive(Debug)]
struct Pinned {
    pins: Vec<[u8; 32]>,
    algorithms: WebPkiSupportedAlgorithms,
}

impl ServerCertVerifier for Pinned {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _name: &ServerName<'_>,
        _ocsp: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let parsed = ParsedCertificate::try_from(certificate)?;
        let shown: [u8; 32] = Sha256::digest(parsed.subject_public_key_info()).into();
        if self.pins.contains(&shown) {
            Ok(ServerCertVerified::assertion())
        } else {
            Err(CertificateError::ApplicationVerificationFailure.into())
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, certificate, signed, &self.algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, certificate, signed, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests;
