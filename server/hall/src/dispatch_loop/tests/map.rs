//! What the promise map remembers over a restart.

use ::roads::RoadNetwork;
use dispatch::UnitTold;
use domain::{CommandId, Fix};

use super::*;

fn roads() -> RoadNetwork {
    let extract = include_bytes!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../yike/data/liechtenstein-2013-08-03.osm.pbf"
    ));
    RoadNetwork::from_pbf(extract).unwrap()
}

/// Since when each cell is a hole, as a machine sees it that is started from the disk at `now`.
async fn holes_after_start(store: &Store, now: Timestamp, roads: &RoadNetwork) -> Vec<Option<Timestamp>> {
    let mut machine = restore(store).await.unwrap();
    machine.set_travel(Travel::Roads(roads.clone()));
    // A phone that stays away is not waited for long.
    for at in [now, now.after(Duration::from_secs(10))] {
        machine.handle_input(at, Input::Timeout);
    }
    machine.promise_map().unwrap().hole_since.clone()
}

#[tokio::test]
async fn a_hole_does_not_become_younger_by_a_restart() {
    let mut scene = Scene::new(clock::now()).await;
    let roads = roads();
    scene
        .driver
        .take_in(Letter::TravelChanged(Travel::Roads(roads.clone())));
    scene.step().await;
    let began = scene.driver.dispatch.promise_map().unwrap().made_at.unwrap();
    let later = began.after(Duration::from_secs(100));
    // Nobody is there, so all of the district is one hole.
    let holes = holes_after_start(&scene.driver.store, later, &roads).await;
    assert!(
        holes.iter().all(|since| *since == Some(later)),
        "nothing was kept yet"
    );

    scene.driver.map_kept_at = began.before(MAP_KEPT_EVERY);
    scene.desk.tell(Input::UnitHeard(scene.unit)).await;
    scene.step().await;
    scene.driver.map_is_kept().await;
    let holes = holes_after_start(&scene.driver.store, later, &roads).await;
    assert!(holes.iter().all(|since| *since == Some(began)));
}

#[tokio::test]
async fn what_was_covered_is_told_to_those_who_see_the_district() {
    let mut scene = Scene::new(clock::now()).await;
    let (began, earlier) = (clock::now(), clock::now().before(Duration::from_mins(9)));
    scene.driver.dispatch.remember_map(dispatch::MapMemory {
        kept_at: earlier,
        holes: Vec::new(),
        history: vec![(earlier, 0.5, 0.25)],
    });
    scene
        .driver
        .take_in(Letter::TravelChanged(Travel::Roads(roads())));
    // Who is heard, and says where it is, is not waited for.
    scene.driver.happened(Input::UnitHeard(scene.unit));
    let fix = Fix {
        at: LatLon::new(47.141, 9.5209).unwrap(),
        accuracy_m: 8.0,
        speed_mps: None,
        heading_deg: None,
        altitude_m: None,
        mock: false,
        battery_pct: None,
        taken_at: began,
        taken_at_error_ms: 20,
        activity: None,
        datum: None,
    };
    let (unit, command, told) = (scene.unit, CommandId(ids::fresh()), UnitTold::Fix(fix));
    scene.driver.happened(Input::UnitTold { unit, command, told });
    scene.step().await;
    let covered = scene.driver.feed.covered(Role::Leader);
    let shares: Vec<_> = covered
        .iter()
        .map(|minute| (minute.covered, minute.covered_twice))
        .collect();
    assert_eq!(shares, [(500, 250), (0, 0)]);
    assert!(covered[0].at == earlier && covered[1].at >= began);
    let town = TownId(ids::fresh());
    assert_eq!(scene.driver.feed.covered(Role::TownDesk { town }), []);
}

#[tokio::test]
async fn nobody_waits_while_the_map_is_kept() {
    let mut scene = Scene::new(clock::now()).await;
    scene
        .driver
        .take_in(Letter::TravelChanged(Travel::Roads(roads())));
    scene.step().await;
    assert_eq!(scene.driver.store.map_memory().await.unwrap(), None);
    let writer = scene.driver.store.hold_writer().await;
    for _ in 0..2 {
        scene.driver.map_kept_at = scene.driver.last.before(MAP_KEPT_EVERY);
        scene.desk.tell(Input::UnitHeard(scene.unit)).await;
        // Does not end if the loop waits for the disk.
        scene.step().await;
    }
    assert_eq!(scene.driver.store.map_memory().await.unwrap(), None);
    drop(writer);
    scene.driver.map_is_kept().await;
    assert!(scene.driver.store.map_memory().await.unwrap().is_some());
}

#[tokio::test]
async fn a_memory_that_does_not_decode_is_forgotten() {
    let folder = TempDir::new().unwrap();
    let store = Store::open(folder.path()).await.unwrap();
    let memory = dispatch::MapMemory {
        kept_at: Timestamp::from_millis(5),
        holes: vec![(7, Timestamp::from_millis(3))],
        history: vec![(Timestamp::from_millis(4), 0.5, 0.25)],
    };
    assert_eq!(store.map_memory().await.unwrap(), None);
    store.keep_map_memory(&memory).await.unwrap();
    store.keep_map_memory(&memory).await.unwrap();
    assert_eq!(store.map_memory().await.unwrap(), Some(memory));
    store.spoil_map_memory().await;
    assert_eq!(store.map_memory().await.unwrap(), None);
}
