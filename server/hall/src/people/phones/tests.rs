//! How a phone comes in, proves itself, and is put out.

use std::net::Ipv4Addr;

use aws_lc_rs::encoding::AsDer as _;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _};
use domain::UnitId;
use secrecy::ExposeSecret as _;
use tempfile::TempDir;
use uuid::Uuid;

use super::*;
use crate::store::Store;

mod bounds;

const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
const HALL: &str = "https://hall.example";

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_millis(1_700_000_000_000 + seconds * 1000)
}

fn proof<'a>(phone: PhoneId, nonce: &'a str, signature: &'a [u8]) -> Proof<'a> {
    Proof {
        phone,
        nonce,
        signature,
    }
}

fn fresh_key() -> EcdsaKeyPair {
    EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).unwrap()
}

struct Story {
    people: People,
    officer: PersonId,
    key: EcdsaKeyPair,
    _folder: TempDir,
}

impl Story {
    async fn begin() -> Self {
        let folder = TempDir::new().unwrap();
        let people = People::new(Store::open_beside(folder.path()).await.unwrap());
        let unit = UnitId(Uuid::from_u128(1));
        let officer = people
            .add_person("李伟", "correct horse".to_owned().into(), Role::Officer { unit })
            .await
            .unwrap();
        Self {
            people,
            officer,
            key: fresh_key(),
            _folder: folder,
        }
    }

    async fn code(&self, now: Timestamp) -> String {
        let made = self.people.enrol(self.officer, HALL, now).await.unwrap();
        made.code.expose_secret().to_owned()
    }

    async fn add(&self, code: &str, now: Timestamp) -> Result<Phone, EnrolError> {
        self.add_with(&self.key, code, now).await
    }

    async fn add_with(&self, key: &EcdsaKeyPair, code: &str, now: Timestamp) -> Result<Phone, EnrolError> {
        let key = key.public_key().as_der().unwrap();
        self.people
            .add_phone(HERE, code, key.as_ref(), "HUAWEI Mate", now)
            .await
    }

    async fn enrolled(&self) -> Phone {
        let code = self.code(at(0)).await;
        self.add(&code, at(0)).await.unwrap()
    }

    fn signature(&self, hall: &str, phone: PhoneId, nonce: &str) -> Vec<u8> {
        let signed = to_sign(hall, phone, nonce);
        self.key
            .sign(&SystemRandom::new(), &signed)
            .unwrap()
            .as_ref()
            .to_vec()
    }

    async fn sign_in(&self, phone: PhoneId, now: Timestamp) -> Result<SignedIn, ProofRefusal> {
        let nonce = self.people.challenge(phone, now).unwrap();
        let signature = self.signature(HALL, phone, &nonce);
        self.people
            .sign_in_phone(proof(phone, &nonce, &signature), now)
            .await
            .unwrap()
    }
}

#[tokio::test]
async fn a_phone_signs_in_by_its_key() {
    let story = Story::begin().await;
    let phone = story.enrolled().await;
    let signed_in = story.sign_in(phone.id, at(5)).await.unwrap();
    assert_eq!(signed_in.session.person, story.officer);
    assert_eq!(signed_in.session.phone, Some(phone.id));
    let token = signed_in.token.expose_secret();
    let session = story.people.session(token, at(6)).await.unwrap().unwrap();
    assert_eq!(session, signed_in.session);
    let listed = story.people.phones().await.unwrap();
    assert_eq!(
        listed,
        [Phone {
            signed_in_at: Some(at(5)),
            ..phone
        }]
    );
}

#[tokio::test]
async fn a_code_is_good_once_within_a_quarter_of_an_hour() {
    let story = Story::begin().await;
    let late = story.code(at(0)).await;
    assert!(matches!(
        story.add(&late, at(900)).await,
        Err(EnrolError::CodeExpired)
    ));
    let replaced = story.code(at(900)).await;
    let code = story.code(at(900)).await;
    assert!(matches!(
        story.add(&replaced, at(901)).await,
        Err(EnrolError::CodeUnknown)
    ));
    assert!(matches!(
        story.add("no code", at(901)).await,
        Err(EnrolError::CodeUnknown)
    ));
    story.add(&code, at(1799)).await.unwrap();
    assert!(matches!(
        story.add_with(&fresh_key(), &code, at(1799)).await,
        Err(EnrolError::CodeUsed)
    ));
    assert_eq!(story.people.phones().await.unwrap().len(), 1);
}

#[tokio::test]
async fn side_by_side_a_code_enrols_one_phone() {
    let story = Story::begin().await;
    let code = story.code(at(0)).await;
    let another = fresh_key();
    let (one, other) = tokio::join!(story.add(&code, at(1)), story.add_with(&another, &code, at(1)));
    assert!(one.is_ok() != other.is_ok());
}

#[tokio::test]
async fn only_an_officer_of_this_hall_is_given_a_code() {
    let story = Story::begin().await;
    let leader = story
        .people
        .add_person("leader", "correct horse".to_owned().into(), Role::Leader)
        .await
        .unwrap();
    let made = story.people.enrol(leader, HALL, at(0)).await;
    assert!(matches!(made, Err(EnrolError::NoOfficer)));
    let nobody = PersonId(Uuid::from_u128(9));
    let made = story.people.enrol(nobody, HALL, at(0)).await;
    assert!(matches!(made, Err(EnrolError::NobodyThere)));
    let made = story
        .people
        .enrol(story.officer, "https://hall.example/path", at(0))
        .await;
    assert!(matches!(made, Err(EnrolError::BadHall)));
}

