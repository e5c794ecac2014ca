//! That the roads are kept up no more is told.

use std::time::Duration;

use dispatch::{Board, Change};
use domain::{ClosureId, LatLon, PersonId, RoadClosure, Timestamp};
use tempfile::TempDir;

use super::*;
use crate::ids;

/// Waits until this has ended.
async fn ended(health: &Health, what: &str) {
    let ended = async {
        while health.ended() != Some(what) {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    let ended = tokio::time::timeout(Duration::from_secs(20), ended).await;
    assert!(ended.is_ok(), "{what} has not ended: {:?}", health.ended());
}

#[tokio::test]
async fn what_keeps_the_roads_is_missed_when_it_ends() {
    let extract = include_bytes!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../yike/data/liechtenstein-2013-08-03.osm.pbf"
    ));
    let network = RoadNetwork::from_pbf(extract).unwrap();
    let folder = TempDir::new().unwrap();
    let store = Store::open(folder.path()).await.unwrap();
    let feed = Feed::new(Timestamp::from_millis(0), &Board::default());
    let ((desk, letters), health) = (Desk::new(), Health::default());
    let (stop, stopping) = watch::channel(false);
    let doors = (&feed, &desk, &health);
    let (roads, _) = start_roads(Some(network), &store, doors, &stopping).await;
    assert!(roads.now().is_some());
    assert_eq!(health.ended(), None);

    // Nobody is there to be told of other roads.
    drop(letters);
    let closure = RoadClosure {
        id: ClosureId(ids::fresh()),
        at: LatLon::new(47.14, 9.52).unwrap(),
        radius_m: 50.0,
        note: String::new(),
        closed_by: PersonId(ids::fresh()),
        closed_at: Timestamp::from_millis(0),
    };
    feed.show(Timestamp::from_millis(0), Change::Closures(vec![closure]));
    ended(&health, "the upkeep of the roads").await;
    stop.send(true).unwrap();
    ended(&health, "the learning of travel times").await;
}

#[tokio::test]
async fn a_hall_without_roads_misses_nothing() {
    let folder = TempDir::new().unwrap();
    let store = Store::open(folder.path()).await.unwrap();
    let feed = Feed::new(Timestamp::from_millis(0), &Board::default());
    let ((desk, _letters), health) = (Desk::new(), Health::default());
    let (_stop, stopping) = watch::channel(false);
    let (roads, _) = start_roads(None, &store, (&feed, &desk, &health), &stopping).await;
    tokio::task::yield_now().await;
    assert!(roads.now().is_none());
    assert_eq!(health.ended(), None);
}
