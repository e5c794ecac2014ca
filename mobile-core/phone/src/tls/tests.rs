//! What is said of certificates that are not to be trusted.

use rustls::pki_types::UnixTime;

use super::*;

fn told(fault: CertificateError) -> Option<CertificateFault> {
    let error = std::io::Error::other(rustls::Error::InvalidCertificate(fault));
    certificate_fault(&error)
}

#[test]
fn dates_are_told_from_strangers() {
    let time = UnixTime::since_unix_epoch(std::time::Duration::ZERO);
    let (not_after, not_before) = (time, time);
    for dates in [
        CertificateError::Expired,
        CertificateError::NotValidYet,
        CertificateError::ExpiredContext { time, not_after },
        CertificateError::NotValidYetContext { time, not_before },
    ] {
        assert_eq!(told(dates), Some(CertificateFault::Dates));
    }
    for strange in [
        CertificateError::UnknownIssuer,
        CertificateError::NotValidForName,
        CertificateError::ApplicationVerificationFailure,
    ] {
        assert_eq!(told(strange), Some(CertificateFault::Strange));
    }
    let lost = std::io::Error::from(std::io::ErrorKind::ConnectionReset);
    assert_eq!(certificate_fault(&lost), None);
}
