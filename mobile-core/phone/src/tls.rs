//! Whom a phone believes to be the hall.

use std::sync::Arc;

use rustls::crypto::aws_lc_rs;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};

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
