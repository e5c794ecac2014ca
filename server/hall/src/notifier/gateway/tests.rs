//! What a gateway is sent.

use serde_json::{Value, json};

use super::*;

const SECRET: &str = "a-secret-of-both";

fn gateway(body: &str, text: &str) -> Gateway {
    Gateway::new("https://sms.example/send?key=1", SECRET.into(), body, text).unwrap()
}

fn sent(gateway: &Gateway, number: &str) -> (String, String) {
    let request = gateway.request(number, "a-reference");
    assert_eq!(request.url().as_str(), "https://sms.example/send?key=1");
    assert_eq!(request.headers()[AUTHORIZATION], format!("Bearer {SECRET}"));
    let kind = request.headers()[CONTENT_TYPE].to_str().unwrap().to_owned();
    let body = request.body().unwrap().as_bytes().unwrap().to_vec();
    (kind, String::from_utf8(body).unwrap())
}

#[test]
fn the_usual_body_is_json_whatever_the_text() {
    let text = "\"quoted\" \\ {number}\nand a new line";
    let (kind, body) = sent(&gateway(USUAL_BODY, text), "+8613800138000");
    assert_eq!(kind, "application/json");
    let body: Value = serde_json::from_str(&body).unwrap();
    let expected = json!({ "number": "+8613800138000", "text": text, "reference": "a-reference" });
    assert_eq!(body, expected);
}

#[test]
fn another_body_is_a_form() {
    let (kind, body) = sent(
        &gateway("to={number}&msg={text}&id={reference}", "有 order&more"),
        "+861",
    );
    assert_eq!(kind, "application/x-www-form-urlencoded");
    assert_eq!(body, "to=%2B861&msg=%E6%9C%89+order%26more&id=a-reference");
}

#[test]
fn only_whoever_has_the_secret_is_the_gateway() {
    let gateway = gateway(USUAL_BODY, USUAL_TEXT);
    assert!(gateway.knows(SECRET));
    assert!(!gateway.knows("") && !gateway.knows("a-secret-of-boTh") && !gateway.knows("a-secret-of-both "));
    assert!(!format!("{gateway:?}").contains(SECRET));
}

#[test]
fn what_is_no_gateway_says_why() {
    let made = |url: &str, secret: &str, body: &str| Gateway::new(url, secret.into(), body, "text").err();
    assert_eq!(made("sms.example", SECRET, USUAL_BODY), Some(BadGateway::Url));
    assert_eq!(
        made("ftp://sms.example", SECRET, USUAL_BODY),
        Some(BadGateway::Url)
    );
    assert_eq!(
        made("https://sms.example", "short", USUAL_BODY),
        Some(BadGateway::Secret)
    );
    assert_eq!(
        made("https://sms.example", "sixteen blanks  ", USUAL_BODY),
        Some(BadGateway::Secret)
    );
    assert_eq!(
        made("https://sms.example", SECRET, "{number}"),
        Some(BadGateway::Body)
    );
    assert_eq!(made("https://sms.example", SECRET, USUAL_BODY), None);
}
