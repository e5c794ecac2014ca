//! A snapshot saves time and never changes what is known.

use super::*;

/// A store whose snapshot covers three of its five entries.
async fn with_snapshot(folder: &Path) -> Store {
    let store = Store::open(folder).await.unwrap();
    let mut ids = IdSource::new(7);
    let mut writes = towns(&mut ids, 4);
    let Write::Record(Recorded {
        record: Record::TownAdded { town },
        ..
    }) = &writes[0]
    else {
        panic!("the first entry adds a town");
    };
    let id = town.id;
    writes.push(unit(&mut ids, id));
    store.commit(&writes[..3]).await.unwrap();
    let (snapshot, _) = everything(&store).await;
    store.save_snapshot(&snapshot).await.unwrap();
    store.commit(&writes[3..]).await.unwrap();
    store
}

async fn execute(store: &Store, statement: &'static str) {
    assert_eq!(
        sqlx::query(statement)
            .execute(&store.writer)
            .await
            .unwrap()
            .rows_affected(),
        1
    );
}

#[tokio::test]
async fn only_the_entries_after_the_snapshot_are_read() {
    let folder = TempDir::new().unwrap();
    let store = with_snapshot(folder.path()).await;
    let known = everything(&store).await;
    assert_eq!(store.load().await.unwrap().log.len(), 2);

    store.save_snapshot(&known.0).await.unwrap();

    assert_eq!(store.load().await.unwrap().log.len(), 0);
    assert_eq!(everything(&store).await, known);
}

#[tokio::test]
async fn an_unusable_snapshot_is_passed_over() {
    for damage in [
        "UPDATE snapshot SET body = '{\"towns\": 7}'",
        "UPDATE snapshot SET body = ''",
        "UPDATE snapshot SET log_hash = zeroblob(32)",
        "UPDATE snapshot SET seq = 2",
        "UPDATE snapshot SET seq = 99",
    ] {
        let folder = TempDir::new().unwrap();
        let store = with_snapshot(folder.path()).await;
        let known = everything(&store).await;
        execute(&store, damage).await;

        assert_eq!(store.load().await.unwrap().log.len(), 5, "{damage}");
        assert_eq!(everything(&store).await, known, "{damage}");
    }
}

#[tokio::test]
async fn a_start_does_not_build_on_a_broken_log() {
    for damage in [
        "UPDATE log SET body = replace(body, 'town 3', 'town X') WHERE seq = 4",
        "DELETE FROM log WHERE seq = 4",
        "DELETE FROM log WHERE seq = 5",
        "UPDATE log_head SET seq = 6",
    ] {
        let folder = TempDir::new().unwrap();
        let store = with_snapshot(folder.path()).await;
        execute(&store, damage).await;

        let error = store.load().await.unwrap_err();

        assert!(matches!(error, StoreError::Corrupt { .. }), "{damage}: {error}");
    }
}
