//! What is past its rule is gone, and nothing else.

use std::fs::File;
use std::path::Path;
use std::time::SystemTime;

use dispatch::{Board, Record, Recorded};
use domain::order::{
    Addressee, Attachment, MediaType, Message, OrderEvent, OrderKind, OrderSent, OrderStatus, Party, Report,
};
use domain::{CommandId, Datum, Fix, LatLon, OrderId, PersonId, Place, UnitId};
use sha2::{Digest, Sha256};
use tempfile::TempDir;

use super::*;
use crate::ids;
use crate::store::Write;

const DAY: Duration = Duration::from_hours(24);

async fn keep(store: &Store, unit: UnitId, photo: &str) -> String {
    let name = hex::encode(Sha256::digest(photo));
    store.keep_photo(&name, unit, photo.into()).await.unwrap();
    name
}

fn make_old(file: &Path, age: Duration) {
    let file = File::options().write(true).open(file).unwrap();
    file.set_modified(SystemTime::now() - age).unwrap();
}

/// A board with an order whose report or message has this photo, and that ended then if it did.
fn named(board: &mut Board, unit: UnitId, photo: &str, in_message: bool, ended: Option<Timestamp>) {
    let (order, by, at) = (
        OrderId(ids::fresh()),
        PersonId(ids::fresh()),
        Timestamp::from_millis(0),
    );
    let place = Place {
        at: LatLon::new(47.141, 9.5209).unwrap(),
        name: String::new(),
        address: String::new(),
    };
    let sent = OrderSent {
        order,
        kind: OrderKind::Emergency,
        limit: OrderKind::Emergency.limit(),
        arrival_radius_m: domain::order::ARRIVAL_RADIUS_M,
        incident: None,
        place,
        addressee: Addressee::Unit(unit),
        note: String::new(),
        checklist: Vec::new(),
        by,
        from_town: None,
        at,
    };
    let event = if in_message {
        OrderEvent::Messaged(Message {
            id: CommandId(ids::fresh()),
            from: Party::Unit { unit },
            at,
            error_ms: 0,
            learnt_at: at,
            text: String::new(),
            attachment: Some(Attachment {
                sha256: photo.to_owned(),
                media_type: MediaType::Jpeg,
                bytes: 1,
            }),
            read: Vec::new(),
        })
    } else {
        OrderEvent::ReportedAside(Report {
            id: CommandId(ids::fresh()),
            unit,
            at,
            error_ms: 0,
            learnt_at: at,
            text: String::new(),
            photo: Some(photo.to_owned()),
        })
    };
    let ended = ended.map(|at| OrderEvent::Ended(OrderStatus::Closed { at, by }));
    let events = [OrderEvent::Sent(sent), event];
    for event in events.into_iter().chain(ended) {
        board.apply(&Recorded {
            at,
            cause: None,
            record: Record::Order { order, event },
        });
    }
}

#[tokio::test]
async fn photos_go_with_their_orders_and_half_written_ones_at_once() {
    let folder = TempDir::new().unwrap();
    let store = Store::open(folder.path()).await.unwrap();
    let (unit, now) = (UnitId(ids::fresh()), clock::now());
    let mut board = Board::default();
    let mut photos = Vec::new();
    for (photo, in_message, ended) in [
        ("of an open order", false, None),
        ("of one ended lately", false, Some(now.before(DAY * 29))),
        ("of one ended long ago", false, Some(now.before(DAY * 31))),
        ("on an open order", true, None),
        ("on one ended long ago", true, Some(now.before(DAY * 31))),
    ] {
        photos.push(keep(&store, unit, photo).await);
        named(&mut board, unit, photos.last().unwrap(), in_message, ended);
    }
    photos.push(keep(&store, unit, "of nothing").await);
    let files = folder.path().join("photos");
    for photo in &photos {
        make_old(&files.join(photo), DAY * 31);
    }
    photos.push(keep(&store, unit, "that came just now").await);
    for (name, age) in [
        ("old.part", Duration::from_hours(2)),
        ("new.part", Duration::ZERO),
    ] {
        std::fs::write(files.join(name), "half").unwrap();
        make_old(&files.join(name), age);
    }

    forget(&store, &Feed::new(now, &board), now).await.unwrap();

    let mut there = Vec::new();
    for photo in &photos {
        let kept = store.attachment(photo).await.unwrap().is_some();
        assert_eq!(!store.attachment_senders(photo).await.unwrap().is_empty(), kept);
        there.push(kept);
    }
    assert_eq!(there, [true, true, false, true, false, false, true]);
    assert!(!files.join("old.part").exists() && files.join("new.part").exists());
}

#[tokio::test]
async fn trails_end_where_their_rule_says_however_long_they_are() {
    let folder = TempDir::new().unwrap();
    let store = Store::open(folder.path()).await.unwrap();
    let (unit, now) = (UnitId(ids::fresh()), clock::now());
    let fix = |days: u32| Write::Fix {
        unit,
        command: CommandId(ids::fresh()),
        fix: Fix {
            at: LatLon::new(47.141, 9.5209).unwrap(),
            accuracy_m: 4.7,
            speed_mps: None,
            heading_deg: None,
            altitude_m: None,
            mock: false,
            battery_pct: None,
            taken_at: now.before(DAY * days),
            taken_at_error_ms: 12,
            activity: None,
            datum: Some(Datum::Wgs84),
        },
    };
    let mut trail: Vec<_> = (0..4_500).map(|_| fix(31)).collect();
    trail.push(fix(29));
    store.commit(&trail).await.unwrap();

    forget(&store, &Feed::new(now, &Board::default()), now)
        .await
        .unwrap();

    assert_eq!(store.load().await.unwrap().fixes.len(), 1);
    assert_eq!(store.forget_fixes_before(now).await.unwrap(), 1, "the late one");
}

#[tokio::test]
async fn what_fell_silent_on_its_way_is_forgotten_after_a_day() {
    let folder = TempDir::new().unwrap();
    let store = Store::open(folder.path()).await.unwrap();
    let (unit, now) = (UnitId(ids::fresh()), clock::now());
    let names = ["silent", "busy"].map(|text| hex::encode(Sha256::digest(text)));
    for name in &names {
        let of = (MediaType::Jpeg, 9);
        store
            .begin_upload(now, unit.into(), name, of, false)
            .await
            .unwrap();
    }
    let file = folder
        .path()
        .join(format!("uploads/{}.{}", names[0], unit.0.simple()));
    make_old(&file, DAY + LOOK_EVERY);

    forget(&store, &Feed::new(now, &Board::default()), now)
        .await
        .unwrap();

    assert!(store.upload(unit.into(), &names[0]).await.is_err() && !file.exists());
    assert!(store.upload(unit.into(), &names[1]).await.is_ok());
}
