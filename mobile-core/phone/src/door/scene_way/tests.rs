//! Shows what comes of asking a hall for a way, whatever it answers.

use domain::{LatLon, Timestamp};
use protocol::api::DrawnLine;
use uuid::Uuid;

use super::*;
use crate::PhoneConfig;
use crate::scripted_hall::{ScriptedHall, signed_in};

const ORDER: OrderId = OrderId(Uuid::from_u128(5));

fn way(order: OrderId) -> WayView {
    let scene = LatLon::new(47.141, 9.521).unwrap();
    WayView {
        order,
        unit: None,
        made_at: Timestamp::from_millis(1_790_000_000_000),
        fix_at: None,
        scene,
        route: DrawnLine::through(scene, &[LatLon::new(47.15, 9.52).unwrap(), scene]),
        no_way: None,
        eta_s: Some(95),
        metres: Some(1010),
        expected_at: None,
        in_time_pct: None,
        streets: None,
        team: Vec::new(),
    }
}

fn door(hall: &ScriptedHall) -> Door {
    let config = PhoneConfig {
        hall: hall.url(),
        name: "officer".to_owned(),
        password: "correct horse".to_owned(),
        enrolled: None,
        store: "phone.db".into(),
        app: "test 1".to_owned(),
        connect_to: None,
        proxy: None,
        ca: None,
    };
    Door::new(&config).unwrap()
}

/// A hall that signs everybody in and answers this when it is asked for a way.
async fn asked(status: u16, body: String, streets: bool) -> (ScriptedHall, Result<WayView, WayError>) {
    let hall = ScriptedHall::open(move |what, _| {
        Some(match what {
            "POST /api/session" => (200, signed_in()),
            _ => (status, body.clone()),
        })
    })
    .await;
    let way = door(&hall).scene_way(ORDER, streets).await;
    (hall, way)
}

fn body(way: &WayView) -> String {
    serde_json::to_string(way).unwrap()
}

#[tokio::test]
async fn a_way_is_asked_for_with_its_streets_or_without() {
    let path = format!("GET /api/orders/{ORDER}/way");
    let (hall, told) = asked(200, body(&way(ORDER)), true).await;
    assert_eq!(told, Ok(way(ORDER)));
    assert_eq!(hall.asked(&path), 1);
    let (hall, told) = asked(200, body(&way(ORDER)), false).await;
    assert_eq!(told, Ok(way(ORDER)));
    assert_eq!(hall.asked(&format!("{path}?streets=false")), 1);
}

#[tokio::test]
async fn a_refusal_says_what_the_hall_says() {
    let fault = Fault {
        code: "busy".to_owned(),
        message: "too many ways are being worked out; ask again in a moment".to_owned(),
        field: None,
    };
    let (_, told) = asked(503, serde_json::to_string(&fault).unwrap(), true).await;
    let refused = told.unwrap_err();
    assert_eq!(
        refused.to_string(),
        "the hall tells no way (503): too many ways are being worked out; ask again in a moment"
    );
    let (_, told) = asked(502, "<html>a gateway</html>".to_owned(), true).await;
    let reason = "it does not say why".to_owned();
    assert_eq!(told, Err(WayError::Refused { status: 502, reason }));
}

#[tokio::test]
async fn what_is_no_way_or_anothers_is_not_taken() {
    let another = body(&way(OrderId(Uuid::from_u128(6))));
    let endless = format!("{{\"order\":\"{}\"}}", "x".repeat(MOST_BYTES));
    for strange in [another, "{}".to_owned(), "no JSON".to_owned(), endless] {
        let (_, told) = asked(200, strange, true).await;
        assert_eq!(told, Err(WayError::Unreadable));
    }
}

#[tokio::test]
async fn a_hall_that_hangs_up_is_away() {
    let hall = ScriptedHall::open(|what, _| (what == "POST /api/session").then(|| (200, signed_in()))).await;
    let told = door(&hall).scene_way(ORDER, true).await;
    assert_eq!(told, Err(WayError::Away));
}
