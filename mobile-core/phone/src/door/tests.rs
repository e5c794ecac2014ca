//! How a phone is signed in and off by halls that answer late, wrongly or not at all.

use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::PhoneId;
use protocol::api::Challenge;
use tempfile::TempDir;
use tokio::time::timeout;
use uuid::Uuid;

use super::*;
use crate::scripted_hall::{ScriptedHall, fault, signed_in};
use crate::{Enrolled, PhoneKey, Signing, SoftwareKey};

/// A key that never answers.
struct Hanging;

impl PhoneKey for Hanging {
    fn public_key(&self) -> Signing<'_> {
        Box::pin(std::future::pending())
    }

    fn sign(&self, _: Vec<u8>) -> Signing<'_> {
        Box::pin(std::future::pending())
    }
}

fn door(hall: &ScriptedHall, key: Option<Arc<dyn PhoneKey>>) -> Door {
    let config = PhoneConfig {
        hall: hall.url(),
        name: "officer".to_owned(),
        password: "correct horse".to_owned(),
        enrolled: key.map(|key| Enrolled {
            phone: PhoneId(Uuid::nil()),
            key,
            pins: Vec::new(),
        }),
        store: "phone.db".into(),
        app: "test 1".to_owned(),
        connect_to: None,
        proxy: None,
        ca: None,
    };
    Door::new(&config).unwrap()
}

fn key() -> (Arc<dyn PhoneKey>, TempDir) {
    let folder = TempDir::new().unwrap();
    let key = SoftwareKey::open(&folder.path().join("key")).unwrap();
    (Arc::new(key), folder)
}

/// A hall that gives challenges; `refused` says what it has against the nth proof.
async fn asking(refused: impl Fn(usize) -> Option<&'static str> + Send + Sync + 'static) -> ScriptedHall {
    ScriptedHall::open(move |what, nth| {
        let nonce = Challenge {
            nonce: format!("nonce {nth}"),
        };
        Some(match (what, refused(nth)) {
            ("POST /api/session/challenge", _) => (200, serde_json::to_string(&nonce).unwrap()),
            ("POST /api/session/proof", None) => (200, signed_in()),
            ("POST /api/session/proof", Some(code)) => (401, fault(code)),
            _ => (404, String::new()),
        })
    })
    .await
}

#[tokio::test]
async fn after_signing_off_nobody_is_signed_in_anew() {
    let hall = ScriptedHall::open(|what, _| {
        Some(match what {
            "POST /api/session" => (200, signed_in()),
            _ => (204, String::new()),
        })
    })
    .await;
    let door = door(&hall, None);
    door.token().await.unwrap();
    door.sign_off().await.unwrap();
    let stream = format!("{}/whip/streams/1", hall.url()).parse().unwrap();
    let ended = door.unpublish(stream).await;
    assert!(ended.is_err());
    assert_eq!(hall.asked("POST /api/session"), 1);
    assert_eq!(hall.asked("DELETE /api/session"), 1);
    door.sign_off().await.unwrap();
    assert_eq!(
        hall.asked("DELETE /api/session"),
        1,
        "there is nothing left to end"
    );
}

#[tokio::test]
async fn a_sign_off_that_failed_is_not_done() {
    let hall = ScriptedHall::open(|what, nth| match (what, nth) {
        ("POST /api/session", _) => Some((200, signed_in())),
        ("DELETE /api/session", 1) => Some((503, String::new())),
        ("DELETE /api/session", 2) => None,
        _ => Some((204, String::new())),
    })
    .await;
    let door = door(&hall, None);
    door.token().await.unwrap();
    assert!(matches!(door.sign_off().await, Err(DoorError::Status(status)) if status == 503));
    assert!(matches!(door.sign_off().await, Err(DoorError::Away(_))));
    assert!(door.token().await.is_err(), "signing off was meant");
    door.sign_off().await.unwrap();
    assert_eq!(hall.asked("DELETE /api/session"), 3);
}

#[tokio::test]
async fn a_proof_that_came_too_late_is_made_once_more() {
    let hall = asking(|nth| (nth == 1).then_some("unproven")).await;
    let (key, _folder) = key();
    door(&hall, Some(key)).token().await.unwrap();
    assert_eq!(hall.asked("POST /api/session/challenge"), 2, "the nonce is fresh");
    assert_eq!(hall.asked("POST /api/session/proof"), 2);
}

#[tokio::test]
async fn a_proof_that_proves_nothing_is_not_made_for_ever() {
    let hall = asking(|_| Some("unproven")).await;
    let (key, _folder) = key();
    let refused = door(&hall, Some(key)).token().await;
    assert!(matches!(refused, Err(DoorError::SignInRefused)));
    assert_eq!(hall.asked("POST /api/session/proof"), 2);
}

#[tokio::test]
async fn a_revoked_phone_proves_itself_once() {
    let hall = asking(|_| Some("phone_revoked")).await;
    let (key, _folder) = key();
    let refused = door(&hall, Some(key)).token().await;
    assert!(matches!(refused, Err(DoorError::Revoked)));
    assert_eq!(hall.asked("POST /api/session/proof"), 1);
}

#[tokio::test]
async fn a_key_that_hangs_is_told_and_holds_nobody_up() {
    let hall = asking(|_| None).await;
    let door = Arc::new(door(&hall, Some(Arc::new(Hanging))));
    let begun = Instant::now();
    let signing_in = tokio::spawn({
        let door = Arc::clone(&door);
        async move { door.token().await }
    });
    while hall.asked("POST /api/session/challenge") == 0 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let others = async {
        door.forget("another");
        assert!(!door.renew().await.unwrap());
    };
    timeout(Duration::from_secs(1), others)
        .await
        .expect("they wait for the key");
    let told = timeout(Duration::from_secs(20), signing_in)
        .await
        .expect("it has a deadline");
    assert!(matches!(told.unwrap(), Err(DoorError::Key(_))));
    assert!(begun.elapsed() >= Duration::from_secs(4), "{:?}", begun.elapsed());
}

#[test]
fn a_key_that_is_pinned_is_looked_for_under_https_alone() {
    let (key, _folder) = key();
    let config = |hall: &str| PhoneConfig {
        hall: hall.to_owned(),
        name: String::new(),
        password: String::new(),
        enrolled: Some(Enrolled {
            phone: PhoneId(Uuid::nil()),
            key: Arc::clone(&key),
            pins: vec![[7; 32]],
        }),
        store: "phone.db".into(),
        app: "test 1".to_owned(),
        connect_to: None,
        proxy: None,
        ca: None,
    };
    assert!(Door::new(&config("https://hall.example")).is_ok());
    let refused = Door::new(&config("http://hall.example")).err();
    assert!(matches!(refused, Some(PhoneError::PinUnencrypted)));
}