#[tokio::test]
async fn a_key_that_is_none_is_refused_before_the_code_is_spent() {
    let story = Story::begin().await;
    let code = story.code(at(0)).await;
    for key in [vec![], vec![0; KEY_BYTES], vec![4; 65]] {
        let added = story.people.add_phone(HERE, &code, &key, "phone", at(1)).await;
        assert!(matches!(added, Err(EnrolError::BadKey)));
    }
    story.add(&code, at(2)).await.unwrap();
}

#[tokio::test]
async fn what_proves_nothing_opens_nothing() {
    let story = Story::begin().await;
    let phone = story.enrolled().await.id;
    let nonce = story.people.challenge(phone, at(0)).unwrap();
    let good = story.signature(HALL, phone, &nonce);
    let elsewhere = story.signature("https://evil.example", phone, &nonce);
    let other = Story::begin().await.signature(HALL, phone, &nonce);
    for signature in [elsewhere, other, vec![], vec![0x30]] {
        let proven = proof(phone, &nonce, &signature);
        let refused = story.people.sign_in_phone(proven, at(1)).await.unwrap();
        assert_eq!(refused.unwrap_err(), ProofRefusal::Unproven);
    }
    let stranger = PhoneId(Uuid::from_u128(5));
    assert_eq!(
        story.sign_in(stranger, at(1)).await.unwrap_err(),
        ProofRefusal::Unproven
    );
    let proven = proof(phone, &nonce, &good);
    assert!(story.people.sign_in_phone(proven, at(2)).await.unwrap().is_ok());
    let again = story.people.sign_in_phone(proven, at(2)).await.unwrap();
    assert_eq!(again.unwrap_err(), ProofRefusal::Unproven, "a nonce is good once");
    let [_, (_, _, refused)] = story.people.refused();
    assert_eq!(refused, 6);
}

#[tokio::test]
async fn a_revoked_phone_is_out_and_the_officers_others_are_not() {
    let story = Story::begin().await;
    let (lost, kept) = (story.enrolled().await.id, story.enrolled().await.id);
    let out = story.sign_in(lost, at(1)).await.unwrap().session.id;
    let stays = story.sign_in(kept, at(1)).await.unwrap().session.id;
    let ended = story.people.revoke_phone(lost).await.unwrap().unwrap();
    assert_eq!(ended, BTreeSet::from([out]));
    let ended = story.people.ended_among([out, stays], at(2)).await.unwrap();
    assert_eq!(ended, BTreeSet::from([out]));
    assert_eq!(
        story.sign_in(lost, at(3)).await.unwrap_err(),
        ProofRefusal::Revoked
    );
    assert!(story.people.revoke_phone(lost).await.unwrap().is_none());
    assert!(story.sign_in(kept, at(3)).await.is_ok());
}

#[tokio::test]
async fn a_phone_of_somebody_readmitted_stays_out() {
    let story = Story::begin().await;
    let phone = story.enrolled().await.id;
    let code = story.code(at(0)).await;
    story.people.revoke_person(story.officer).await.unwrap();
    assert_eq!(
        story.sign_in(phone, at(1)).await.unwrap_err(),
        ProofRefusal::Revoked
    );
    let unit = UnitId(Uuid::from_u128(1));
    let readmitted = story
        .people
        .add_person("李伟", "another horse".to_owned().into(), Role::Officer { unit })
        .await;
    assert_eq!(readmitted.unwrap(), story.officer);
    assert_eq!(
        story.sign_in(phone, at(2)).await.unwrap_err(),
        ProofRefusal::Revoked
    );
    assert!(matches!(
        story.add(&code, at(2)).await,
        Err(EnrolError::CodeUnknown)
    ));
}

#[tokio::test]
async fn a_session_is_renewed_by_its_own_phone_alone() {
    let story = Story::begin().await;
    let (phone, other) = (story.enrolled().await.id, story.enrolled().await.id);
    let signed_in = story.sign_in(phone, at(0)).await.unwrap();
    let eleven_hours = at(11 * 3600);
    for (who, holds) in [(other, false), (phone, true)] {
        let nonce = story.people.challenge(who, eleven_hours).unwrap();
        let signature = story.signature(HALL, who, &nonce);
        let proven = proof(who, &nonce, &signature);
        let renewed = story
            .people
            .renew_session(&signed_in.session, proven, eleven_hours)
            .await;
        assert_eq!(renewed.unwrap().is_ok(), holds);
    }
    let (id, token) = (signed_in.session.id, signed_in.token.expose_secret());
    let ended = story.people.ended_among([id], at(13 * 3600)).await.unwrap();
    assert!(ended.is_empty(), "what it holds open goes on");
    assert!(
        story
            .people
            .session(token, at(13 * 3600))
            .await
            .unwrap()
            .is_some()
    );
    assert!(
        story
            .people
            .session(token, at(23 * 3600))
            .await
            .unwrap()
            .is_none()
    );
}
