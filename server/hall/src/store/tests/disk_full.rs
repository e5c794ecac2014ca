//! A database that may not grow is a full disk without a disk.

use super::*;

const BATCH: usize = 40;

/// A batch whose log entry and positions belong together.
fn batch(ids: &mut IdSource, unit: UnitId) -> Vec<Write> {
    let mut writes: Vec<_> = (0..BATCH)
        .map(|millis| {
            let command = CommandId(ids.next(at(0)));
            Write::Fix {
                unit,
                command,
                fix: fix(i64::try_from(millis).unwrap(), 47.0),
            }
        })
        .collect();
    writes.extend(towns(ids, 2));
    writes
}

#[tokio::test]
async fn a_full_disk_keeps_all_or_nothing_and_goes_on_once_there_is_room() {
    let folder = TempDir::new().unwrap();
    let store = Store::open_limited(folder.path(), 400 * 1024).await.unwrap();
    let mut ids = IdSource::new(4);
    let unit = UnitId(ids.next(at(0)));

    let mut committed: u64 = 0;
    let error = loop {
        match store.commit(&batch(&mut ids, unit)).await {
            Ok(()) => committed += 1,
            Err(error) => break error,
        }
        assert!(committed < 1_000, "the limit does nothing");
    };

    assert!(matches!(error, StoreError::Full(_)), "{error}");
    assert!(
        error.to_string().contains(&*folder.path().to_string_lossy()),
        "{error} names the folder"
    );
    assert!(committed > 3);
    for _ in 0..3 {
        // Saying no once does not make it say yes to a part of it.
        let again = store.commit(&batch(&mut ids, unit)).await;
        assert!(matches!(again, Err(StoreError::Full(_))), "{again:?}");
    }
    assert_eq!(store.verify_log().await.unwrap().entries, committed * 2);
    assert_eq!(store.load().await.unwrap().log.len() as u64, committed * 2);

    let kept = store.forget_fixes_before(at(1_000)).await.unwrap();
    assert_eq!(
        kept,
        committed * BATCH as u64,
        "no position of a batch that was refused"
    );
    store.commit(&batch(&mut ids, unit)).await.unwrap();
    assert_eq!(store.verify_log().await.unwrap().entries, committed * 2 + 2);
    store.close().await;

    let store = Store::open(folder.path()).await.unwrap();
    assert_eq!(store.load().await.unwrap().log.len() as u64, committed * 2 + 2);
}
