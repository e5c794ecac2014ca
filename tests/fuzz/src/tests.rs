//! The committed seeds hold their promises.

use std::fs;
use std::path::Path;

fn seeds(target: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds").join(target);
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .map(|path| (path.display().to_string(), fs::read(&path).unwrap()))
        .collect()
}

#[test]
fn seed_datagrams_break_nothing() {
    let seeds = seeds("datagrams");
    assert!(!seeds.is_empty());
    for (name, bytes) in seeds {
        println!("{name}");
        crate::datagrams::fuzz(&bytes);
    }
}

#[test]
fn seed_messages_break_nothing() {
    let seeds = seeds("messages");
    assert!(!seeds.is_empty());
    for (name, bytes) in seeds {
        println!("{name}");
        crate::messages::fuzz(&bytes);
    }
}
