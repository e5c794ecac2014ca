//! What a push service can check.

use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
use serde_json::{Value, json};

use super::*;

fn decoded(text: &str) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(text).unwrap()
}

#[test]
fn a_token_is_signed_by_the_key_it_names_for_one_service() {
    let vapid = Vapid::new(&fresh().unwrap(), Some("mailto:hall@example.org".to_owned())).unwrap();
    let endpoint = "https://push.example.org:8443/a/secret?place=1".parse().unwrap();
    let now = Timestamp::from_millis(1_795_421_700_000);
    let said = vapid.sign(now, &endpoint).unwrap();
    let (token, key) = said.strip_prefix("vapid t=").unwrap().split_once(", k=").unwrap();
    let key = decoded(key);
    assert_eq!((key.len(), key.first()), (65, Some(&4)));
    let (signed, signature) = token.rsplit_once('.').unwrap();
    UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, &key)
        .verify(signed.as_bytes(), &decoded(signature))
        .unwrap();
    let claims: Value = serde_json::from_slice(&decoded(signed.split_once('.').unwrap().1)).unwrap();
    let expected = json!({
        "aud": "https://push.example.org:8443",
        "exp": 1_795_421_700 + 12 * 3_600,
        "sub": "mailto:hall@example.org",
    });
    assert_eq!(claims, expected);
}

#[test]
fn a_key_that_was_kept_is_the_same_key() {
    let kept = fresh().unwrap();
    let keys = [0, 1].map(|_| Vapid::new(&kept, None).unwrap().public_key());
    assert_eq!(keys[0], keys[1]);
    assert!(Vapid::new(b"no key", None).is_err());
}
