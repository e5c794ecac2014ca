//! What the store promises, on real folders.

use std::path::Path;

use dispatch::{Board, Record, Recorded};
use domain::{CommandId, Datum, Fix, IdSource, LatLon, Timestamp, Town, TownId, Unit, UnitId};
use tempfile::TempDir;

use super::{Store, StoreError, Write};

mod attachments;
mod disk_full;
mod restart;
mod uploads;
mod verification;
mod ways;

/// Trouble with the disk, without a disk.
impl Store {
    /// Lets no record be written.
    pub(crate) async fn refuse_records(&self) {
        self.execute("CREATE TRIGGER trouble BEFORE INSERT ON log BEGIN SELECT RAISE(ABORT, 'trouble'); END")
            .await;
    }

    /// Lets records be written again.
    pub(crate) async fn take_records(&self) {
        self.execute("DROP TRIGGER trouble").await;
    }

    /// Makes the log neither writable nor readable.
    pub(crate) async fn lose_log(&self) {
        self.execute("ALTER TABLE log RENAME TO lost").await;
    }

    /// Makes it so again.
    pub(crate) async fn find_log(&self) {
        self.execute("ALTER TABLE lost RENAME TO log").await;
    }

    /// Leaves of what the promise map remembers what no hall can read.
    pub(crate) async fn spoil_map_memory(&self) {
        self.execute("UPDATE map_memory SET body = '{'").await;
    }

    /// Lets nobody write until it is dropped.
    pub(crate) async fn hold_writer(&self) -> sqlx::pool::PoolConnection<sqlx::Sqlite> {
        self.writer.acquire().await.unwrap()
    }

    async fn execute(&self, sql: &'static str) {
        sqlx::query(sql).execute(&self.writer).await.unwrap();
    }
}

/// A moment of the tests' own time.
fn at(millis: i64) -> Timestamp {
    Timestamp::from_millis(1_700_000_000_000 + millis)
}

fn town(ids: &mut IdSource, name: &str) -> Write {
    let town = Town {
        id: TownId(ids.next(at(0))),
        name: name.to_owned(),
    };
    record(1, Record::TownAdded { town })
}

fn unit(ids: &mut IdSource, town: TownId) -> Write {
    let unit = Unit {
        id: UnitId(ids.next(at(0))),
        name: "单兵 7".to_owned(),
        town,
        mode: domain::TravelMode::Car,
    };
    record(2, Record::UnitAdded { unit })
}

fn record(millis: i64, record: Record) -> Write {
    Write::Record(Recorded {
        at: at(millis),
        cause: None,
        record,
    })
}

/// Towns, every second one brought about by a command.
fn towns(ids: &mut IdSource, count: usize) -> Vec<Write> {
    let caused = |number: usize, mut write: Write, ids: &mut IdSource| {
        if let Write::Record(recorded) = &mut write
            && number % 2 == 1
        {
            recorded.cause = Some(CommandId(ids.next(at(0))));
        }
        write
    };
    (0..count)
        .map(|number| {
            let write = town(ids, &format!("town {number}"));
            caused(number, write, ids)
        })
        .collect()
}

fn fix(millis: i64, lat: f64) -> Fix {
    Fix {
        at: LatLon::new(lat, 9.521_234_567_890_123).unwrap(),
        accuracy_m: 4.7,
        speed_mps: Some(1.1),
        heading_deg: None,
        altitude_m: None,
        mock: false,
        battery_pct: Some(71),
        taken_at: at(millis),
        taken_at_error_ms: 12,
        activity: None,
        datum: Some(Datum::Wgs84),
    }
}

/// Everything that a start folds and reads, to be compared.
async fn everything(store: &Store) -> (dispatch::Snapshot, Vec<(UnitId, Fix)>) {
    let loaded = store.load().await.unwrap();
    let mut board = Board::from(loaded.snapshot);
    loaded.log.iter().for_each(|recorded| board.apply(recorded));
    (board.snapshot(), loaded.fixes)
}

