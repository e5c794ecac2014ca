//! Malformed messages and what is said to them.

use protocol::{ToHall, ViewerToHall};
use serde_json::json;

use super::read;

#[test]
fn a_fault_is_said_with_its_field() {
    let id = "018f0000-0000-7000-8000-000000000000";
    let told = |field: &str, value: serde_json::Value| {
        let mut entry = json!({ "id": id, "at": "2026-01-01T00:00:00Z", "at_error_ms": 0, "told": "reported",
            "order": id, "assignment": id, "text": "here" });
        entry[field] = value;
        json!({ "type": "submit", "entries": [entry] })
    };
    let cases = [
        (json!({ "type": "submit", "entries": 7 }), "entries: invalid type"),
        (json!({ "type": "submit" }), "missing field `entries`"),
        (
            json!({ "type": "hello", "version": -1, "app": "a" }),
            "version: invalid value",
        ),
        (
            json!({ "type": "ask_time", "asked_at": "now" }),
            "asked_at: invalid type",
        ),
        (told("assignment", json!("x")), "entries[0].assignment: "),
        (told("text", json!(null)), "entries[0].text: invalid type"),
        (told("at", json!("noon")), "entries[0].at: "),
        (told("id", json!(3)), "entries[0].id: invalid type"),
        (
            told("at_error_ms", json!(-1)),
            "entries[0].at_error_ms: invalid value",
        ),
    ];
    for (message, expected) in cases {
        let said = read::<ToHall>(&message.to_string()).unwrap_err();
        assert!(said.starts_with(expected), "{message}: {said}");
    }
    let said = read::<ViewerToHall>(r#"{"type":"order_received","order":7}"#).unwrap_err();
    assert!(said.starts_with("order: invalid type"), "{said}");
    assert!(read::<ToHall>("{").unwrap_err().contains("line 1"));
    assert!(
        read::<ToHall>(r#"{"type":"ask_time","asked_at":1} x"#)
            .unwrap_err()
            .contains("trailing")
    );
}
