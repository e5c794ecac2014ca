//! Shows what `store` promises.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use domain::{LatLon, OrderId, Timestamp};
use field_unit::Measurement;
use tempfile::TempDir;

use super::*;

mod shift;

fn id(n: u128) -> CommandId {
    CommandId(uuid::Uuid::from_u128(n))
}

fn fact(n: u128) -> Entry {
    let told = Told::Accept {
        order: OrderId(uuid::Uuid::from_u128(1)),
        assignment: domain::AssignmentId(uuid::Uuid::from_u128(2)),
    };
    Entry {
        id: id(n),
        at: Timestamp::from_millis(1_790_000_000_000),
        at_error_ms: 20,
        told,
    }
}

fn fresh(folder: &TempDir) -> Store {
    open(&folder.path().join("phone.db"), "a").unwrap().store
}

fn ids(kept: &Kept) -> Vec<u128> {
    kept.entries.iter().map(|entry| entry.id.0.as_u128()).collect()
}

#[test]
fn keeps_entries_in_the_sequence_they_were_made() {
    let folder = TempDir::new().unwrap();
    let mut store = fresh(&folder);
    for n in [5, 3, 9, 1] {
        store.apply(&[Change::Add(fact(n))]).unwrap();
    }
    let replaced = Entry {
        at_error_ms: 7,
        ..fact(3)
    };
    store
        .apply(&[
            Change::Remove(vec![id(9)]),
            Change::Add(fact(2)),
            Change::Replace(replaced.clone()),
        ])
        .unwrap();
    let memory = Memory {
        on_duty: true,
        ..Memory::default()
    };
    store.apply(&[Change::Remember(memory.clone())]).unwrap();
    drop(store);
    let opened = open(&folder.path().join("phone.db"), "a").unwrap();
    assert_eq!(ids(&opened.kept), [5, 3, 1, 2]);
    assert_eq!(opened.kept.entries[1], replaced);
    assert_eq!(opened.kept.memory, memory);
    assert_eq!(opened.set_aside, None);
}

#[test]
fn the_same_entry_added_twice_is_there_once() {
    let folder = TempDir::new().unwrap();
    let mut store = fresh(&folder);
    store
        .apply(&[Change::Add(fact(1)), Change::Add(fact(1))])
        .unwrap();
    assert_eq!(ids(&store.load().unwrap()), [1]);
}

#[test]
fn changes_are_carried_out_all_or_none() {
    let folder = TempDir::new().unwrap();
    let mut store = fresh(&folder);
    store.apply(&[Change::Add(fact(1))]).unwrap();
    store
        .connection
        .execute_batch("CREATE TRIGGER no BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'no'); END")
        .unwrap();
    store
        .apply(&[Change::Add(fact(2)), Change::Remove(vec![id(1)])])
        .unwrap_err();
    assert_eq!(ids(&store.load().unwrap()), [1]);
}

const VICTIM: &str = "YIKE_TEST_STORE_OF_THE_KILLED";

/// Not a test by itself: the process that `a_killed_app_loses_nothing_it_said_was_stored` kills.
#[test]
fn writes_until_it_is_killed() {
    let Some(path) = std::env::var_os(VICTIM) else {
        return;
    };
    let mut store = open(path.as_ref(), "a").unwrap().store;
    let first = store
        .load()
        .unwrap()
        .entries
        .last()
        .map_or(1, |entry| entry.id.0.as_u128() + 1);
    for n in first.. {
        store.apply(&[Change::Add(fact(n))]).unwrap();
        println!("stored {n}");
        std::io::stdout().flush().unwrap();
    }
}

#[test]
fn a_killed_app_loses_nothing_it_said_was_stored() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("phone.db");
    for round in 0..5 {
        let mut app = Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "store::tests::writes_until_it_is_killed",
                "--nocapture",
            ])
            .env(VICTIM, &path)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(app.stdout.take().unwrap())
            .lines()
            .map(Result::unwrap);
        let mut stored = lines.filter_map(|line| line.strip_prefix("stored ")?.parse::<u128>().ok());
        let seen = stored.by_ref().nth(20 + 7 * round).unwrap();
        app.kill().unwrap();
        let last = stored.last().unwrap_or(seen);
        app.wait().unwrap();
        let opened = open(&path, "a").unwrap();
        assert_eq!(opened.set_aside, None);
        let kept = ids(&opened.kept);
        assert!(kept.len() as u128 >= last, "{} entries of {last}", kept.len());
        assert_eq!(kept, (1..=kept.len() as u128).collect::<Vec<_>>());
    }
}

