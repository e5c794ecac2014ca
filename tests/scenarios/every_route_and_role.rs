//! Every route for every role, and for a stranger, as a table.

use domain::Role;
use protocol::api::IncidentView;
use reqwest::{Client, Method};
use serde_json::Value;
use tests::test_hall::fresh;
use tests::{Desk, TestHall, eventually};

use self::bodies::body;

mod bodies;

/// Status by role: stranger, officer, dispatcher, leader, the town's desk, administrator.
type Row = (&'static str, &'static str, [u16; 6]);

const TABLE: &[Row] = &[
    ("GET", "/healthz", [200, 200, 200, 200, 200, 200]),
    ("GET", "/openapi.json", [200, 200, 200, 200, 200, 200]),
    ("GET", "/metrics", [200, 200, 200, 200, 200, 200]),
    ("POST", "/api/session", [401, 401, 401, 401, 401, 401]),
    ("GET", "/api/session", [401, 200, 200, 200, 200, 200]),
    ("POST", "/api/session/challenge", [200, 200, 200, 200, 200, 200]),
    ("POST", "/api/session/proof", [401, 401, 401, 401, 401, 401]),
    ("PUT", "/api/session/proof", [401, 401, 401, 401, 401, 401]),
    ("GET", "/api/push", [401, 200, 403, 403, 403, 403]),
    ("PUT", "/api/push", [401, 400, 403, 403, 403, 403]),
    ("DELETE", "/api/push", [401, 204, 403, 403, 403, 403]),
    ("PUT", "/api/push/app", [401, 409, 403, 403, 403, 403]),
    ("DELETE", "/api/push/app", [401, 204, 403, 403, 403, 403]),
    ("PUT", "/api/telephone", [401, 400, 403, 403, 403, 403]),
    ("DELETE", "/api/telephone", [401, 204, 403, 403, 403, 403]),
    ("POST", "/api/notices/{none}", [404, 404, 404, 404, 404, 404]),
    ("GET", "/api/towns", [401, 403, 200, 200, 200, 200]),
    ("POST", "/api/towns", [401, 403, 403, 403, 403, 201]),
    ("POST", "/api/units", [401, 403, 403, 403, 403, 201]),
    ("PUT", "/api/units/{unit}/duty", [401, 403, 403, 403, 403, 200]),
    ("PUT", "/api/units/{none}/duty", [401, 403, 403, 403, 403, 404]),
    ("GET", "/api/units", [401, 403, 200, 200, 200, 200]),
    (
        "GET",
        "/api/recommendations?lat=47.1&lon=9.5",
        [401, 403, 200, 200, 200, 200],
    ),
    (
        "GET",
        "/api/reach?lat=47.1&lon=9.5",
        [401, 403, 200, 200, 200, 200],
    ),
    ("GET", "/api/promise-map", [401, 403, 404, 404, 403, 404]),
    ("GET", "/api/promise-map/history", [401, 403, 200, 200, 403, 200]),
    ("GET", "/api/promise-map/cells", [401, 403, 404, 404, 403, 404]),
    (
        "GET",
        "/api/promise-map/without/{unit}",
        [401, 403, 404, 404, 403, 404],
    ),
    ("GET", "/api/rule", [401, 403, 200, 200, 200, 200]),
    ("PUT", "/api/rule", [401, 403, 200, 403, 403, 403]),
    ("GET", "/api/closures", [401, 403, 200, 200, 200, 200]),
    ("POST", "/api/closures", [401, 403, 201, 403, 403, 403]),
    ("DELETE", "/api/closures/{none}", [401, 403, 404, 403, 403, 403]),
    ("GET", "/api/reports/orders", [401, 403, 200, 200, 200, 200]),
    ("GET", "/api/order-kinds", [401, 403, 200, 200, 200, 200]),
    ("GET", "/api/orders/{none}/routes", [401, 403, 404, 404, 404, 404]),
    ("GET", "/api/orders/{none}/way", [401, 404, 404, 404, 404, 404]),
    ("GET", "/api/incidents", [401, 403, 200, 200, 200, 200]),
    ("POST", "/api/incidents", [401, 403, 201, 403, 201, 403]),
    (
        "POST",
        "/api/incidents/duplicates",
        [401, 403, 200, 403, 200, 403],
    ),
    ("PATCH", "/api/incidents/{none}", [401, 403, 404, 403, 404, 403]),
    (
        "POST",
        "/api/incidents/{none}/merge",
        [401, 403, 404, 403, 404, 403],
    ),
    (
        "POST",
        "/api/incidents/{none}/close",
        [401, 403, 404, 403, 404, 403],
    ),
    ("GET", "/api/gazetteer?q=landstr", [401, 403, 200, 200, 200, 200]),
    ("GET", "/api/gazetteer", [401, 403, 400, 400, 400, 400]),
    (
        "GET",
        "/api/gazetteer/nearest?lat=47.1&lon=9.5",
        [401, 403, 200, 200, 200, 200],
    ),
    ("GET", "/api/orders", [401, 403, 200, 200, 200, 200]),
    ("POST", "/api/orders", [401, 403, 201, 403, 201, 403]),
    ("GET", "/api/orders/{none}", [401, 403, 404, 404, 404, 404]),
    (
        "POST",
        "/api/orders/{none}/offers",
        [401, 403, 404, 403, 404, 403],
    ),
    ("PUT", "/api/orders/{none}/units", [401, 403, 404, 403, 404, 403]),
    (
        "DELETE",
        "/api/orders/{none}/assignments/{none}",
        [401, 403, 404, 403, 404, 403],
    ),
    ("POST", "/api/orders/{none}/close", [401, 403, 404, 403, 404, 403]),
    (
        "POST",
        "/api/orders/{none}/cancel",
        [401, 403, 404, 403, 404, 403],
    ),
    (
        "POST",
        "/api/orders/{none}/breaches/{leg}/reason",
        [401, 403, 404, 403, 404, 403],
    ),
    (
        "POST",
        "/api/orders/{none}/arrived",
        [401, 403, 404, 403, 404, 403],
    ),
    (
        "POST",
        "/api/orders/{none}/pass-on",
        [401, 403, 403, 403, 404, 403],
    ),
    (
        "POST",
        "/api/orders/{none}/messages",
        [401, 403, 404, 403, 404, 403],
    ),
    (
        "POST",
        "/api/orders/{none}/messages/read",
        [401, 403, 404, 403, 404, 403],
    ),
    ("GET", "/api/drills", [401, 403, 200, 200, 403, 200]),
    ("POST", "/api/drills", [401, 403, 422, 403, 403, 403]),
    ("POST", "/api/drills/{none}/again", [401, 403, 404, 403, 403, 403]),
    (
        "GET",
        "/api/drills/{none}/scenario",
        [401, 403, 404, 404, 403, 404],
    ),
    ("GET", "/api/drills/{none}", [401, 403, 404, 404, 403, 404]),
    ("DELETE", "/api/drills/{none}", [401, 403, 404, 403, 403, 403]),
    ("GET", "/api/people", [401, 403, 403, 403, 403, 200]),
    ("POST", "/api/people", [401, 403, 403, 403, 403, 201]),
    ("DELETE", "/api/people/{none}", [401, 403, 403, 403, 403, 404]),
    (
        "DELETE",
        "/api/people/{none}/sessions",
        [401, 403, 403, 403, 403, 404],
    ),
    ("POST", "/api/enrolments", [401, 403, 403, 403, 403, 422]),
    ("GET", "/api/phones", [401, 403, 403, 403, 403, 200]),
    ("POST", "/api/phones", [400, 400, 400, 400, 400, 400]),
    ("DELETE", "/api/phones/{none}", [401, 403, 403, 403, 403, 404]),
    ("DELETE", "/api/people/{person}", [401, 403, 403, 403, 403, 204]),
    ("PUT", "/api/photos/{sha}", [401, 415, 403, 403, 403, 403]),
    ("GET", "/api/photos/{sha}", [401, 404, 404, 404, 404, 404]),
    ("GET", "/api/units/{unit}/still", [401, 403, 409, 409, 409, 409]),
    ("GET", "/api/units/{other}/still", [401, 403, 409, 409, 404, 409]),
    ("GET", "/api/desks/{desk}/still", [401, 403, 409, 409, 409, 409]),
    ("GET", "/api/desks/{theirs}/still", [401, 403, 409, 409, 404, 409]),
    (
        "GET",
        "/api/recordings?desk={desk}",
        [401, 200, 200, 200, 200, 200],
    ),
    (
        "GET",
        "/api/recordings?desk={desk}&unit={unit}",
        [401, 400, 400, 400, 400, 400],
    ),
    ("GET", "/api/recordings", [401, 200, 200, 200, 200, 200]),
    ("POST", "/api/recordings", [401, 403, 409, 403, 409, 403]),
    ("DELETE", "/api/recordings/{none}", [401, 403, 404, 403, 404, 403]),
    ("GET", "/recordings/{none}.mp4", [401, 404, 404, 404, 404, 404]),
    ("GET", "/recordings/{none}/{none}", [401, 404, 404, 404, 404, 404]),
    ("POST", "/whip/{unit}", [401, 400, 403, 403, 403, 403]),
    ("POST", "/whip/{other}", [401, 403, 403, 403, 403, 403]),
    // A town's own desk shows its camera; who may see the town sees it.
    ("POST", "/whip/{desk}", [401, 403, 403, 403, 400, 403]),
    ("POST", "/whip/{theirs}", [401, 403, 403, 403, 403, 403]),
    ("POST", "/whep/{desk}", [401, 403, 400, 400, 400, 400]),
    ("POST", "/whep/{theirs}", [401, 403, 400, 400, 404, 400]),
    ("DELETE", "/whip/{unit}/{none}", [401, 404, 403, 403, 403, 403]),
    ("PATCH", "/whip/{unit}/{none}", [401, 415, 403, 403, 403, 403]),
    ("POST", "/whep/{unit}", [401, 403, 400, 400, 400, 400]),
    ("POST", "/whep/{other}", [401, 403, 400, 400, 404, 400]),
    // An officer in danger is seen at every desk.
    ("POST", "/whep/{calling}", [401, 403, 400, 400, 400, 400]),
    ("DELETE", "/whep/{unit}/{none}", [401, 403, 404, 404, 404, 404]),
    ("PATCH", "/whep/{unit}/{none}", [401, 403, 415, 415, 415, 415]),
    ("POST", "/whip/talk/{none}", [401, 404, 404, 404, 404, 404]),
    (
        "DELETE",
        "/whip/talk/{none}/{none}",
        [401, 404, 404, 404, 404, 404],
    ),
    ("GET", "/api/media", [401, 200, 200, 200, 200, 200]),
    ("POST", "/whep", [401, 403, 400, 400, 400, 400]),
    ("DELETE", "/whep/wall/{none}", [401, 403, 404, 404, 404, 404]),
    ("PATCH", "/whep/wall/{none}", [401, 403, 415, 415, 415, 415]),
    ("GET", "/ws/unit", [401, 400, 403, 403, 403, 403]),
    ("GET", "/ws/viewer", [401, 403, 400, 400, 400, 400]),
    ("DELETE", "/api/session", [401, 204, 204, 204, 204, 204]),
];

