//! The example of RFC 8291, byte for byte.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::*;

fn bytes(text: &str) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(text).unwrap()
}

const P256DH: &str =
    "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
const AUTH: &str = "BTBZMqHH6r4Tts7J_aSIgg";

#[test]
fn the_example_of_rfc_8291_appendix_a() {
    let own = bytes("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw");
    let own = PrivateKey::from_private_key(&ECDH_P256, &own).unwrap();
    let salt = bytes("DGv6ra1nlYgDCS1FRnbzlw").try_into().unwrap();
    let said = b"When I grow up, I want to be a watermelon";
    let sealed = seal_with(said, &bytes(P256DH), &bytes(AUTH), &own, salt).unwrap();
    let expected = "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27ml\
                    mlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT\
                    pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";
    assert_eq!(URL_SAFE_NO_PAD.encode(sealed), expected);
}

#[test]
fn no_two_pushes_are_alike() {
    let sealed = || seal(b"the same", &bytes(P256DH), &bytes(AUTH)).unwrap();
    assert_ne!(sealed(), sealed());
}

#[test]
fn nothing_is_sealed_for_what_is_no_key_and_nothing_too_long() {
    assert_eq!(seal(b"said", b"no point", &bytes(AUTH)), None);
    assert_eq!(seal(&[0; 5_000], &bytes(P256DH), &bytes(AUTH)), None);
}
