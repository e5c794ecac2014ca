//! What lost answers, crowds, races and lost phones may cost.

use std::time::Duration;

use futures_util::future::join_all;
use tokio::time::{sleep, timeout};

use super::*;

#[tokio::test]
async fn an_answer_that_was_lost_is_given_again_to_the_same_key_in_time() {
    let story = Story::begin().await;
    let code = story.code(at(0)).await;
    let phone = story.add(&code, at(1)).await.unwrap();
    assert_eq!(story.add(&code, at(899)).await.unwrap(), phone);
    let (one, other) = tokio::join!(story.add(&code, at(899)), story.add(&code, at(899)));
    assert_eq!((one.unwrap().id, other.unwrap().id), (phone.id, phone.id));
    assert_eq!(story.people.phones().await.unwrap(), std::slice::from_ref(&phone));
    let another = fresh_key();
    let used = async |key, now| {
        let added = story.add_with(key, &code, now).await;
        matches!(added, Err(EnrolError::CodeUsed))
    };
    assert!(used(&another, at(2)).await, "the code is of one phone alone");
    assert!(used(&story.key, at(900)).await, "its time is over");
    story.people.revoke_phone(phone.id).await.unwrap();
    assert!(used(&story.key, at(3)).await, "the phone was put out");
}

#[tokio::test]
async fn a_crowd_with_right_codes_comes_in_at_once() {
    let story = Story::begin().await;
    let mut codes = Vec::new();
    for number in 1..=15 {
        let unit = UnitId(Uuid::from_u128(100 + number));
        let name = format!("officer {number}");
        let officer = story
            .people
            .add_person(&name, "correct horse".to_owned().into(), Role::Officer { unit })
            .await
            .unwrap();
        let made = story.people.enrol(officer, HALL, at(0)).await.unwrap();
        codes.push(made.code.expose_secret().to_owned());
    }
    for added in join_all(codes.iter().map(|code| story.add(code, at(1)))).await {
        added.unwrap();
    }
}

#[tokio::test]
async fn wrong_codes_are_counted() {
    let story = Story::begin().await;
    for _ in 0..10 {
        assert!(matches!(
            story.add("wrong", at(0)).await,
            Err(EnrolError::CodeUnknown)
        ));
    }
    let code = story.code(at(0)).await;
    assert!(matches!(
        story.add(&code, at(1)).await,
        Err(EnrolError::TooMany(_))
    ));
    story.add(&code, at(60)).await.unwrap();
    let [(_, _, refused), _] = story.people.refused();
    assert_eq!(refused, 11);
}

#[tokio::test]
async fn a_right_code_forgets_no_wrong_ones() {
    let story = Story::begin().await;
    let code = story.code(at(0)).await;
    for _ in 0..9 {
        story.add("wrong", at(0)).await.unwrap_err();
    }
    story.add(&code, at(1)).await.unwrap();
    story.add("wrong", at(1)).await.unwrap_err();
    assert!(matches!(
        story.add("wrong", at(1)).await,
        Err(EnrolError::TooMany(_))
    ));
}

#[tokio::test]
async fn a_code_that_is_worth_nothing_waits_for_no_writer() {
    let story = Story::begin().await;
    let late = story.code(at(0)).await;
    story.add(&late, at(900)).await.unwrap_err();
    let used = story.code(at(900)).await;
    story.add_with(&fresh_key(), &used, at(901)).await.unwrap();
    let unknown = tokens::fresh().unwrap().0;
    let held = story.people.store.hold_writer().await;
    for code in [late.as_str(), used.as_str(), unknown.expose_secret()] {
        let tried = timeout(Duration::from_secs(3), story.add(code, at(902))).await;
        tried.expect("it is refused at once").unwrap_err();
    }
    drop(held);
}

#[tokio::test]
async fn somebody_who_is_revoked_meanwhile_is_given_no_code() {
    let story = Story::begin().await;
    let held = story.people.store.hold_writer().await;
    let (revoked, made, ()) = tokio::join!(
        story.people.revoke_person(story.officer),
        story.people.enrol(story.officer, HALL, at(0)),
        async {
            sleep(Duration::from_millis(300)).await;
            drop(held);
        }
    );
    revoked.unwrap();
    assert!(matches!(made, Err(EnrolError::NobodyThere)));
}

#[tokio::test]
async fn a_phone_has_few_sessions_of_which_the_oldest_goes() {
    let story = Story::begin().await;
    let (phone, other) = (story.enrolled().await.id, story.enrolled().await.id);
    let beside = story.sign_in(other, at(0)).await.unwrap().session.id;
    let mut opened = Vec::new();
    for second in 1..=6 {
        opened.push(story.sign_in(phone, at(second)).await.unwrap().session.id);
    }
    let sessions = opened.iter().copied().chain([beside]);
    let ended = story.people.ended_among(sessions, at(7)).await.unwrap();
    assert_eq!(ended, opened[..2].iter().copied().collect());
}

#[tokio::test]
async fn a_revoked_phone_fills_no_memory() {
    let story = Story::begin().await;
    let phone = story.enrolled().await.id;
    let nonce = story.people.challenge(phone, at(0)).unwrap();
    let signature = story.signature(HALL, phone, &nonce);
    story.people.revoke_phone(phone).await.unwrap();
    for _ in 0..2 {
        let proven = proof(phone, &nonce, &signature);
        let refused = story.people.sign_in_phone(proven, at(1)).await.unwrap();
        assert_eq!(
            refused.unwrap_err(),
            ProofRefusal::Revoked,
            "the nonce is not spent"
        );
    }
}
