//! Every route for every role, and for a stranger, as a table.

use domain::Role;
use protocol::api::IncidentView;
use reqwest::{Client, Method};
use serde_json::Value;
use tests::test_hall::fresh;
use tests::{Desk, TestHall, eventually};

use self::bodies::body;
use self::table::TABLE;

mod bodies;
mod table;

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
