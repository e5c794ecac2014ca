//! Whom the hall tells what of a picture that cannot be decoded.

use std::collections::BTreeMap;

use domain::{PersonId, Role, UnitId};
use tokio::sync::watch;

use super::*;
use crate::live::held::Open;

const MINE: SessionId = SessionId(Uuid::from_u128(1));
const WALL: Uuid = Uuid::from_u128(7);
const PEER: u64 = 3;

fn unit(number: u128) -> SlotPlaced {
    SlotPlaced {
        slot: 2,
        unit: Some(UnitId(Uuid::from_u128(number))),
        desk: None,
        height: 360,
        priority: 0,
    }
}

fn told(stream: u128, codec: Option<&'static str>) -> Undecodable {
    Undecodable {
        peer: PEER,
        slot: 2,
        stream,
        codec,
    }
}

fn word(number: u128, codec: Option<&str>) -> ToViewer {
    ToViewer::Undecodable {
        wall: WallId(WALL),
        slot: 2,
        unit: unit(number).unit,
        desk: None,
        codec: codec.map(str::to_owned),
    }
}

/// A wall with unit 10 in its third slot.
fn held() -> (Held, watch::Sender<bool>) {
    let mut held = Held::default();
    let (end, ended) = watch::channel(false);
    let open = Open {
        peer: PEER,
        restarts: 0,
        session: MINE,
        person: PersonId(Uuid::from_u128(1)),
        name: "leader".to_owned(),
        role: Role::Leader,
        ended,
        holds: Holds::Wall(BTreeMap::new()),
    };
    held.add(WALL, open);
    held.place(WALL, MINE, &[unit(10)], |_| true);
    (held, end)
}

#[test]
fn the_sign_in_of_the_wall_is_told_and_told_again_when_the_slot_is_spoken_of() {
    let (mut held, _end) = held();
    assert_eq!(held.undecodable(WALL, &[unit(10)]), []);
    let (session, heard) = held.note_undecodable(told(10, Some("AV1"))).unwrap();
    assert_eq!((session, &*heard), (MINE, &word(10, Some("AV1"))));

    let larger = SlotPlaced {
        height: 720,
        ..unit(10)
    };
    held.place(WALL, MINE, &[larger], |_| true);
    assert_eq!(
        held.undecodable(WALL, &[larger]),
        [Arc::new(word(10, Some("AV1")))]
    );

    let (_, heard) = held.note_undecodable(told(10, None)).unwrap();
    assert_eq!(*heard, word(10, None));
    assert_eq!(held.undecodable(WALL, &[larger]), []);
}

#[test]
fn what_was_in_the_slot_before_is_spoken_of_no_more() {
    let (mut held, _end) = held();
    held.note_undecodable(told(10, Some("VP9"))).unwrap();
    held.place(WALL, MINE, &[unit(11)], |_| true);
    assert_eq!(held.undecodable(WALL, &[unit(11)]), []);
    assert_eq!(held.note_undecodable(told(10, Some("VP9"))), None, "too late");
    assert!(held.note_undecodable(told(11, Some("H.265"))).is_some());
}
