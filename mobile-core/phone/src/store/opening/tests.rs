//! Shows what `opening` promises of files that are somebody else's or broken.

use domain::{CommandId, Timestamp};
use field_unit::Change;
use protocol::{Entry, Told};
use tempfile::TempDir;

use super::*;

fn entry(n: u128) -> Change {
    Change::Add(Entry {
        id: CommandId(uuid::Uuid::from_u128(n)),
        at: Timestamp::from_millis(0),
        at_error_ms: 0,
        told: Told::GoOnDuty,
    })
}

fn ids(opened: &Opened) -> Vec<u128> {
    opened.kept.entries.iter().map(|e| e.id.0.as_u128()).collect()
}

#[test]
fn whoever_comes_back_finds_what_was_left() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("phone.db");
    for (n, owner) in [(1, "a"), (2, "b"), (3, "c")] {
        let mut opened = open(&path, owner).unwrap();
        assert_eq!(ids(&opened), [0; 0], "nothing is sent in another's name");
        assert_eq!(opened.set_aside.is_some(), n > 1);
        opened.store.apply(&[entry(n)]).unwrap();
    }
    for (n, owner) in [(1, "a"), (3, "c"), (2, "b"), (1, "a")] {
        assert_eq!(ids(&open(&path, owner).unwrap()), [n]);
    }
}

#[test]
fn a_change_of_owner_that_was_cut_short_is_finished() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("phone.db");
    open(&path, "a").unwrap().store.apply(&[entry(1)]).unwrap();
    move_file(&path, &aside_for(&path, "a")).unwrap();
    assert_eq!(ids(&open(&path, "a").unwrap()), [1]);
}

#[test]
fn no_broken_file_takes_the_place_of_another() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("phone.db");
    for fill in [b'x', b'y', b'z'] {
        std::fs::write(&path, vec![fill; 20_000]).unwrap();
        assert!(open(&path, "a").unwrap().set_aside.is_some());
    }
    for (name, fill) in [
        ("phone.db.broken", b'x'),
        ("phone.db.broken-2", b'y'),
        ("phone.db.broken-3", b'z'),
    ] {
        assert_eq!(std::fs::read(folder.path().join(name)).unwrap()[0], fill);
    }
}

#[test]
fn a_broken_file_left_behind_keeps_nobody_out() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("phone.db");
    open(&path, "b").unwrap();
    std::fs::write(aside_for(&path, "a"), vec![b'x'; 20_000]).unwrap();
    let opened = open(&path, "a").unwrap();
    assert!(opened.set_aside.unwrap().contains("not a database"));
}
