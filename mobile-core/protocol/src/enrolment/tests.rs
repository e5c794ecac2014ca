//! QR codes as they are printed, and as they are spoiled.

use proptest::prelude::*;

use super::*;

fn good() -> EnrolmentQr {
    EnrolmentQr {
        hall: "https://hall.example:8443".to_owned(),
        code: "a".repeat(43),
        pins: vec![[0xab; 32], [0xcd; 32]],
    }
}

#[test]
fn a_code_is_read_as_it_was_written() {
    for pins in [vec![], vec![[1; 32]], vec![[0xab; 32], [0xcd; 32]]] {
        let qr = EnrolmentQr { pins, ..good() };
        assert_eq!(qr.to_string().parse(), Ok(qr));
    }
}

#[test]
fn a_spoiled_code_says_what_is_wrong() {
    let text = good().to_string();
    let table = [
        (String::new(), QrFault::NotOurs),
        ("https://pay.example/123".to_owned(), QrFault::NotOurs),
        (text.replace("v=1", "v=2"), QrFault::OtherVersion),
        (text.replace("v=1&", ""), QrFault::Damaged),
        (text.replace("v=1", "v=x"), QrFault::Damaged),
        (text.replace("https://", "ftp://"), QrFault::Damaged),
        (
            text.replace("hall.example", "hall.example/path"),
            QrFault::Damaged,
        ),
        (text.replace("aaa&", "aa&"), QrFault::Damaged),
        (text.replace("abab", "abxx"), QrFault::Damaged),
        (text.replace("abab", "+a+b"), QrFault::Damaged),
        (text.replace("sha256:", "sha1:"), QrFault::Damaged),
        (text.replace("sha256:cd", "sha1:cd"), QrFault::Damaged),
        (text.replace("https://", "http://"), QrFault::Unencrypted),
        (text.replace("hall.", "\u{5927}."), QrFault::Damaged),
    ];
    for (text, fault) in table {
        assert_eq!(text.parse::<EnrolmentQr>(), Err(fault), "{text}");
    }
    for end in 0..text.len() {
        let cut = text[..end].parse::<EnrolmentQr>();
        // Cut before a pin it is a whole code without that one.
        assert_eq!(cut.is_ok(), text[end..].starts_with("&pin="), "{end}");
    }
}

#[test]
fn no_secret_is_in_what_is_logged() {
    assert!(!format!("{:?}", good()).contains("aaa"));
}

#[test]
fn what_is_signed_names_hall_phone_and_nonce() {
    let phone = "00000000-0000-0000-0000-000000000000".parse().unwrap();
    let signed = String::from_utf8(to_sign("https://hall.example", phone, "n")).unwrap();
    assert_eq!(
        signed,
        "yike sign-in 1\nhttps://hall.example\n00000000-0000-0000-0000-000000000000\nn"
    );
}

proptest! {
    #[test]
    fn whatever_a_camera_reads_is_read_or_refused(text in "(yike://enrol\\?v=1&hall=)?.{0,200}") {
        if let Ok(qr) = text.parse::<EnrolmentQr>() {
            prop_assert_eq!(qr.to_string().parse(), Ok(qr));
        }
    }
}
