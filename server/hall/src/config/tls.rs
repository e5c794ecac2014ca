//! Which certificate the hall shows, and whether it may do without one.

use std::net::SocketAddr;
use std::path::PathBuf;

use super::existing_file;
use super::settings::{Setting, Settings};

/// The operator's certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TlsFiles {
    /// A PEM file with the certificate, and those that vouch for it.
    pub certificate: PathBuf,
    /// A PEM file with the certificate's private key.
    pub key: PathBuf,
    /// A PEM file with the private key that a later certificate will have, which phones are told beforehand.
    pub next_key: Option<PathBuf>,
}

/// Both files or neither; the next key only with them.
pub(super) fn tls(settings: &mut Settings) -> Setting<TlsFiles> {
    let certificate = existing_file(settings, "tls_certificate", "a PEM file");
    let key = existing_file(settings, "tls_key", "a PEM file");
    let next_key = existing_file(settings, "tls_next_key", "a PEM file");
    let missing = match (certificate, key, next_key) {
        (Setting::Faulty, _, _) | (_, Setting::Faulty, _) | (_, _, Setting::Faulty) => {
            return Setting::Faulty;
        }
        (Setting::Absent, Setting::Absent, Setting::Absent) => return Setting::Absent,
        (Setting::Value(certificate), Setting::Value(key), next_key) => {
            return Setting::Value(TlsFiles {
                certificate,
                key,
                next_key: next_key.optional().ok().flatten(),
            });
        }
        (Setting::Value(_), Setting::Absent, _) => (
            "tls_key",
            "missing; name the key of tls_certificate, or leave both out",
        ),
        (Setting::Absent, Setting::Value(_), _) => (
            "tls_certificate",
            "missing; name the certificate of tls_key, or leave both out",
        ),
        (Setting::Absent, Setting::Absent, Setting::Value(_)) => (
            "tls_next_key",
            "there is no key before it; name tls_certificate and tls_key, or leave this out",
        ),
    };
    settings.fault(missing.0, missing.1);
    Setting::Faulty
}

/// Passwords go over the network encrypted or not at all.
pub(super) fn check_secrecy(settings: &mut Settings, bind: SocketAddr, tls: bool, insecure: bool) {
    if tls && insecure {
        settings.fault(
            "insecure_http",
            "there is a certificate, so nothing is insecure; leave this out",
        );
    } else if !tls && !insecure && !bind.ip().is_loopback() {
        settings.fault(
            "bind",
            "plain HTTP would carry passwords in the clear beyond this machine; name tls_certificate and \
             tls_key, bind to 127.0.0.1, or set insecure_http = true if something in front does TLS",
        );
    }
}
