//! Shows what `saving` promises.

use domain::{Timestamp, Unit};
use field_unit::Memory;
use protocol::{Entry, Told};
use tempfile::TempDir;

use super::*;

fn id(n: u128) -> CommandId {
    CommandId(uuid::Uuid::from_u128(n))
}

fn entry(n: u128) -> Change {
    Change::Add(Entry {
        id: id(n),
        at: Timestamp::from_millis(0),
        at_error_ms: 0,
        told: Told::GoOnDuty,
    })
}

fn kept(folder: &TempDir) -> Vec<u128> {
    let kept = store::open(&folder.path().join("phone.db"), "a").unwrap().kept;
    kept.entries.iter().map(|entry| entry.id.0.as_u128()).collect()
}

fn saving(folder: &TempDir) -> Saving {
    Saving::new(
        store::open(&folder.path().join("phone.db"), "a").unwrap().store,
        "a".to_owned(),
    )
}

async fn set_pages(saving: &mut Saving, pages: u32) {
    saving
        .with(move |store| {
            store.set_max_pages(pages);
            Ok(())
        })
        .await
        .unwrap();
}

#[tokio::test]
async fn what_a_full_disk_will_not_take_is_held_and_tried_again() {
    let folder = TempDir::new().unwrap();
    let mut saving = saving(&folder);
    saving.add(entry(1));
    assert_eq!(saving.save().await, None);
    set_pages(&mut saving, 1).await;
    let note = "x".repeat(100_000);
    let unit = Unit {
        id: domain::UnitId(uuid::Uuid::nil()),
        name: note,
        town: domain::TownId(uuid::Uuid::nil()),
        mode: domain::TravelMode::Car,
    };
    saving.add(Change::Remember(Memory {
        unit: Some(unit),
        ..Memory::default()
    }));
    saving.add(entry(2));
    let Some(News::Failing(reason)) = saving.save().await else {
        panic!("the disk is full")
    };
    assert!(reason.contains("full"), "{reason}");
    saving.add(entry(3));
    assert_eq!(saving.save().await, None, "it is told once");
    assert!(saving.is_failing());
    set_pages(&mut saving, 100_000).await;
    assert_eq!(saving.save().await, Some(News::Recovered));
    saving.close().await;
    assert_eq!(kept(&folder), [1, 2, 3]);
}

#[tokio::test]
async fn what_was_answered_before_it_was_stored_needs_no_disk() {
    let folder = TempDir::new().unwrap();
    let mut saving = saving(&folder);
    for n in 0..100 {
        saving.add(entry(n));
        saving.add(Change::Remove(vec![id(n)]));
    }
    assert!(saving.unsaved.is_empty());
}

#[tokio::test]
async fn a_store_that_broke_is_opened_anew() {
    let folder = TempDir::new().unwrap();
    let mut saving = saving(&folder);
    saving.add(entry(1));
    saving.save().await;
    saving
        .with(|_| -> Result<(), StoreError> { panic!("a bug, on purpose") })
        .await
        .unwrap_err();
    saving.add(entry(2));
    assert_eq!(saving.save().await, None);
    saving.close().await;
    assert_eq!(kept(&folder), [1, 2]);
}
