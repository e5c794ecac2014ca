//! What is said of push services and gateways, and what of it is at fault.

use super::*;
use crate::config::{Config, ConfigFaults};
use crate::notifier::AppPushes;

const SECRET: &str = "a-secret-of-both-of-them";

fn read(settings: &[(&str, &str)]) -> Result<NoticeRule, ConfigFaults> {
    let environment = settings
        .iter()
        .map(|(key, value)| (format!("YIKE_{key}").into(), (*value).into()));
    Ok(Config::read(None, environment)?.notices)
}

#[test]
fn everything_said_is_taken() {
    let rule = read(&[
        ("PUSH_SERVICES", "https://push.example https://*.push.example"),
        ("PUSH_CONTACT", "mailto:hall@example.org"),
        ("SMS_GATEWAY", "https://sms.example/send"),
        ("SMS_SECRET", SECRET),
        ("CALL_GATEWAY", "https://call.example/ring"),
        ("CALL_SECRET", SECRET),
        ("CALL_BODY", "to={number}&id={reference}"),
    ]);
    let gateway = |url: &str, body: &str| Gateway::new(url, SECRET.into(), body, USUAL_TEXT).unwrap();
    let expected = NoticeRule {
        services: PushServices::new("https://push.example https://*.push.example").unwrap(),
        contact: Some("mailto:hall@example.org".to_owned()),
        apps: AppPushes::default(),
        sms: Some(gateway("https://sms.example/send", USUAL_BODY)),
        call: Some(gateway("https://call.example/ring", "to={number}&id={reference}")),
    };
    assert_eq!(rule.unwrap(), expected);
}

#[test]
fn each_fault_names_its_field_and_the_cure() {
    let sms = ("SMS_GATEWAY", "https://sms.example/send");
    let secret = ("SMS_SECRET", SECRET);
    for (settings, field, cure) in [
        (vec![sms], "sms_secret: missing", "YIKE_SMS_SECRET"),
        (vec![secret], "sms_gateway: missing", "leave both out"),
        (
            vec![("CALL_SECRET", SECRET)],
            "call_gateway: missing",
            "leave both out",
        ),
        (
            vec![sms, ("SMS_SECRET", "short")],
            "YIKE_SMS_SECRET: ",
            "16 characters",
        ),
        (
            vec![("SMS_GATEWAY", "sms.example"), secret],
            "YIKE_SMS_GATEWAY: ",
            "such as https://",
        ),
        (
            vec![sms, secret, ("SMS_BODY", "{text}")],
            "YIKE_SMS_BODY: ",
            "{number}",
        ),
        (
            vec![("PUSH_SERVICES", "http://push.example")],
            "YIKE_PUSH_SERVICES: ",
            "such as https://",
        ),
        (
            vec![("PUSH_CONTACT", "hall@example.org")],
            "YIKE_PUSH_CONTACT: ",
            "such as mailto:",
        ),
    ] {
        let faults = read(&settings).expect_err(field);
        assert_eq!(faults.0.len(), 1, "{faults}");
        let said = faults.to_string();
        assert!(said.contains(field) && said.contains(cure), "{said}");
    }
}
