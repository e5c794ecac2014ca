//! Duty that the administrator changes reaches the phone, not only the board.

use domain::{Role, UnitState};
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
