//! What waits is not lost, what is kept to be seen is bounded.

use domain::order::{Addressee, Attachment, Message, OrderKind, OrderSent, Party};
use domain::{CommandId, LatLon, OrderId, PersonId, Place, Timestamp, UnitId};
use field_unit::{Change, Memory};
use tempfile::TempDir;
use uuid::Uuid;

use super::*;
use crate::store::open;

fn store(folder: &TempDir) -> Store {
    open(&folder.path().join("phone.db"), "officer").unwrap().store
}

fn order() -> Order {
    Order::sent(OrderSent {
        order: OrderId(Uuid::from_u128(5)),
        kind: OrderKind::Emergency,
        limit: OrderKind::Emergency.limit(),
        arrival_radius_m: domain::order::ARRIVAL_RADIUS_M,
        incident: None,
        place: Place {
            at: LatLon::new(47.141, 9.521).unwrap(),
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

fn waiting(store: &Store) -> Option<String> {
    store.next_attachment().unwrap().map(|waiting| waiting.sha256)
}

#[test]
fn what_waits_goes_in_sequence_and_is_bounded() {
    let folder = TempDir::new().unwrap();
    let mut store = store(&folder);
    for number in 0..WAITING {
        let bytes = number.to_le_bytes();
        assert!(
            store
                .add_attachment(&number.to_string(), MediaType::Ogg, &bytes)
                .unwrap()
        );
    }
    let full = store.add_attachment("more", MediaType::Jpeg, &[]);
    assert!(matches!(full, Err(StoreError::TooManyPhotos)), "{full:?}");
    let first = Waiting {
        sha256: "0".to_owned(),
        media_type: MediaType::Ogg,
        bytes: 0_u32.to_le_bytes().to_vec(),
    };
    assert_eq!(store.next_attachment().unwrap(), Some(first));
    store.attachment_sent("0").unwrap();
    store.remove_attachment("1").unwrap();
    assert_eq!(waiting(&store).as_deref(), Some("2"));
    assert!(store.attachment("0").unwrap().is_some() && store.attachment("1").unwrap().is_none());
    // Sent once more, it waits once more, behind nobody.
    assert!(
        store
            .add_attachment("0", MediaType::Ogg, &0_u32.to_le_bytes())
            .unwrap()
    );
    assert!(
        !store
            .add_attachment("0", MediaType::Ogg, &0_u32.to_le_bytes())
            .unwrap()
    );
    assert_eq!(waiting(&store).as_deref(), Some("0"));
}

#[test]
fn so_many_bytes_wait_at_most() {
    let folder = TempDir::new().unwrap();
    let mut store = store(&folder);
    let clip = vec![0; 16 * 1024 * 1024];
    for number in 0..16 {
        let name = number.to_string();
        store.add_attachment(&name, MediaType::Clip, &clip).unwrap();
    }
    let full = store.add_attachment("more", MediaType::Ogg, &[0]);
    assert!(matches!(full, Err(StoreError::TooManyPhotos)), "{full:?}");
    store.remove_attachment("0").unwrap();
    assert!(store.add_attachment("more", MediaType::Ogg, &[0]).unwrap());
}

#[test]
fn so_many_bytes_can_be_seen_again_and_what_waits_is_not_among_them() {
    let folder = TempDir::new().unwrap();
    let mut store = store(&folder);
    let bytes = vec![0; 5 * 1024 * 1024];
    store.add_attachment("waits", MediaType::Jpeg, &bytes).unwrap();
    for number in 0..15 {
        store
            .keep_seen(&number.to_string(), MediaType::Jpeg, &bytes)
            .unwrap();
    }
    let there: Vec<_> = (0..15)
        .filter(|number| store.attachment(&number.to_string()).unwrap().is_some())
        .collect();
    assert_eq!(there, (3..15).collect::<Vec<_>>());
    assert_eq!(waiting(&store).as_deref(), Some("waits"));
    // What waits is not taken for something that was only seen.
    store.keep_seen("waits", MediaType::Jpeg, &bytes).unwrap();
    assert_eq!(waiting(&store).as_deref(), Some("waits"));
}

#[test]
fn what_no_order_names_any_more_is_forgotten_unless_it_waits() {
    let folder = TempDir::new().unwrap();
    let mut store = store(&folder);
    for name in ["named", "gone"] {
        store.keep_seen(name, MediaType::Jpeg, b"seen").unwrap();
    }
    store.add_attachment("waits", MediaType::Jpeg, b"waits").unwrap();
    let mut at_hand = order();
    at_hand.messages.push(Message {
        id: CommandId(Uuid::nil()),
        from: Party::Hall {
            by: PersonId(Uuid::nil()),
        },
        at: Timestamp::from_millis(0),
        error_ms: 0,
        learnt_at: Timestamp::from_millis(0),
        text: String::new(),
        attachment: Some(Attachment {
            sha256: "named".to_owned(),
            media_type: MediaType::Jpeg,
            bytes: 4,
        }),
        read: Vec::new(),
    });
    let memory = Memory {
        orders: vec![at_hand],
        ..Memory::default()
    };
    store.apply(&[Change::Remember(memory)]).unwrap();
    let there = ["named", "gone", "waits"].map(|name| store.attachment(name).unwrap().is_some());
    assert_eq!(there, [true, false, true]);
}
