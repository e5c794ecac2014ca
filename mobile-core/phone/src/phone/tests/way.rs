//! A phone that leads its officer to the scene, on the net and off it.

use domain::{OrderId, Timestamp, UnitId};
use protocol::api::{DrawnLine, StreetClass, StreetView, TeamMate, WayView};

use super::*;

/// What a hall answers when it is asked for a way.
#[derive(Default)]
pub(super) struct Led {
    asked: Vec<String>,
    /// It has no answer.
    busy: bool,
    seconds: u32,
}

impl Led {
    pub(super) fn answer(&mut self, path: &str) -> (String, String) {
        self.asked.push(path.to_owned());
        if self.busy {
            return ("503 Service Unavailable".to_owned(), "{}".to_owned());
        }
        let order = path.split('/').nth(3).unwrap().parse().unwrap();
        let way = way(order, self.seconds, !path.ends_with("?streets=false"));
        ("200 OK".to_owned(), serde_json::to_string(&way).unwrap())
    }
}

fn way(order: OrderId, seconds: u32, streets: bool) -> WayView {
    let scene = here().at;
    let line = DrawnLine::through(scene, &[LatLon::new(47.15, 9.53).unwrap(), scene]);
    let mate = TeamMate {
        unit: UnitId(uuid::Uuid::nil()),
        name: "Vaduz 2".to_owned(),
        place: scene,
        fix_at: Timestamp::from_millis(0),
        accuracy_m: 8.0,
        there: false,
    };
    let street = StreetView {
        class: StreetClass::Main,
        name: Some("Landstrasse".to_owned()),
        lines: vec![line.clone()],
    };
    WayView {
        order,
        unit: None,
        made_at: Timestamp::from_millis(1_790_000_000_000),
        fix_at: None,
        scene,
        route: line,
        no_way: None,
        eta_s: Some(seconds),
        metres: Some(1300),
        expected_at: None,
        in_time_pct: None,
        streets: streets.then(|| vec![street]),
        team: vec![mate],
    }
}

/// The way from before, as a phone shows it while the hall is away.
fn kept(order: OrderId, seconds: u32) -> Way {
    let mut view = way(order, seconds, true);
    view.team.clear();
    Way { view, kept: true }
}

async fn with_order(hall: &SmallHall, phone: &Phone) -> OrderId {
    let order = hall.give_order();
    soon(phone.until(|known| known.online && !known.orders.is_empty()))
        .await
        .unwrap();
    order
}

#[tokio::test]
async fn the_way_is_there_without_a_net_and_after_a_new_start() {
    let (hall, folder) = (SmallHall::open().await, TempDir::new().unwrap());
    hall.led(|led| led.seconds = 300);
    let phone = Phone::start(config(&hall, &folder)).unwrap();
    let order = with_order(&hall, &phone).await;
    let fresh = Way {
        view: way(order, 300, true),
        kept: false,
    };
    assert_eq!(soon(phone.way(order)).await, Ok(fresh.clone()));
    assert_eq!(
        soon(phone.way(order)).await,
        Ok(fresh),
        "there is no reason to ask again"
    );
    let path = format!("/api/orders/{order}/way");
    assert_eq!(hall.led(|led| led.asked.clone()), std::slice::from_ref(&path));
    phone.shutdown().await;

    let away = PhoneConfig {
        connect_to: Some("127.0.0.1:9".parse().unwrap()),
        ..config(&hall, &folder)
    };
    // The same hall, since the file belongs to the officer at that one.
    let phone = Phone::start(away).unwrap();
    assert_eq!(soon(phone.way(order)).await, Ok(kept(order, 300)));
    phone.shutdown().await;

    hall.led(|led| led.seconds = 200);
    let phone = Phone::start(config(&hall, &folder)).unwrap();
    soon(phone.until(|known| known.online)).await.unwrap();
    let anew = Way {
        view: way(order, 200, true),
        kept: false,
    };
    assert_eq!(
        soon(phone.way(order)).await,
        Ok(anew),
        "with the streets from before"
    );
    let asked = hall.led(|led| led.asked.clone());
    assert_eq!(asked, [path.clone(), format!("{path}?streets=false")]);
    phone.shutdown().await;
}

#[tokio::test]
async fn a_hall_that_has_no_answer_leaves_the_way_from_before() {
    let (hall, folder) = (SmallHall::open().await, TempDir::new().unwrap());
    hall.led(|led| led.busy = true);
    let phone = Phone::start(config(&hall, &folder)).unwrap();
    let order = with_order(&hall, &phone).await;
    let reason = "it does not say why".to_owned();
    let refused = Err(WayError::Refused { status: 503, reason });
    assert_eq!(soon(phone.way(order)).await, refused);
    assert_eq!(soon(phone.way(order)).await, refused, "it was asked just now");
    assert_eq!(hall.led(|led| led.asked.len()), 1);
    phone.shutdown().await;

    hall.led(|led| (led.busy, led.seconds) = (false, 300));
    let phone = Phone::start(config(&hall, &folder)).unwrap();
    soon(phone.until(|known| known.online)).await.unwrap();
    soon(phone.way(order)).await.unwrap();
    phone.shutdown().await;

    hall.led(|led| led.busy = true);
    let phone = Phone::start(config(&hall, &folder)).unwrap();
    soon(phone.until(|known| known.online)).await.unwrap();
    assert_eq!(soon(phone.way(order)).await, Ok(kept(order, 300)));
    phone.shutdown().await;
}

#[tokio::test]
async fn a_way_is_gone_with_its_order() {
    let (hall, folder) = (SmallHall::open().await, TempDir::new().unwrap());
    let phone = Phone::start(config(&hall, &folder)).unwrap();
    let order = with_order(&hall, &phone).await;
    soon(phone.way(order)).await.unwrap();
    hall.say(ToUnit::Orders { orders: Vec::new() });
    soon(phone.until(|known| known.orders.is_empty())).await.unwrap();
    assert_eq!(soon(phone.way(order)).await, Err(WayError::NotAtHand));
    phone.shutdown().await;
    assert_eq!(phone.way(order).await, Err(WayError::Stopped(Stopped)));
    let opened = crate::store::open(&folder.path().join("phone.db"), &owner(&hall)).unwrap();
    assert_eq!(opened.store.scene_way(order).unwrap(), None);
}

/// Whose file it is.
fn owner(hall: &SmallHall) -> String {
    format!("officer at {}", hall.url())
}

#[tokio::test]
async fn an_order_that_nobody_knows_has_no_way() {
    let (hall, folder) = (SmallHall::open().await, TempDir::new().unwrap());
    let away = PhoneConfig {
        connect_to: Some("127.0.0.1:9".parse().unwrap()),
        ..config(&hall, &folder)
    };
    let phone = Phone::start(away).unwrap();
    let order = OrderId(uuid::Uuid::nil());
    assert_eq!(soon(phone.way(order)).await, Err(WayError::NotAtHand));
    phone.shutdown().await;

    let phone = Phone::start(config(&hall, &folder)).unwrap();
    let order = with_order(&hall, &phone).await;
    phone.shutdown().await;
    let away = PhoneConfig {
        connect_to: Some("127.0.0.1:9".parse().unwrap()),
        ..config(&hall, &folder)
    };
    let phone = Phone::start(away).unwrap();
    assert_eq!(soon(phone.way(order)).await, Err(WayError::Away), "none is kept");
    phone.shutdown().await;
}
