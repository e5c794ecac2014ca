//! Malformed calls get an error that names the field, and change nothing.

use protocol::api::{Fault, IncidentView, OrderView};
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};
use tests::board::Board;
use tests::socket::Socket;
use tests::test_hall::fresh;
use tests::{Desk, TestHall};

#[tokio::test(flavor = "multi_thread")]
async fn a_malformed_message_ends_the_socket_and_changes_nothing() {
    let hall = TestHall::start().await;
    let town = hall.town("Vaduz").await;
    let officer = hall.officer("Vaduz 1", town).await;
    let dispatcher = hall.dispatcher().await;
    let before = Board::of(&dispatcher).await;
    let phone = Desk::sign_in(&hall.url(), &officer.name, &officer.password).await;
    let hello = json!({ "type": "hello", "version": protocol::VERSION, "app": "stories" });
    let entry = json!({ "id": fresh(), "at": hall::now(), "at_error_ms": 0, "told": "accept", "order": fresh(), "assignment": "x" });
    let cases = [
        (
            &dispatcher,
            "/ws/viewer",
            None,
            json!({ "type": "order_received", "order": 7 }),
            "order",
        ),
        (
            &phone,
            "/ws/unit",
            None,
            json!({ "type": "ask_time", "asked_at": 1.0 }),
            "hello",
        ),
        (
            &phone,
            "/ws/unit",
            Some(&hello),
            json!({ "type": "submit", "entries": [entry] }),
            "entries[0].assignment",
        ),
        (
            &phone,
            "/ws/unit",
            Some(&hello),
            json!({ "type": "ask_time" }),
            "asked_at",
        ),
    ];
    for (seat, path, first, malformed, field) in cases {
        let mut socket = Socket::open(seat, path).await;
        if let Some(first) = first {
            socket.say(first.to_string()).await;
        }
        socket.say(malformed.to_string()).await;
        let bye: Value = serde_json::from_str(&socket.last_words().await.unwrap()).unwrap();
        assert_eq!(
            (&bye["type"], &bye["reason"]),
            (&json!("bye"), &json!("malformed")),
            "{bye}"
        );
        assert!(
            bye["detail"].as_str().unwrap().contains(field),
            "{malformed}: {bye}"
        );
    }
    let after = Board::of(&dispatcher).await;
    assert_eq!((after.orders, after.incidents), (before.orders, before.incidents));
    hall.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn malformed_input_changes_nothing() {
    let hall = TestHall::start().await;
    let town = hall.town("Vaduz").await;
    let officer = hall.officer("Vaduz 1", town).await;
    let dispatcher = hall.dispatcher().await;
    let place = json!({ "lat": 47.1, "lon": 9.5 });
    let addressee = json!({ "unit": officer.unit });
    let cases: Vec<(&str, Value, u16, Option<&str>)> = vec![
        (
            "/api/orders",
            json!({ "addressee": addressee, "place": { "lat": 91, "lon": 9.5 } }),
            400,
            Some("place"),
        ),
        (
            "/api/orders",
            json!({ "addressee": addressee, "place": { "lat": "north", "lon": 9.5 } }),
            400,
            Some("place"),
        ),
        (
            "/api/orders",
            json!({ "addressee": { "unit": "nobody" }, "place": place }),
            400,
            Some("addressee.unit"),
        ),
        (
            "/api/orders",
            json!({ "addressee": { "unit": fresh() }, "place": place }),
            422,
            Some("unit"),
        ),
        (
            "/api/orders",
            json!({ "addressee": { "town": fresh() }, "place": place }),
            422,
            Some("town"),
        ),
        (
            "/api/orders",
            json!({ "addressee": { "team": [] }, "place": place }),
            422,
            Some("addressee.team"),
        ),
        (
            "/api/orders",
            json!({ "addressee": addressee }),
            422,
            Some("place"),
        ),
        (
            "/api/orders",
            json!({ "addressee": addressee, "incident": fresh() }),
            404,
            Some("incident"),
        ),
        (
            "/api/orders",
            json!({ "addressee": addressee, "place": place, "note": "n".repeat(4001) }),
            400,
            Some("note"),
        ),
        (
            "/api/orders",
            json!({ "addressee": addressee, "place": place, "speed": 3 }),
            400,
            Some("speed"),
        ),
        ("/api/orders", json!({ "place": place }), 400, None),
        (
            "/api/incidents",
            json!({ "kind": "earthquake", "place": place }),
            400,
            Some("kind"),
        ),
        ("/api/incidents", json!([]), 400, None),
        (
            "/api/incidents",
            json!({ "kind": "fire", "place": place, "caller": { "phone": "1".repeat(201) } }),
            400,
            Some("caller.phone"),
        ),
        (
            "/api/incidents/duplicates",
            json!({ "kind": "fire", "at": { "lat": 47.1 } }),
            400,
            Some("at"),
        ),
    ];
    for (path, body, status, field) in cases {
        let (answered, fault): (StatusCode, Fault) = dispatcher
            .call::<Value>(reqwest::Method::POST, path, Some(&body))
            .await
            .expect_err(&body.to_string());
        assert_eq!(
            (answered.as_u16(), fault.field.as_deref()),
            (status, field),
            "{body} {fault:?}"
        );
    }
    assert_eq!(dispatcher.get::<Vec<OrderView>>("/api/orders").await, []);
    assert_eq!(dispatcher.get::<Vec<IncidentView>>("/api/incidents").await, []);

    let http = Client::new();
    let whep = format!("{}/whep/{}", hall.url(), officer.unit);
    for (kind, body, status) in [
        ("application/sdp", "no sdp", 400),
        ("application/sdp", "v=0\r\n", 400),
        ("application/json", "{}", 415),
    ] {
        let post = http
            .post(&whep)
            .bearer_auth(&dispatcher.token)
            .header("Content-Type", kind)
            .body(body);
        let answer = post.send().await.unwrap();
        assert_eq!(answer.status().as_u16(), status, "{body}");
        assert!(!answer.json::<Fault>().await.unwrap().message.is_empty());
    }
    let phone = Desk::sign_in(&hall.url(), &officer.name, &officer.password).await;
    let jpeg: &[u8] = &[0xff, 0xd8, 0xff, 0xe0];
    let other = "a".repeat(64);
    for (name, kind, bytes, status, field) in [
        (other.as_str(), "image/jpeg", jpeg, 400, "sha256"),
        ("no-hash", "image/jpeg", jpeg, 400, "sha256"),
        (&other, "image/jpeg", b"no picture", 415, "body"),
        (&other, "image/png", b"\x89PNG\r\n", 415, "body"),
    ] {
        let put = http
            .put(format!("{}/api/photos/{name}", hall.url()))
            .bearer_auth(&phone.token)
            .header("Content-Type", kind)
            .body(bytes.to_vec());
        let answer = put.send().await.unwrap();
        assert_eq!(answer.status().as_u16(), status, "{name} {kind}");
        let fault: Fault = answer.json().await.unwrap();
        assert_eq!(fault.field.as_deref(), Some(field), "{fault:?}");
    }
    let path = format!("/api/photos/{other}");
    let kept = phone.call::<()>(reqwest::Method::GET, &path, None::<&()>);
    assert_eq!(kept.await.unwrap_err().0, StatusCode::NOT_FOUND);
    let forged = http
        .get(format!("{}/api/units", hall.url()))
        .bearer_auth("not-a-token");
    assert_eq!(forged.send().await.unwrap().status(), StatusCode::UNAUTHORIZED);
    let broken = http
        .post(format!("{}/api/orders", hall.url()))
        .bearer_auth(&dispatcher.token)
        .body("{\"addressee\":");
    assert_eq!(broken.send().await.unwrap().status(), StatusCode::BAD_REQUEST);
    let stranger = http
        .post(format!("{}/api/orders", hall.url()))
        .body("{\"addressee\":");
    assert_eq!(
        stranger.send().await.unwrap().status(),
        StatusCode::UNAUTHORIZED,
        "a stranger learns nothing of bodies"
    );
    hall.stop().await;
}
