//! Shows what is kept of ways, and for how long.

use domain::order::{Addressee, OrderKind, OrderSent};
use domain::{LatLon, PersonId, Place, Timestamp, UnitId};
use field_unit::{Change, Memory};
use protocol::api::{DrawnLine, StreetClass, StreetView, TeamMate};
use tempfile::TempDir;
use uuid::Uuid;

use super::super::open;
use super::*;

fn id(n: u128) -> OrderId {
    OrderId(Uuid::from_u128(n))
}

fn scene() -> LatLon {
    LatLon::new(47.141, 9.521).unwrap()
}

fn way(order: OrderId, seconds: u32) -> WayView {
    let line = DrawnLine::through(scene(), &[LatLon::new(47.15, 9.52).unwrap(), scene()]);
    WayView {
        order,
        unit: None,
        made_at: Timestamp::from_millis(1_790_000_000_000),
        fix_at: None,
        scene: scene(),
        route: line.clone(),
        no_way: None,
        eta_s: Some(seconds),
        metres: Some(1000),
        expected_at: None,
        in_time_pct: None,
        streets: Some(vec![StreetView {
            class: StreetClass::Main,
            name: Some("长江西路".to_owned()),
            lines: vec![line],
        }]),
        team: Vec::new(),
    }
}

fn order(id: OrderId) -> Order {
    Order::sent(OrderSent {
        order: id,
        kind: OrderKind::Emergency,
        limit: OrderKind::Emergency.limit(),
        arrival_radius_m: domain::order::ARRIVAL_RADIUS_M,
        incident: None,
        place: Place {
            at: scene(),
            name: String::new(),
            address: String::new(),
        },
        addressee: Addressee::Unit(UnitId(Uuid::nil())),
        note: String::new(),
        checklist: Vec::new(),
        by: PersonId(Uuid::nil()),
        from_town: None,
        at: Timestamp::from_millis(1_790_000_000_000),
    })
}

fn fresh(folder: &TempDir) -> Store {
    open(&folder.path().join("phone.db"), "a").unwrap().store
}

#[test]
fn the_newest_way_of_each_order_is_kept_and_nobody_elses_position() {
    let folder = TempDir::new().unwrap();
    let mut store = fresh(&folder);
    assert_eq!(store.scene_way(id(1)).unwrap(), None);
    let mate = TeamMate {
        unit: UnitId(Uuid::nil()),
        name: "Vaduz 2".to_owned(),
        place: scene(),
        fix_at: Timestamp::from_millis(0),
        accuracy_m: 8.0,
        there: false,
    };
    store.keep_scene_way(&way(id(1), 300)).unwrap();
    store.keep_scene_way(&way(id(2), 60)).unwrap();
    store
        .keep_scene_way(&WayView {
            team: vec![mate],
            ..way(id(1), 240)
        })
        .unwrap();
    drop(store);
    let store = fresh(&folder);
    assert_eq!(store.scene_way(id(1)).unwrap(), Some(way(id(1), 240)));
    assert_eq!(store.scene_way(id(2)).unwrap(), Some(way(id(2), 60)));
}

#[test]
fn a_way_is_forgotten_with_its_order() {
    let folder = TempDir::new().unwrap();
    let mut store = fresh(&folder);
    store.keep_scene_way(&way(id(1), 300)).unwrap();
    store.keep_scene_way(&way(id(2), 60)).unwrap();
    let memory = Memory {
        orders: vec![order(id(2))],
        ..Memory::default()
    };
    store.apply(&[Change::Remember(memory)]).unwrap();
    assert_eq!(store.scene_way(id(1)).unwrap(), None);
    assert_eq!(store.scene_way(id(2)).unwrap(), Some(way(id(2), 60)));
    store.apply(&[Change::Remember(Memory::default())]).unwrap();
    assert_eq!(store.scene_way(id(2)).unwrap(), None);
}

#[test]
fn a_way_that_cannot_be_read_is_none() {
    let folder = TempDir::new().unwrap();
    let mut store = fresh(&folder);
    store.keep_scene_way(&way(id(1), 300)).unwrap();
    store
        .connection
        .execute("UPDATE scene_way SET body = '{\"order\":7}'", [])
        .unwrap();
    assert_eq!(store.scene_way(id(1)).unwrap(), None);
    store.keep_scene_way(&way(id(1), 200)).unwrap();
    assert_eq!(store.scene_way(id(1)).unwrap(), Some(way(id(1), 200)));
}