#[tokio::test(flavor = "multi_thread")]
async fn every_route_and_role() {
    let hall = TestHall::start().await;
    let (vaduz, schaan) = (hall.town("Vaduz").await, hall.town("Schaan").await);
    let officer = hall.officer("Vaduz 1", vaduz).await;
    let other = hall.officer("Schaan 1", schaan).await;
    let calling = hall.officer("Schaan 2", schaan).await;
    let phone = hall.online_phone(&calling, None).await;
    phone.call_for_help().await.unwrap();
    let roles = [
        None,
        Some(Desk::sign_in(&hall.url(), &officer.name, &officer.password).await),
        Some(hall.dispatcher().await),
        Some(hall.seat("leader", Role::Leader).await),
        Some(hall.seat("desk-vaduz", Role::TownDesk { town: vaduz }).await),
        Some(hall.seat("administrator", Role::Administrator).await),
    ];
    eventually("every desk sees the call for help", async || {
        let incidents: Vec<IncidentView> = roles[4].as_ref().unwrap().get("/api/incidents").await;
        (incidents.len() == 1).then_some(())
    })
    .await;
    let person = hall.person("revoked", Role::Leader).await;
    let photo = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    let mut wrong = Vec::new();
    for &(method, path, expected) in TABLE {
        for (role, expected) in roles.iter().zip(expected) {
            let filled = path
                .replace("{none}", &fresh().to_string())
                .replace("{unit}", &officer.unit.to_string())
                .replace("{person}", &person.to_string())
                .replace("{other}", &other.unit.to_string())
                .replace("{calling}", &calling.unit.to_string())
                .replace("{desk}", &vaduz.to_string())
                .replace("{theirs}", &schaan.to_string())
                .replace("{leg}", "arrived")
                .replace("{sha}", photo);
            let mut request = Client::new().request(
                Method::from_bytes(method.as_bytes()).unwrap(),
                format!("{}{filled}", hall.url()),
            );
            if let Some(desk) = role {
                request = request.bearer_auth(&desk.token);
            }
            let request = match body(
                method,
                path,
                &officer.unit.to_string(),
                &vaduz.to_string(),
                &person.to_string(),
            ) {
                Some(body) => request.json(&body),
                None => request
                    .header("Content-Type", "application/sdp")
                    .body(String::new()),
            };
            let status = request.send().await.unwrap().status().as_u16();
            if status != expected {
                let who = role.as_ref().map_or("stranger", |desk| desk.session.role.name());
                wrong.push(format!("{method} {path} by {who}: {status}, not {expected}"));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    table_is_complete(&hall).await;
    phone.shutdown().await;
    hall.stop().await;
}

/// No documented route is missing in the table.
async fn table_is_complete(hall: &TestHall) {
    let openapi: Value = reqwest::get(format!("{}/openapi.json", hall.url()))
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    let shape = |path: &str| {
        let path = path.split('?').next().unwrap_or(path);
        path.split('/')
            .map(|part| if part.starts_with('{') { "{}" } else { part })
            .collect::<Vec<_>>()
            .join("/")
    };
    for (path, methods) in openapi["paths"].as_object().unwrap() {
        for method in methods.as_object().unwrap().keys() {
            let known = TABLE
                .iter()
                .any(|(m, p, _)| m.eq_ignore_ascii_case(method) && shape(p) == shape(path));
            assert!(known, "{method} {path} is not in the table");
        }
    }
}
