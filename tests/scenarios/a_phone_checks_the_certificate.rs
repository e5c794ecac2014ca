//! A phone talks over TLS, also about its pictures, and only to a hall whose certificate it can trust.

use std::time::Duration;

use domain::Role;
use hall::config::TlsFiles;
use phone::{EnrolError, Notice, Phone, PhoneConfig, SoftwareKey, UnitNotice, enrol};
use reqwest::{Certificate, Client};
use tests::filming::Filming;
use tests::test_hall::PASSWORD;
use tests::{Desk, TestHall, eventually};

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_checks_the_certificate() {
    tests::choose_cryptography();
    let folder = tempfile::tempdir().unwrap();
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let pem = made.cert.pem();
    let files = TlsFiles {
        certificate: folder.path().join("certificate.pem"),
        key: folder.path().join("key.pem"),
        next_key: None,
    };
    std::fs::write(&files.certificate, &pem).unwrap();
    std::fs::write(&files.key, made.signing_key.serialize_pem()).unwrap();
    let tls = hall::tls::read(&files).unwrap();
    let hall = TestHall::start_with(folder, |options| options.tls = Some(tls.config)).await;
    let town = hall.town("Vaduz").await;
    let wary = hall.officer("Vaduz 1", town).await;
    let trusting = hall.officer("Vaduz 2", town).await;
    hall.person("dispatcher", Role::Dispatcher).await;
    let client = Client::builder().tls_certs_merge([Certificate::from_pem(pem.as_bytes()).unwrap()]);
    let dispatcher = Desk::sign_in_by(client, &hall.url(), "dispatcher", PASSWORD).await;

    let wary_phone = hall.phone(&wary, None);
    let trusting_phone = Phone::start(PhoneConfig {
        ca: Some(pem.into_bytes()),
        ..hall.phone_config(&trusting)
    })
    .unwrap();
    eventually("the phone that trusts the certificate is online", async || {
        trusting_phone.snapshot().online.then_some(())
    })
    .await;
    let camera = Filming::start(&trusting_phone, &trusting.name).await;
    eventually("its picture is in the hall", async || {
        dispatcher.unit(trusting.unit).await.live.then_some(())
    })
    .await;
    assert!(!wary_phone.snapshot().online);
    let heard_at = dispatcher.unit(wary.unit).await.heard_at;
    assert_eq!(heard_at, None, "nothing was said to a hall that is not trusted");
    camera.stop().await;
    trusting_phone.shutdown().await;
    wary_phone.shutdown().await;
    hall.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_that_is_not_valid_now_is_no_stranger() {
    tests::choose_cryptography();
    let folder = tempfile::tempdir().unwrap();
    let key = rcgen::KeyPair::generate().unwrap();
    let mut params = rcgen::CertificateParams::new(["localhost".to_owned()]).unwrap();
    params.not_before = rcgen::date_time_ymd(2020, 1, 1);
    params.not_after = rcgen::date_time_ymd(2021, 1, 1);
    let pem = params.self_signed(&key).unwrap().pem();
    let files = TlsFiles {
        certificate: folder.path().join("certificate.pem"),
        key: folder.path().join("key.pem"),
        next_key: None,
    };
    std::fs::write(&files.certificate, &pem).unwrap();
    std::fs::write(&files.key, key.serialize_pem()).unwrap();
    let tls = hall::tls::read(&files).unwrap();
    let hall = TestHall::start_with(folder, |options| options.tls = Some(tls.config)).await;
    let town = hall.town("Vaduz").await;
    let officer = hall.officer("Vaduz 1", town).await;
    let phone = Phone::start(PhoneConfig {
        ca: Some(pem.into_bytes()),
        ..hall.phone_config(&officer)
    })
    .unwrap();
    let mut notices = phone.notices();
    let told = async {
        loop {
            match notices.next().await.unwrap() {
                Notice::Unit(UnitNotice::CertificateDates) => return,
                Notice::Unit(UnitNotice::StrangeHall) => panic!("it is the hall"),
                _ => {}
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(30), told).await.unwrap();
    phone.shutdown().await;

    let key = SoftwareKey::open(&hall.folder().join("phone.key")).unwrap();
    let qr = format!("yike://enrol?v=1&hall={}&code={}", hall.url(), "a".repeat(43));
    let refused = enrol(&qr, "phone", &key, None).await.unwrap_err();
    assert!(matches!(refused, EnrolError::CertificateDates), "{refused}");
    assert!(refused.in_chinese().contains("有效期"));
    hall.stop().await;
}
