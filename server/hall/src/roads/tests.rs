//! Which roads a hall knows from its first moment.

use dispatch::{Board, Record, Recorded};
use domain::{ClosureId, LatLon, PersonId, Timestamp};

use super::*;
use crate::ids;

#[tokio::test]
async fn a_hall_that_starts_knows_no_road_as_open_that_is_closed() {
    let extract = include_bytes!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../yike/data/liechtenstein-2013-08-03.osm.pbf"
    ));
    let plain = RoadNetwork::from_pbf(extract).unwrap();
    let [south, north] = [(47.067, 9.504), (47.238, 9.525)].map(|(lat, lon)| LatLon::new(lat, lon).unwrap());
    let way = plain.route(south, north).unwrap();
    let closure = RoadClosure {
        id: ClosureId(ids::fresh()),
        at: way.line[way.line.len() / 2],
        radius_m: 300.0,
        note: String::new(),
        closed_by: PersonId(ids::fresh()),
        closed_at: Timestamp::from_millis(0),
    };
    let mut board = Board::default();
    board.apply(&Recorded {
        at: closure.closed_at,
        cause: None,
        record: Record::RoadClosed { closure },
    });
    let feed = Feed::new(Timestamp::from_millis(0), &board);
    let roads = Roads::new(Some(plain));
    let (desk, mut letters) = Desk::new();
    let (_speeds, hears) = watch::channel(Speeds::default());
    assert!(Upkeep::begin(roads.clone(), feed, desk, hears).await.is_some());
    // What the machine hears first, with what is there for whoever asks for ways.
    let told = letters.try_recv();
    let Ok(Letter::TravelChanged(Travel::Surveyed(told, _))) = told else {
        panic!("{told:?}");
    };
    for known in [told, roads.now().unwrap()] {
        let around = known.route(south, north).unwrap();
        assert!(around.seconds > way.seconds + 5.0, "{} s", around.seconds);
    }
}

#[tokio::test]
async fn a_hall_that_cannot_make_its_roads_at_the_start_has_none() {
    let extract = include_bytes!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../yike/data/liechtenstein-2013-08-03.osm.pbf"
    ));
    let plain = RoadNetwork::from_pbf(extract).unwrap();
    let feed = Feed::new(Timestamp::from_millis(0), &Board::default());
    let roads = Roads::new(Some(plain.clone()));
    let (desk, _letters) = Desk::new();
    let (_speeds, hears) = watch::channel(Speeds::default());
    let upkeep = Upkeep::new(roads.clone(), feed, desk, hears).unwrap();
    let failed = async || {
        let making = || -> (RoadNetwork, Travel) { panic!("trouble") };
        tokio::task::spawn_blocking(making).await
    };
    let travel = upkeep.put_in_use(failed().await);
    assert!(matches!(travel, Travel::CrowFlies), "{travel:?}");
    assert!(roads.now().is_none(), "what is closed is open in these");

    let made = (plain.clone(), Travel::Roads(plain));
    for made in [Ok(made), failed().await] {
        let travel = upkeep.put_in_use(made);
        assert!(matches!(travel, Travel::Roads(_)), "{travel:?}");
        assert!(roads.now().is_some());
    }
}
