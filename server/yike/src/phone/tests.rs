//! `yike phone` with no hall to be reached.

use std::path::Path;

use serde_json::{Value, json};

use super::{PhoneArgs, run};

async fn told(store: &Path, lines: &[u8]) -> Vec<Value> {
    let args = PhoneArgs {
        hall: "http://127.0.0.1:9".to_owned(),
        name: "nobody".to_owned(),
        password: "nothing".to_owned(),
        store: store.to_owned(),
        ca: None,
    };
    let mut said = Vec::new();
    run(args, std::io::Cursor::new(lines.to_vec()), &mut said)
        .await
        .unwrap();
    let said = String::from_utf8(said).unwrap();
    said.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn answers(said: &[Value]) -> Vec<&Value> {
    said.iter().filter(|line| line.get("line").is_some()).collect()
}

#[tokio::test]
async fn what_was_done_off_the_net_waits_in_the_store() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("phone.db");
    let said = told(&store, b"{\"do\":\"duty\",\"on\":true}\n{\"do\":\"sos\"}\n").await;
    assert_eq!(
        answers(&said),
        [
            &json!({ "line": 1, "done": true }),
            &json!({ "line": 2, "done": true })
        ]
    );
    let again = told(&store, b"").await;
    let waiting = again[0]["waiting"].as_u64().unwrap();
    assert!(waiting >= 2, "{again:?}");
}

#[tokio::test]
async fn a_bad_line_is_answered_with_the_field_and_the_next_one_is_done() {
    let folder = tempfile::tempdir().unwrap();
    let order = "0198f3a2-0000-7000-8000-000000000001";
    let mut lines = Vec::new();
    lines.extend(b"nonsense\n");
    lines.extend(b"{\"do\":\"fly\"}\n");
    lines.extend(b"{\"do\":\"fix\",\"lat\":91,\"lon\":0,\"accuracy_m\":5}\n");
    lines.extend(b"{\"do\":\"duty\"}\n");
    lines.extend(format!("{{\"do\":\"accept\",\"order\":\"{order}\"}}\n").into_bytes());
    lines.extend(vec![b'x'; 70_000]);
    lines.extend(b"\n{\"do\":\"duty\",\"on\":true}");
    let said = told(&folder.path().join("phone.db"), &lines).await;
    let answers = answers(&said);
    let code = |number: usize| answers[number]["fault"]["code"].as_str();
    let message = |number: usize| answers[number]["fault"]["message"].as_str().unwrap();
    assert_eq!(answers.len(), 7);
    assert_eq!(
        (code(0), code(1), code(2), code(3)),
        (
            Some("bad_line"),
            Some("bad_line"),
            Some("bad_line"),
            Some("bad_line")
        )
    );
    assert!(message(1).contains("fly"), "{}", message(1));
    assert!(message(2).contains("lat"), "{}", message(2));
    assert!(message(3).contains("on"), "{}", message(3));
    assert_eq!(code(4), Some("order_ended"), "{:?}", answers[4]);
    assert!(message(5).contains("64 KiB"), "{}", message(5));
    assert_eq!(*answers[6], json!({ "line": 7, "done": true }));
}
