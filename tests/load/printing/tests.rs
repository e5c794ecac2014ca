//! How figures look to people, told as sentences.

use serde_json::json;

use super::table;

#[test]
fn each_value_has_a_line_named_by_its_way() {
    let shown =
        table(&json!({ "loss": 0.01, "join_ms": { "p50": 12.34, "p95": null }, "lacks": ["nack", "rtx"] }));
    let lines: Vec<&str> = shown.lines().collect();
    assert!(lines.contains(&"loss         0.0100"), "{shown}");
    assert!(lines.contains(&"join_ms.p50  12.3"), "{shown}");
    assert!(lines.contains(&"join_ms.p95  -"), "{shown}");
    assert!(lines.contains(&"lacks        nack rtx"), "{shown}");
}

#[test]
fn a_row_of_objects_is_numbered() {
    let shown = table(&json!({ "rounds": [{ "rss": 1 }, { "rss": 2 }] }));
    assert_eq!(shown, "rounds.0.rss  1\nrounds.1.rss  2\n");
}
