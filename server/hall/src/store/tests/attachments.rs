//! Photos are whole, theirs who sent them, where their name says.

use std::io::Read as _;

use sha2::{Digest, Sha256};

use super::*;
use crate::store::{AttachmentError, Sender};

pub(super) fn name_of(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// The bytes of something whole, if the hall has it.
pub(super) async fn read(store: &Store, name: &str) -> Option<Vec<u8>> {
    let mut kept = store.attachment(name).await.unwrap()?;
    let mut bytes = Vec::new();
    kept.file.read_to_end(&mut bytes).unwrap();
    assert_eq!(kept.length, bytes.len() as u64);
    Some(bytes)
}

#[tokio::test]
async fn a_photo_is_kept_once_and_belongs_to_every_unit_that_sent_it() {
    let folder = TempDir::new().unwrap();
    let store = Store::open(folder.path()).await.unwrap();
    let mut ids = IdSource::new(5);
    let units = [UnitId(ids.next(at(0))), UnitId(ids.next(at(0)))];
    let bytes = vec![0xff, 0xd8, 0xff, 9];
    let name = name_of(&bytes);

    for unit in [units[0], units[1], units[0]] {
        store.keep_photo(&name, unit, bytes.clone()).await.unwrap();
    }

    assert_eq!(read(&store, &name).await, Some(bytes));
    assert_eq!(
        store.attachment_senders(&name).await.unwrap(),
        units.into_iter().map(Sender::from).collect()
    );
    let files: Vec<_> = std::fs::read_dir(folder.path().join("photos")).unwrap().collect();
    assert_eq!(files.len(), 1, "nothing unfinished lies about");
    assert_private(&folder.path().join("photos").join(&name), 0o600);
}

#[tokio::test]
async fn what_is_no_such_photo_is_refused_and_leaves_nothing() {
    let folder = TempDir::new().unwrap();
    let store = Store::open(folder.path()).await.unwrap();
    let unit = UnitId(IdSource::new(6).next(at(0)));
    let right = name_of(b"a");
    let too_big = vec![0; domain::order::MOST_PHOTO_BYTES as usize + 1];

    let keep =
        async |name: &str, bytes: &[u8]| store.keep_photo(name, unit, bytes.to_vec()).await.unwrap_err();
    assert!(matches!(keep(&right, b"b").await, AttachmentError::WrongHash));
    assert!(matches!(
        keep(&name_of(&too_big), &too_big).await,
        AttachmentError::BadSize(_)
    ));
    assert!(matches!(
        keep(&name_of(b""), b"").await,
        AttachmentError::BadSize(_)
    ));
    for name in [
        "",
        "../yike.db",
        "..",
        &right[1..],
        &right.to_uppercase(),
        &format!("{right}0"),
    ] {
        assert!(
            matches!(keep(name, b"a").await, AttachmentError::BadName),
            "{name}"
        );
        assert_eq!(read(&store, name).await, None, "{name}");
        assert!(store.attachment_senders(name).await.unwrap().is_empty(), "{name}");
    }
    assert_eq!(read(&store, &right).await, None);
    assert!(store.attachment_senders(&right).await.unwrap().is_empty());
    assert_eq!(
        std::fs::read_dir(folder.path().join("photos")).unwrap().count(),
        0
    );
}

#[tokio::test]
async fn a_unit_has_so_many_photos_and_others_are_not_kept_from_theirs() {
    let folder = TempDir::new().unwrap();
    let store = Store::open(folder.path()).await.unwrap();
    let mut ids = IdSource::new(7);
    let (full, other) = (UnitId(ids.next(at(0))), UnitId(ids.next(at(0))));
    let first = name_of(b"first");
    store.keep_photo(&first, full, b"first".to_vec()).await.unwrap();
    sqlx::query(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 999)
         INSERT INTO photo (sha256, unit) SELECT randomblob(32), $1 FROM n",
    )
    .bind(full.0)
    .execute(&store.writer)
    .await
    .unwrap();

    let name = name_of(b"one more");
    let error = store.keep_photo(&name, full, b"one more".to_vec()).await;

    assert!(matches!(error, Err(AttachmentError::TooMany)), "{error:?}");
    assert_eq!(read(&store, &name).await, None);
    store.keep_photo(&first, full, b"first".to_vec()).await.unwrap();
    store
        .keep_photo(&name, other, b"one more".to_vec())
        .await
        .unwrap();
}
