//! Certificates made on the spot, right and wrong.

use std::time::Duration;

use rcgen::{CertificateParams, KeyPair};
use tempfile::TempDir;

use super::*;

/// A certificate's files that run out `days` from 2026 on.
fn files(folder: &TempDir, name: &str) -> TlsFiles {
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new(vec!["hall.example".to_owned()]).unwrap();
    params.not_before = rcgen::date_time_ymd(2020, 1, 1);
    params.not_after = rcgen::date_time_ymd(2021, 1, 1);
    let certificate = params.self_signed(&key).unwrap();
    let write = |kind: &str, text: String| {
        let path = folder.path().join(format!("{name}.{kind}.pem"));
        std::fs::write(&path, text).unwrap();
        path
    };
    TlsFiles {
        certificate: write("certificate", certificate.pem()),
        key: write("key", key.serialize_pem()),
        next_key: None,
    }
}

#[test]
fn the_next_key_is_pinned_beside_the_certificates() {
    let folder = TempDir::new().unwrap();
    let (now, then) = (files(&folder, "now"), files(&folder, "then"));
    let pins = |key: &Path, next_key: Option<&PathBuf>| {
        let files = TlsFiles {
            certificate: key.with_file_name(
                key.file_name()
                    .unwrap()
                    .to_string_lossy()
                    .replace("key", "certificate"),
            ),
            key: key.into(),
            next_key: next_key.cloned(),
        };
        read(&files).unwrap().pins
    };
    let alone = [pins(&now.key, None), pins(&then.key, None)].concat();
    assert_eq!(alone.len(), 2);
    assert_ne!(alone[0], alone[1]);
    assert_eq!(pins(&now.key, Some(&then.key)), alone);

    let no_key = TlsFiles {
        next_key: Some(then.certificate),
        ..now
    };
    let error = read(&no_key).unwrap_err().to_string();
    assert!(error.starts_with("tls_next_key: "), "{error}");
}

#[test]
fn a_certificate_with_its_key_is_taken_and_its_end_known() {
    let folder = TempDir::new().unwrap();

    let tls = read(&files(&folder, "good")).unwrap();

    let end = SystemTime::UNIX_EPOCH + Duration::from_hours(24 * 18_628);
    assert_eq!(tls.expires_at, Some(end), "2021-01-01");
    assert!(tls.is_expired(end) && !tls.is_expired(end - Duration::from_secs(1)));
}

#[test]
fn each_mistake_has_its_own_words() {
    let folder = TempDir::new().unwrap();
    let (good, other) = (files(&folder, "good"), files(&folder, "other"));
    let with = |certificate: &Path, key: &Path| {
        let error = read(&TlsFiles {
            certificate: certificate.into(),
            key: key.into(),
            next_key: None,
        })
        .unwrap_err();
        error
            .to_string()
            .replace(&*folder.path().to_string_lossy(), "DIR")
    };
    let nowhere = folder.path().join("nowhere.pem");
    let junk = folder.path().join("junk.pem");
    std::fs::write(
        &junk,
        "-----BEGIN CERTIFICATE-----\n%%%\n-----END CERTIFICATE-----\n",
    )
    .unwrap();
    let wrong = folder.path().join("wrong.pem");
    std::fs::write(
        &wrong,
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
    )
    .unwrap();

    assert_eq!(
        with(&nowhere, &good.key),
        "tls_certificate: cannot read DIR/nowhere.pem"
    );
    assert_eq!(
        with(&good.certificate, &nowhere),
        "tls_key: cannot read DIR/nowhere.pem"
    );
    assert_eq!(
        with(&good.key, &good.key),
        "tls_certificate: DIR/good.key.pem has no certificate in it: no line says BEGIN CERTIFICATE"
    );
    assert!(
        with(&good.certificate, &good.certificate)
            .starts_with("tls_key: DIR/good.certificate.pem has no private key")
    );
    assert_eq!(
        with(&good.certificate, &other.key),
        "tls_key: the key in DIR/other.key.pem is not the one of the certificate in DIR/good.certificate.pem"
    );
    assert_eq!(
        with(&junk, &good.key),
        "tls_certificate: DIR/junk.pem is no PEM file; convert it with openssl"
    );
    assert!(with(&wrong, &good.key).ends_with("cannot be used"));
}