#[tokio::test]
async fn what_is_committed_is_there_after_a_start() {
    let folder = TempDir::new().unwrap();
    let mut ids = IdSource::new(1);
    let (unit, command) = (UnitId(ids.next(at(0))), CommandId(ids.next(at(0))));
    let mut writes = towns(&mut ids, 5);
    writes.push(Write::Fix {
        unit,
        command,
        fix: fix(7, 47.141_592_653_589_79),
    });
    let store = Store::open(folder.path()).await.unwrap();
    store.commit(&writes).await.unwrap();
    store.close().await;

    let loaded = Store::open(folder.path()).await.unwrap().load().await.unwrap();

    let records: Vec<_> = loaded.log.into_iter().map(Write::Record).collect();
    assert_eq!(records, writes[..5]);
    assert_eq!(loaded.fixes, [(unit, fix(7, 47.141_592_653_589_79))]);
}

#[tokio::test]
async fn a_fix_sent_twice_is_one_row_and_the_latest_counts() {
    let folder = TempDir::new().unwrap();
    let store = Store::open(folder.path()).await.unwrap();
    let mut ids = IdSource::new(2);
    let units: Vec<_> = (0..3).map(|_| UnitId(ids.next(at(0)))).collect();
    let command = CommandId(ids.next(at(0)));
    for &unit in &units {
        for millis in [5, 9, 2] {
            let command = CommandId(ids.next(at(0)));
            store
                .commit(&[Write::Fix {
                    unit,
                    command,
                    fix: fix(millis, 47.0),
                }])
                .await
                .unwrap();
        }
    }
    let twice = Write::Fix {
        unit: units[1],
        command,
        fix: fix(20, 47.0),
    };
    store.commit(&[twice.clone(), twice.clone()]).await.unwrap();
    store.commit(&[twice]).await.unwrap();

    let mut latest = store.load().await.unwrap().fixes;
    latest.sort_by_key(|(unit, _)| *unit);

    assert_eq!(
        latest,
        [
            (units[0], fix(9, 47.0)),
            (units[1], fix(20, 47.0)),
            (units[2], fix(9, 47.0))
        ]
    );
    assert_eq!(
        store.forget_fixes_before(at(6)).await.unwrap(),
        6,
        "two of each unit"
    );
    assert_eq!(
        store.forget_fixes_before(at(100)).await.unwrap(),
        4,
        "the one sent thrice is one"
    );
    assert!(store.load().await.unwrap().fixes.is_empty());
}

#[tokio::test]
async fn two_halls_do_not_share_a_folder_but_others_work_beside_one() {
    let folder = TempDir::new().unwrap();
    let hall = Store::open(folder.path()).await.unwrap();

    let second = Store::open(folder.path()).await.unwrap_err();
    assert!(matches!(second, StoreError::LockedByAnotherHall(_)), "{second}");
    let beside = Store::open_existing(folder.path()).await.unwrap();
    hall.commit(&towns(&mut IdSource::new(3), 3)).await.unwrap();
    assert_eq!(beside.verify_log().await.unwrap().entries, 3);

    drop(hall);
    Store::open(folder.path()).await.unwrap();
}

#[tokio::test]
async fn a_folder_without_data_is_made_for_a_hall_only() {
    let folder = TempDir::new().unwrap();
    let data = folder.path().join("deep/data");

    let missing = Store::open_existing(&data).await.unwrap_err();
    assert!(matches!(missing, StoreError::Missing(_)), "{missing}");
    assert!(!data.exists());

    // Kept open: the last one to leave takes the write-ahead log with it.
    let _store = Store::open(&data).await.unwrap();
    assert_private(&data, 0o700);
    assert_private(&data.join("photos"), 0o700);
    assert_private(&data.join("yike.db"), 0o600);
    assert_private(&data.join("yike.db-wal"), 0o600);
}

#[tokio::test]
async fn a_file_that_is_no_database_is_said_to_be_damaged() {
    let folder = TempDir::new().unwrap();
    std::fs::write(folder.path().join("yike.db"), vec![7; 20_000]).unwrap();

    let error = Store::open(folder.path()).await.unwrap_err();

    assert!(matches!(error, StoreError::Corrupt { .. }), "{error}");
}

#[cfg(unix)]
fn assert_private(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    let actual = std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(actual, mode, "{} has {actual:o}", path.display());
}
