//! Two officers of one order see the way, and each other for as long as both go there on duty.

use std::time::Duration;

use domain::order::Addressee;
use protocol::api::{NoWay, OrderView, WayView};
use reqwest::{Client, StatusCode};
use tests::district::{north_of, scene, stand};
use tests::test_hall::Officer;
use tests::{Desk, TestHall, eventually};

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_sees_the_way() {
    let hall = TestHall::start().await;
    let town = hall.town("Vaduz").await;
    let [first, second, third] = [
        hall.officer("Vaduz 1", town).await,
        hall.officer("Vaduz 2", town).await,
        hall.officer("Vaduz 3", town).await,
    ];
    let dispatcher = hall.dispatcher().await;
    let phones = [
        hall.online_phone(&first, None).await,
        hall.online_phone(&second, None).await,
    ];
    for (phone, metres) in phones.iter().zip([900.0, 1_400.0]) {
        stand(phone, north_of(scene(), metres), Duration::from_millis(600)).await;
    }
    let team = Addressee::Team(vec![first.unit, second.unit]);
    let sent = dispatcher.order(team, scene()).await;
    let path = format!("/api/orders/{}/way?streets=true", sent.id);
    for phone in &phones {
        eventually("the phone rings", async || phone.orders().pop()).await;
    }

    // Whoever has not said yes sees their own way only; this hall has no roads, and says so.
    let own = signed_in(&hall, &first).await;
    let way: WayView = own.get(&path).await;
    assert_eq!((way.order, way.unit), (sent.id, Some(first.unit)));
    assert_eq!((way.no_way, way.eta_s), (Some(NoWay::NoRoads), None));
    assert!(way.route.is_empty() && way.team.is_empty() && way.fix_at.is_some());
    assert_eq!(way.streets, Some(Vec::new()));

    for phone in &phones {
        phone.accept(sent.id).await.unwrap();
    }
    let mate = eventually("the other is on the map", async || {
        own.get::<WayView>(&path).await.team.pop()
    })
    .await;
    assert_eq!((mate.unit, mate.name.as_str()), (second.unit, "Vaduz 2"));
    assert!(mate.place.distance_m(north_of(scene(), 1_400.0)) < 30.0 && !mate.there);
    let seen: WayView = dispatcher
        .get(&format!("/api/orders/{}/way?unit={}", sent.id, second.unit))
        .await;
    assert_eq!(seen.team.len(), 1);
    assert_eq!(seen.team[0].unit, first.unit);

    // Who goes off duty is nobody's to look for.
    phones[1].go_off_duty().await.unwrap();
    eventually("the other is on the map no more", async || {
        own.get::<WayView>(&path).await.team.is_empty().then_some(())
    })
    .await;

    let stranger = signed_in(&hall, &third).await;
    assert_eq!(status(&hall, &stranger, &path).await, StatusCode::NOT_FOUND);
    let odd = format!("/api/orders/{}/way?streets=perhaps", sent.id);
    assert_eq!(status(&hall, &own, &odd).await, StatusCode::BAD_REQUEST);
    let _: OrderView = dispatcher
        .post(&format!("/api/orders/{}/close", sent.id), &())
        .await;
    assert_eq!(status(&hall, &own, &path).await, StatusCode::NOT_FOUND);
    for phone in phones {
        phone.shutdown().await;
    }
    hall.stop().await;
}

async fn signed_in(hall: &TestHall, officer: &Officer) -> Desk {
    Desk::sign_in(&hall.url(), &officer.name, &officer.password).await
}

async fn status(hall: &TestHall, desk: &Desk, path: &str) -> StatusCode {
    let request = Client::new().get(format!("{}{path}", hall.url()));
    request.bearer_auth(&desk.token).send().await.unwrap().status()
}
