//! An officer in danger is seen at every desk: the position and the picture, until a person closes the call.

use std::time::Duration;

use domain::{Role, UnitId};
use protocol::api::{IncidentView, UnitView};
use reqwest::Method;
use serde_json::{Value, json};
use tests::district::{scene, stand};
use tests::filming::Filming;
use tests::viewer::Viewer;
use tests::watcher::watch;
use tests::{Desk, SOON, TestHall, eventually};

async fn sees(desk: &Desk, unit: UnitId) -> Option<UnitView> {
    let units: Vec<UnitView> = desk.get("/api/units").await;
    units.into_iter().find(|known| known.id == unit)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_who_calls_for_help_is_seen_at_every_desk() {
    let hall = TestHall::start().await;
    let (vaduz, schaan) = (hall.town("Vaduz").await, hall.town("Schaan").await);
    let officer = hall.officer("Schaan 1", schaan).await;
    let others = hall.seat("desk-vaduz", Role::TownDesk { town: vaduz }).await;
    let own = hall.seat("desk-schaan", Role::TownDesk { town: schaan }).await;
    let phone = hall.online_phone(&officer, None).await;
    let camera = Filming::start(&phone, "Schaan 1").await;
    stand(&phone, scene(), Duration::from_secs(2)).await;
    eventually("the own desk sees the unit", async || {
        sees(&own, officer.unit).await.filter(|unit| unit.live)
    })
    .await;
    assert_eq!(sees(&others, officer.unit).await, None);
    let mut screen = Viewer::open(&others).await;

    phone.call_for_help().await.unwrap();
    let shown = screen
        .until("the unit in danger", |screen| {
            screen.units.get(&officer.unit).cloned()
        })
        .await;
    assert!(shown.live && shown.position.is_some(), "{shown:?}");
    let seen = watch(&others, officer.unit, SOON, |seen| seen.moving >= 10).await;
    assert!(seen.moving >= 10, "{seen:?}");

    let incidents: Vec<IncidentView> = own.get("/api/incidents").await;
    let close = format!("/api/incidents/{}/close", incidents[0].id);
    let _: Value = own
        .call(
            Method::POST,
            &close,
            Some(&json!({ "reason": "the officer is safe" })),
        )
        .await
        .unwrap();
    screen
        .until("the unit is its own town's again", |screen| {
            (!screen.units.contains_key(&officer.unit)).then_some(())
        })
        .await;
    assert_eq!(sees(&others, officer.unit).await, None);
    camera.stop().await;
    phone.shutdown().await;
    hall.stop().await;
}
