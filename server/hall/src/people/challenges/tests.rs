//! Nonces are good once, for a minute, for whom they were given.

use uuid::Uuid;

use super::*;

const PHONE: PhoneId = PhoneId(Uuid::from_u128(7));

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_millis(1_700_000_000_000 + seconds * 1000)
}

#[test]
fn a_nonce_is_good_once_for_a_minute() {
    let challenges = Challenges::default();
    let nonce = challenges.give(PHONE, at(0)).unwrap();
    assert_ne!(nonce, challenges.give(PHONE, at(0)).unwrap());
    let standing = challenges.standing(PHONE, &nonce, at(59)).unwrap().unwrap();
    assert!(challenges.spend(standing, at(59)));
    assert!(!challenges.spend(standing, at(59)));
    assert!(challenges.standing(PHONE, &nonce, at(60)).unwrap().is_none());
}

#[test]
fn spent_nonces_are_forgotten_once_they_have_ended() {
    let challenges = Challenges::default();
    for second in 0..1_000 {
        let nonce = challenges.give(PHONE, at(second)).unwrap();
        let standing = challenges.standing(PHONE, &nonce, at(second)).unwrap().unwrap();
        assert!(challenges.spend(standing, at(second)));
    }
    assert!(challenges.used.lock().unwrap().len() <= 60);
}

#[test]
fn what_the_hall_did_not_give_to_the_phone_is_no_nonce() {
    let (challenges, other) = (Challenges::default(), Challenges::default());
    assert!(challenges.standing(PHONE, "", at(0)).unwrap().is_none());
    let nonce = challenges.give(PHONE, at(0)).unwrap();
    let foreign = other.give(PHONE, at(0)).unwrap();
    let another = PhoneId(Uuid::from_u128(8));
    assert!(challenges.standing(another, &nonce, at(0)).unwrap().is_none());
    assert!(challenges.standing(PHONE, &foreign, at(0)).unwrap().is_none());
    for spoiled in [&nonce[1..], &nonce[..nonce.len() - 1], &format!("{nonce}A"), "%%"] {
        assert!(
            challenges.standing(PHONE, spoiled, at(0)).unwrap().is_none(),
            "{spoiled}"
        );
    }
    for place in 0..nonce.len() - 1 {
        let mut changed = nonce.clone().into_bytes();
        changed[place] = if changed[place] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(changed).unwrap();
        assert!(
            challenges.standing(PHONE, &changed, at(0)).unwrap().is_none(),
            "{place}"
        );
    }
}

#[test]
fn spending_costs_no_more_for_what_was_spent_before() {
    let challenges = Challenges::default();
    let begun = std::time::Instant::now();
    for number in 0..100_000_u128 {
        let nonce = Standing {
            ends_at: at(60),
            random: number.to_be_bytes(),
        };
        assert!(challenges.spend(nonce, at(0)));
    }
    // Looking at every one each time took minutes.
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
}
