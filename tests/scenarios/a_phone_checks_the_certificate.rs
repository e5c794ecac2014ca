//! A phone talks over TLS, also about its pictures, and only to a hall whose certificate it can trust.

use domain::Role;
use hall::config::TlsFiles;
use phone::{Phone, PhoneConfig};
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
