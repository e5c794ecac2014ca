//! Enrolling at halls that answer badly.

use domain::{PersonId, Timestamp};
use tempfile::TempDir;
use uuid::Uuid;

use super::*;
use crate::SoftwareKey;
use crate::scripted_hall::{ScriptedHall, fault};

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

fn qr(hall: &str) -> String {
    format!("yike://enrol?v=1&hall={hall}&code={}", "a".repeat(43))
}

async fn enrol_at(hall: &ScriptedHall) -> Result<Enrolment, EnrolError> {
    let folder = TempDir::new().unwrap();
    let key = SoftwareKey::open(&folder.path().join("key")).unwrap();
    enrol(&qr(&hall.url()), "phone", &key, None).await
}

fn view() -> String {
    let view = PhoneView {
        id: PhoneId(Uuid::from_u128(1)),
        name: "phone".to_owned(),
        person: PersonId(Uuid::nil()),
        person_name: "李伟".to_owned(),
        enrolled_at: Timestamp::from_millis(0),
        signed_in_at: None,
    };
    serde_json::to_string(&view).unwrap()
}

#[tokio::test]
async fn an_answer_that_is_lost_is_asked_for_once_more() {
    let hall = ScriptedHall::open(|_, nth| (nth == 2).then(|| (201, view()))).await;
    let enrolment = enrol_at(&hall).await.unwrap();
    assert_eq!(enrolment.name, "李伟");
    assert_eq!(hall.asked("POST /api/phones"), 2);
}

#[tokio::test]
async fn a_hall_that_stays_away_is_asked_twice() {
    let hall = ScriptedHall::open(|_, _| None).await;
    let refused = enrol_at(&hall).await.unwrap_err();
    assert!(matches!(refused, EnrolError::Away(_)));
    assert_eq!(hall.asked("POST /api/phones"), 2);
}

#[tokio::test]
async fn a_refusal_is_not_asked_for_again() {
    let hall = ScriptedHall::open(|_, _| Some((401, fault("code_used")))).await;
    let refused = enrol_at(&hall).await.unwrap_err();
    assert!(matches!(refused, EnrolError::CodeUsed));
    assert_eq!(hall.asked("POST /api/phones"), 1);
}

#[tokio::test]
async fn a_key_that_hangs_is_told_and_the_hall_is_not_asked() {
    let hall = ScriptedHall::open(|_, _| Some((201, view()))).await;
    let qr = qr(&hall.url());
    let told = timeout(KEY_WITHIN * 3, enrol(&qr, "phone", &Hanging, None))
        .await
        .expect("it has a deadline");
    assert!(matches!(told, Err(EnrolError::Key(_))));
    assert_eq!(hall.asked("POST /api/phones"), 0);
}
