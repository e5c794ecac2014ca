//! A dispatcher types an address in four ways, or clicks the map.

use gazetteer::Gazetteer;
use protocol::api::{Fault, FoundBy, FoundKind, GazetteerSource, NearestAddress, PlacesFound};
use reqwest::{Method, StatusCode};
use tests::{Desk, TestHall};

const LIECHTENSTEIN: &[u8] = include_bytes!("../../server/yike/data/liechtenstein-2013-08-03.osm.pbf");

const LIST: &[u8] = "name,lat,lon,address,aliases\n消防一站,47.1402,9.5215,,Feuerwehr 1\n".as_bytes();

async fn found(desk: &Desk, question: &str) -> PlacesFound {
    let path = format!("/api/gazetteer?q={question}&lat=47.14&lon=9.52");
    desk.get(&path).await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_is_found() {
    let gazetteer = Gazetteer::from_pbf(LIECHTENSTEIN)
        .unwrap()
        .with_csv(LIST)
        .unwrap();
    let hall = TestHall::start_with(tempfile::tempdir().unwrap(), |options| {
        options.gazetteer = gazetteer;
    })
    .await;
    let dispatcher = hall.dispatcher().await;
    for (question, name, kind, matched) in [
        ("staedtle%2043", "Städtle 43", FoundKind::Address, FoundBy::Exact),
        ("xfyz", "消防一站", FoundKind::Listed, FoundBy::Initials),
        ("feuerw", "消防一站", FoundKind::Listed, FoundBy::Prefix),
        (
            "landesspittal",
            "Liechtensteinisches Landesspital",
            FoundKind::Hospital,
            FoundBy::Typo,
        ),
        (
            "9.5209%2047.1410",
            "47.141000, 9.520900",
            FoundKind::Coordinates,
            FoundBy::Exact,
        ),
    ] {
        let answer = found(&dispatcher, question).await;
        assert_eq!(answer.source, GazetteerSource::District);
        let first = &answer.places[0];
        assert_eq!(
            (first.name.as_str(), first.kind, first.matched),
            (name, kind, matched),
            "{question}"
        );
    }
    let most: PlacesFound = dispatcher.get("/api/gazetteer?q=s&most=3").await;
    assert_eq!(most.places.len(), 3);
    let near: NearestAddress = dispatcher
        .get("/api/gazetteer/nearest?lat=47.1393&lon=9.5226")
        .await;
    let address = near.address.unwrap();
    assert_eq!(
        (address.street.as_str(), address.town.as_deref()),
        ("Städtle", Some("Vaduz"))
    );
    hall.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_map_coordinates_are_understood() {
    let hall = TestHall::start().await;
    let dispatcher = hall.dispatcher().await;
    let names = found(&dispatcher, "Landstrasse").await;
    assert_eq!((names.source, names.places.len()), (GazetteerSource::None, 0));
    let typed = found(&dispatcher, "31.39,121.40").await;
    assert_eq!(
        (typed.places[0].at.lat(), typed.places[0].at.lon()),
        (31.39, 121.40)
    );
    let near: NearestAddress = dispatcher.get("/api/gazetteer/nearest?lat=47.1&lon=9.5").await;
    assert_eq!((near.source, near.address), (GazetteerSource::None, None));

    let long = format!("/api/gazetteer?q={}", "x".repeat(201));
    for (path, field) in [
        (long.as_str(), "q"),
        ("/api/gazetteer", "q"),
        ("/api/gazetteer?q=a&lat=47", "lon"),
        ("/api/gazetteer?q=a&lon=9", "lat"),
        ("/api/gazetteer?q=a&lat=95&lon=9", "lat"),
        ("/api/gazetteer/nearest?lat=47", "lon"),
    ] {
        let fault: (StatusCode, Fault) = dispatcher
            .call::<()>(Method::GET, path, None::<&()>)
            .await
            .unwrap_err();
        assert_eq!(
            (fault.0, fault.1.field.as_deref()),
            (StatusCode::BAD_REQUEST, Some(field)),
            "{path}"
        );
    }
    hall.stop().await;
}
