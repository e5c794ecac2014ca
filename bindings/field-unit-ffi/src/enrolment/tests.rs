//! Enrolling with keys that throw, by codes that are none.

use super::*;
use crate::fault_code;

/// A key store that keeps nothing.
struct Broken;

impl KeyStore for Broken {
    fn public_key(&self) -> Result<Vec<u8>, AppFault> {
        Err(AppFault::Thrown {
            detail: "locked".to_owned(),
        })
    }

    fn sign(&self, _: Vec<u8>) -> Result<Vec<u8>, AppFault> {
        self.public_key()
    }
}

fn not_enrolled(qr: &str) -> (String, String, String, String) {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let enrolling = enrol(qr.to_owned(), "phone".to_owned(), Arc::new(Broken), None);
    let fault = runtime.block_on(enrolling).unwrap_err();
    assert_eq!(fault_code(&fault), "not_enrolled");
    let PhoneFault::NotEnrolled {
        reason,
        detail,
        english,
        chinese,
    } = fault
    else {
        panic!("{fault}");
    };
    (reason, detail, english, chinese)
}

#[test]
fn what_is_wrong_is_said_in_both_languages() {
    let (reason, _, english, chinese) = not_enrolled("https://pay.example/123");
    assert_eq!(reason, "not_ours");
    assert_eq!(english, "this is no enrolment code of Yike");
    assert!(chinese.contains("二维码"), "{chinese}");
}

#[test]
fn a_key_that_cannot_be_used_is_no_net_that_is_away() {
    let good = format!("yike://enrol?v=1&hall=http://127.0.0.1:9&code={}", "a".repeat(43));
    let (reason, detail, _, chinese) = not_enrolled(&good);
    assert_eq!(reason, "key");
    assert!(detail.ends_with("locked"), "{detail}");
    assert!(chinese.contains("密钥"), "{chinese}");
}

#[test]
fn what_was_kept_wrongly_is_named() {
    let enrolled = |phone: &str, pin: &str| {
        let enrolled = Enrolled {
            phone: phone.to_owned(),
            pins: vec![pin.to_owned()],
            key: Arc::new(Broken),
        };
        let taken = phone::Enrolled::try_from(enrolled);
        taken.map(|taken| taken.pins).map_err(|fault| fault_code(&fault))
    };
    let id = "00000000-0000-0000-0000-000000000000";
    assert_eq!(enrolled(id, &"07".repeat(32)), Ok(vec![[7; 32]]));
    assert_eq!(enrolled("7", &"07".repeat(32)), Err("not_an_id".to_owned()));
    assert_eq!(enrolled(id, "07"), Err("certificates".to_owned()));
}
