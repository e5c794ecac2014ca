//! A dispatcher asks an officer to switch the camera on: the officer sees who, and is the only one who can.

use std::time::Duration;

use domain::{CameraRequestState, Role, UnitId};
use phone::{Notice, Phone, UnitNotice};
use protocol::api::{Fault, UnitView};
use reqwest::{Method, StatusCode};
use tests::district::{scene, stand};
use tests::filming::Filming;
use tests::relay::TcpRelay;
use tests::{Desk, TestHall, Viewer};

async fn ask(desk: &Desk, method: Method, unit: UnitId) -> Result<UnitView, (StatusCode, Fault)> {
    let path = format!("/api/units/{unit}/camera-request");
    desk.call(method, &path, None::<&()>).await
}

async fn refused(desk: &Desk, unit: UnitId) -> (u16, String, Option<String>) {
    let (status, fault) = ask(desk, Method::POST, unit).await.unwrap_err();
    (status.as_u16(), fault.code, fault.field)
}

/// Waits until the phone shows who asks.
async fn asked(phone: &Phone) -> (String, Role) {
    let known = phone.until(|known| known.camera_asked.is_some()).await.unwrap();
    let by = known.camera_asked.clone().unwrap();
    (by.name, by.role)
}

async fn asked_by_nobody(phone: &Phone) {
    phone.until(|known| known.camera_asked.is_none()).await.unwrap();
}

async fn is_shown(screen: &mut Viewer, unit: UnitId, wished: Option<CameraRequestState>) {
    let shown = |known: &Viewer| {
        known.units[&unit]
            .camera_request
            .as_ref()
            .map(|request| request.state)
    };
    screen
        .until(&format!("{wished:?}"), |known| {
            (shown(known) == wished).then_some(())
        })
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_asked_goes_live_or_declines() {
    let hall = TestHall::start().await;
    let town = hall.town("Vaduz").await;
    let officer = hall.officer("Vaduz 1", town).await;
    let unit = officer.unit;
    let (dispatcher, leader) = (hall.dispatcher().await, hall.seat("leader", Role::Leader).await);
    let bystander = hall
        .online_phone(&hall.officer("Vaduz 2", town).await, None)
        .await;
    let in_conflict = |code: &str| (409, code.to_owned(), Some("unit".to_owned()));
    assert_eq!(refused(&dispatcher, unit).await, in_conflict("not_connected"));

    let relay = TcpRelay::to(hall.address).await;
    let phone = hall.online_phone(&officer, Some(relay.address)).await;
    stand(&phone, scene(), Duration::from_secs(1)).await;
    let mut notices = phone.notices();
    let mut screen = Viewer::open(&dispatcher).await;
    assert_eq!(refused(&leader, unit).await.0, 403);
    let view = ask(&dispatcher, Method::POST, unit).await.unwrap();
    let request = view.camera_request.unwrap();
    assert_eq!(request.state, CameraRequestState::Asked);
    let by = (dispatcher.session.name.clone(), Role::Dispatcher);
    assert_eq!((request.asked.name, request.asked.role), by);
    assert_eq!(asked(&phone).await, by);
    let ring = async {
        loop {
            if let Notice::Unit(UnitNotice::CameraAsked { name, role }) = notices.next().await.unwrap() {
                return (name, role);
            }
        }
    };
    assert_eq!(ring.await, by);
    assert_eq!(refused(&dispatcher, unit).await, in_conflict("camera_asked"));

    // A line that is new tells it again, and the officer's no reaches the hall.
    relay.cut();
    phone.until(|known| !known.online).await.unwrap();
    assert_eq!(asked(&phone).await, by, "a broken line takes nothing back");
    relay.mend();
    phone.until(|known| known.online).await.unwrap();
    assert_eq!(asked(&phone).await, by);
    phone.decline_camera().await.unwrap();
    asked_by_nobody(&phone).await;
    is_shown(&mut screen, unit, Some(CameraRequestState::Declined)).await;
    assert!(!phone.snapshot().live, "nobody but the officer switches it on");

    ask(&dispatcher, Method::POST, unit).await.unwrap();
    asked(&phone).await;
    ask(&dispatcher, Method::DELETE, unit).await.unwrap();
    asked_by_nobody(&phone).await;
    is_shown(&mut screen, unit, None).await;

    ask(&dispatcher, Method::POST, unit).await.unwrap();
    asked(&phone).await;
    is_shown(&mut screen, unit, Some(CameraRequestState::Asked)).await;
    let camera = Filming::start(&phone, "Vaduz 1").await;
    asked_by_nobody(&phone).await;
    is_shown(&mut screen, unit, None).await;
    assert_eq!(refused(&dispatcher, unit).await, in_conflict("camera_live"));
    assert!(
        bystander.snapshot().camera_asked.is_none(),
        "nobody asked this one"
    );
    camera.stop().await;
    phone.shutdown().await;
    bystander.shutdown().await;
    hall.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_that_is_away_is_not_asked() {
    let hall = TestHall::start().await;
    let town = hall.town("Vaduz").await;
    let officer = hall.officer("Vaduz 1", town).await;
    let unit = officer.unit;
    let desk = hall.seat("desk-vaduz", Role::TownDesk { town }).await;
    let phone = hall.online_phone(&officer, None).await;
    stand(&phone, scene(), Duration::from_secs(1)).await;
    ask(&desk, Method::POST, unit).await.unwrap();
    assert_eq!(
        asked(&phone).await,
        ("desk-vaduz".to_owned(), Role::TownDesk { town })
    );
    ask(&desk, Method::DELETE, unit).await.unwrap();
    asked_by_nobody(&phone).await;

    phone.shutdown().await;
    let refusal = tests::eventually("the line is gone", async || {
        let (status, code, field) = refused(&desk, unit).await;
        (code == "not_connected").then_some((status, field))
    })
    .await;
    assert_eq!(refusal, (409, Some("unit".to_owned())));
    hall.stop().await;
}
