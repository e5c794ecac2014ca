//! Duty that the administrator changes reaches the phone, not only the board.

use std::time::Duration;

use domain::{Role, UnitState};
use protocol::api::UnitView;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tests::{TestHall, eventually};

#[tokio::test(flavor = "multi_thread")]
async fn duty_that_the_administrator_changes_reaches_the_phone() {
    let hall = TestHall::start().await;
    let town = hall.town("Vaduz").await;
    let officer = hall.officer("Vaduz 1", town).await;
    let administrator = hall.seat("administrator", Role::Administrator).await;
    let phone = hall.online_phone(&officer, None).await;
    assert!(phone.snapshot().on_duty);

    let path = format!("/api/units/{}/duty", officer.unit);
    for on_duty in [false, true] {
        let _: Value = administrator
            .call(Method::PUT, &path, Some(&json!({ "on_duty": on_duty })))
            .await
            .unwrap_or_else(|(status, fault): (StatusCode, _)| panic!("{status} {fault:?}"));
        eventually("the phone knows", async || {
            let phone = phone.snapshot();
            (phone.online && phone.on_duty == on_duty).then_some(())
        })
        .await;
    }
    let unit = eventually("the unit is available again", async || {
        Some(administrator.unit(officer.unit).await).filter(|unit| unit.state == UnitState::Available)
    })
    .await;
    assert_eq!(unit.id, officer.unit);
    phone.shutdown().await;
    hall.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_end_of_a_shift_is_shown_and_one_that_cannot_be_is_refused() {
    let hall = TestHall::start().await;
    let town = hall.town("Vaduz").await;
    let officer = hall.officer("Vaduz 1", town).await;
    let administrator = hall.seat("administrator", Role::Administrator).await;
    let path = format!("/api/units/{}/duty", officer.unit);
    let put = async |body: Value| {
        administrator
            .call::<UnitView>(Method::PUT, &path, Some(&body))
            .await
    };

    let in_an_hour = hall::now().after(Duration::from_hours(1));
    let unit = put(json!({ "on_duty": true, "shift_ends_at": in_an_hour }))
        .await
        .unwrap();
    assert_eq!(unit.shift_ends_at, Some(in_an_hour));
    let unit = put(json!({ "on_duty": true })).await.unwrap();
    assert_eq!(unit.shift_ends_at, None);

    for (body, status, field, cure) in [
        (
            json!({ "on_duty": true, "shift_ends_at": "2020-01-01T00:00:00Z" }),
            422,
            "shift_ends_at",
            "later",
        ),
        (
            json!({ "on_duty": true, "shift_ends_at": "2199-01-01T00:00:00Z" }),
            422,
            "shift_ends_at",
            "earlier",
        ),
        (
            json!({ "on_duty": false, "shift_ends_at": in_an_hour }),
            422,
            "shift_ends_at",
            "leave",
        ),
        (
            json!({ "on_duty": true, "shift_ends_at": "18:00" }),
            400,
            "shift_ends_at",
            "RFC 3339",
        ),
    ] {
        let (refused, fault) = put(body.clone()).await.unwrap_err();
        assert_eq!(refused.as_u16(), status, "{body} {fault:?}");
        assert_eq!(fault.field.as_deref(), Some(field), "{fault:?}");
        assert!(fault.message.contains(cure), "{fault:?}");
    }
    hall.stop().await;
}