#[test]
fn a_file_that_is_no_store_is_moved_aside() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("phone.db");
    std::fs::write(&path, vec![b'x'; 20_000]).unwrap();
    let opened = open(&path, "a").unwrap();
    assert!(opened.set_aside.unwrap().contains("not a database"));
    assert_eq!(
        std::fs::read(folder.path().join("phone.db.broken")).unwrap(),
        vec![b'x'; 20_000]
    );
    assert!(open(&path, "a").unwrap().set_aside.is_none());
}

#[test]
fn a_row_that_cannot_be_read_is_set_aside_alone() {
    let folder = TempDir::new().unwrap();
    let mut store = fresh(&folder);
    for n in 1..=3 {
        store.apply(&[Change::Add(fact(n))]).unwrap();
    }
    let spoil = "UPDATE entry SET body = '{\"half\":' WHERE seq = 2; \
                 INSERT INTO known VALUES ('memory', '{\"on_duty\": \"perhaps\"}')";
    store.connection.execute_batch(spoil).unwrap();
    drop(store);
    let opened = open(&folder.path().join("phone.db"), "a").unwrap();
    assert_eq!((ids(&opened.kept), opened.kept.unreadable), (vec![1, 3], 1));
    assert_eq!(opened.kept.memory, Memory::default());
    assert_eq!(opened.set_aside, None);
    let count = |table: &str| {
        let sql = format!("SELECT count(*) FROM {table}");
        let store = &opened.store.connection;
        store.query_row(&sql, [], |row| row.get::<_, u32>(0)).unwrap()
    };
    assert_eq!((count("entry"), count("unreadable")), (2, 1));
}

#[test]
fn a_damaged_file_is_moved_aside() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("phone.db");
    let mut store = fresh(&folder);
    for n in 0..500 {
        store.apply(&[Change::Add(fact(n))]).unwrap();
    }
    drop(store);
    let mut bytes = std::fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 8192].fill(0xa5);
    std::fs::write(&path, bytes).unwrap();
    let opened = open(&path, "a").unwrap();
    assert!(opened.set_aside.is_some());
    assert!(opened.kept.entries.is_empty());
}

#[test]
fn a_newer_apps_file_is_moved_aside() {
    let folder = TempDir::new().unwrap();
    fresh(&folder)
        .connection
        .pragma_update(None, "user_version", 99)
        .unwrap();
    let opened = open(&folder.path().join("phone.db"), "a").unwrap();
    assert!(opened.set_aside.unwrap().contains("version 99"));
}

#[test]
fn a_fix_may_be_lost_to_a_power_cut_but_no_fact() {
    let measured = Measurement::fresh(LatLon::new(47.0, 9.5).unwrap(), 5.0);
    let fix = domain::Fix {
        at: measured.at,
        accuracy_m: 5.0,
        speed_mps: None,
        heading_deg: None,
        altitude_m: None,
        mock: false,
        battery_pct: None,
        taken_at: Timestamp::from_millis(0),
        taken_at_error_ms: 0,
        activity: None,
        datum: Some(domain::Datum::Wgs84),
    };
    let fix = Entry {
        told: Told::Fix { fix },
        ..fact(1)
    };
    let synchronous = |change: Change| {
        let folder = TempDir::new().unwrap();
        let mut store = fresh(&folder);
        store.apply(&[change]).unwrap();
        store
            .connection
            .query_row("PRAGMA synchronous", [], |row| row.get::<_, u32>(0))
            .unwrap()
    };
    assert_eq!(synchronous(Change::Add(fix)), 1, "NORMAL");
    assert_eq!(synchronous(Change::Add(fact(2))), 2, "FULL");
}
