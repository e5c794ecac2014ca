//! A phone comes in by a QR code, signs in by its key, and is put out within a second.

use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::{PersonId, Role};
use hall::config::TlsFiles;
use phone::{
    EnrolError, Enrolled, Enrolment, Listener, Notice, Phone, PhoneConfig, PhoneKey, QrFault, SoftwareKey,
    UnitNotice, enrol,
};
use protocol::api::{EnrolmentView, PersonView, PhoneView};
use reqwest::{Certificate, Client};
use serde_json::json;
use tests::filming::Filming;
use tests::test_hall::{Officer, PASSWORD};
use tests::{Desk, TestHall, eventually};

/// How soon a revoked phone is out.
const AT_ONCE: Duration = Duration::from_secs(1);

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_is_enrolled_and_put_out() {
    let hall = TestHall::start().await;
    let town = hall.town("Vaduz").await;
    let officer = hall.officer("Vaduz 1", town).await;
    let administrator = hall.seat("administrator", Role::Administrator).await;
    let qr = qr_for(&administrator, &officer).await;
    let key: Arc<dyn PhoneKey> = Arc::new(key_in(&hall, "key"));
    let enrolment = enrol(&qr, "HUAWEI Mate 60", &*key, None).await.unwrap();
    assert_eq!(enrolment.name, officer.name);
    let again = enrol(&qr, "another name", &*key, None).await.unwrap();
    assert_eq!(again, enrolment, "an answer may be lost");
    assert!(matches!(
        enrol(&qr, "another", &key_in(&hall, "another key"), None).await,
        Err(EnrolError::CodeUsed)
    ));

    let config = enrolled(&hall, &officer, &enrolment, &key);
    let phone = Phone::start(config.clone()).unwrap();
    online(&phone).await;
    let mut notices = phone.notices();
    let camera = Filming::start(&phone, "Vaduz 1").await;
    eventually("live", async || {
        administrator.unit(officer.unit).await.live.then_some(())
    })
    .await;
    assert!(phone.renew_session().await, "a session that stands is renewed");
    assert!(phone.snapshot().online && administrator.unit(officer.unit).await.live);

    let revoked_at = Instant::now();
    revoke(&administrator, &enrolment).await;
    eventually("its stream stopped", async || {
        (!administrator.unit(officer.unit).await.live).then_some(())
    })
    .await;
    let stopped = revoked_at.elapsed();
    eventually("it is out", async || (!phone.snapshot().online).then_some(())).await;
    let out = revoked_at.elapsed();
    assert!(
        stopped < AT_ONCE && out < AT_ONCE,
        "stream {stopped:?}, phone {out:?}"
    );
    assert!(!phone.renew_session().await, "a revoked phone renews nothing");
    noticed(&mut notices, UnitNotice::PhoneRevoked).await;
    let left: Vec<PhoneView> = administrator.get("/api/phones").await;
    assert_eq!(left, []);
    camera.stop().await;
    phone.shutdown().await;

    let again = enrol(&qr_for(&administrator, &officer).await, "its next", &*key, None)
        .await
        .unwrap();
    let phone = Phone::start(enrolled(&hall, &officer, &again, &key)).unwrap();
    online(&phone).await;
    phone.shutdown().await;
    hall.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_signs_off_and_on_again() {
    let hall = TestHall::start().await;
    let town = hall.town("Vaduz").await;
    let officer = hall.officer("Vaduz 1", town).await;
    let administrator = hall.seat("administrator", Role::Administrator).await;
    let key: Arc<dyn PhoneKey> = Arc::new(key_in(&hall, "key"));
    let qr = qr_for(&administrator, &officer).await;
    let enrolment = enrol(&qr, "phone", &*key, None).await.unwrap();
    for _ in 0..2 {
        let phone = Phone::start(enrolled(&hall, &officer, &enrolment, &key)).unwrap();
        online(&phone).await;
        assert!(phone.sign_off().await);
        assert!(!phone.renew_session().await, "there is no session any more");
    }
    // The key is read again as it was made.
    let key: Arc<dyn PhoneKey> = Arc::new(key_in(&hall, "key"));
    let phone = Phone::start(enrolled(&hall, &officer, &enrolment, &key)).unwrap();
    online(&phone).await;
    phone.shutdown().await;
    let other: Arc<dyn PhoneKey> = Arc::new(key_in(&hall, "another key"));
    let stranger = Phone::start(enrolled(&hall, &officer, &enrolment, &other)).unwrap();
    let mut notices = stranger.notices();
    noticed(&mut notices, UnitNotice::SignInRefused).await;
    stranger.shutdown().await;
    hall.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_enrolled_phone_trusts_the_halls_own_key_alone() {
    tests::choose_cryptography();
    let folder = tempfile::tempdir().unwrap();
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let pem = made.cert.pem();
    let files = TlsFiles {
        certificate: folder.path().join("certificate.pem"),
        key: folder.path().join("key.pem"),
        next_key: Some(folder.path().join("next.pem")),
    };
    std::fs::write(&files.certificate, &pem).unwrap();
    std::fs::write(&files.key, made.signing_key.serialize_pem()).unwrap();
    let next = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    std::fs::write(folder.path().join("next.pem"), next.signing_key.serialize_pem()).unwrap();
    let tls = hall::tls::read(&files).unwrap();
    let hall = TestHall::start_with(folder, |options| {
        options.pins = tls.pins;
        options.tls = Some(tls.config);
    })
    .await;
    let town = hall.town("Vaduz").await;
    let officer = hall.officer("Vaduz 1", town).await;
    hall.person("administrator", Role::Administrator).await;
    let client = Client::builder().tls_certs_merge([Certificate::from_pem(pem.as_bytes()).unwrap()]);
    let administrator = Desk::sign_in_by(client, &hall.url(), "administrator", PASSWORD).await;
    let qr = qr_for(&administrator, &officer).await;
    let key: Arc<dyn PhoneKey> = Arc::new(key_in(&hall, "phone.key"));

    let (plain, pin) = qr.split_once("&pin=sha256:").unwrap();
    let strange = format!("{plain}&pin=sha256:{}", "0".repeat(64));
    let (_, next_pin) = pin.split_once("&pin=sha256:").unwrap();
    assert_eq!(next_pin.len(), 64, "the key to come is named too");
    for strange in [strange.as_str(), plain] {
        let refused = enrol(strange, "phone", &*key, None).await.unwrap_err();
        assert!(matches!(refused, EnrolError::StrangeCertificate), "{refused}");
        assert!(refused.in_chinese().contains("证书"));
    }
    let unencrypted = enrol(&qr.replace("https:", "http:"), "phone", &*key, None).await;
    assert!(matches!(unencrypted, Err(EnrolError::Qr(QrFault::Unencrypted))));
    let spoiled = enrol(&qr.replace("sha256", "sha1"), "phone", &*key, None).await;
    assert!(matches!(spoiled, Err(EnrolError::Qr(QrFault::Damaged))));

    let enrolment = enrol(&qr, "phone", &*key, None).await.unwrap();
    let phone = Phone::start(enrolled(&hall, &officer, &enrolment, &key)).unwrap();
    online(&phone).await;
    phone.shutdown().await;

    // As when the hall has changed to the key that was the next.
    let mut changed = enrolled(&hall, &officer, &enrolment, &key);
    changed.enrolled.as_mut().unwrap().pins.reverse();
    let phone = Phone::start(changed).unwrap();
    online(&phone).await;
    phone.shutdown().await;

    let mut other_key = enrolled(&hall, &officer, &enrolment, &key);
    other_key.enrolled.as_mut().unwrap().pins = vec![[7; 32]];
    let phone = Phone::start(other_key).unwrap();
    noticed(&mut phone.notices(), UnitNotice::StrangeHall).await;
    phone.go_off_duty().await.unwrap();
    assert!(!phone.snapshot().online);
    assert_eq!(phone.snapshot().waiting, 1, "nothing is lost");
    phone.shutdown().await;
    hall.stop().await;
}

async fn noticed(notices: &mut Listener<Notice>, wished: UnitNotice) {
    let told = async { while notices.next().await.unwrap() != Notice::Unit(wished.clone()) {} };
    tokio::time::timeout(Duration::from_secs(30), told).await.unwrap();
}

async fn qr_for(administrator: &Desk, officer: &Officer) -> String {
    let people: Vec<PersonView> = administrator.get("/api/people").await;
    let person: PersonId = people
        .iter()
        .find(|person| person.name == officer.name)
        .unwrap()
        .id;
    let asked = json!({ "person": person, "hall": administrator.url });
    let made: EnrolmentView = administrator.post("/api/enrolments", &asked).await;
    if administrator.url.starts_with("https:") {
        let asked = json!({ "person": person, "hall": administrator.url.replace("https:", "http:") });
        let refused = administrator
            .try_post::<EnrolmentView>("/api/enrolments", &asked)
            .await;
        let status = refused.err().and_then(|fault| fault.status());
        assert_eq!(status, Some(reqwest::StatusCode::BAD_REQUEST));
    }
    made.qr
}

fn key_in(hall: &TestHall, name: &str) -> SoftwareKey {
    SoftwareKey::open(&hall.folder().join(name)).unwrap()
}

fn enrolled(hall: &TestHall, officer: &Officer, by: &Enrolment, key: &Arc<dyn PhoneKey>) -> PhoneConfig {
    PhoneConfig {
        hall: by.hall.clone(),
        password: String::new(),
        enrolled: Some(Enrolled {
            phone: by.phone,
            key: Arc::clone(key),
            pins: by.pins.clone(),
        }),
        ..hall.phone_config(officer)
    }
}

async fn online(phone: &Phone) {
    eventually("the phone is online", async || {
        phone.snapshot().online.then_some(())
    })
    .await;
}

async fn revoke(administrator: &Desk, enrolment: &Enrolment) {
    let url = format!("{}/api/phones/{}", administrator.url, enrolment.phone);
    let revoking = Client::new().delete(url).bearer_auth(&administrator.token);
    assert_eq!(revoking.send().await.unwrap().status(), 204);
}
