//! The committed seeds hold their promises, and reach what they are meant to reach.

use std::fs;
use std::path::Path;

fn seeds(target: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds").join(target);
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let read = |path: &Path| (path.display().to_string(), fs::read(path).unwrap());
    entries.map(|path| read(&path)).collect()
}

fn seed(target: &str, name: &str) -> Vec<u8> {
    fs::read(
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("seeds")
            .join(target)
            .join(name),
    )
    .unwrap()
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
fn a_signed_check_is_accepted_so_that_media_reach_the_peer() {
    let counters = crate::datagrams::fuzz(&seed("datagrams", "a-check-then-media"));
    assert_eq!(
        (counters.checks_refused, counters.strangers_dropped),
        (0, 1),
        "{counters:?}"
    );
    assert!(counters.datagrams_out > 0, "{counters:?}");
}

#[test]
fn an_unsigned_check_is_refused() {
    let counters = crate::datagrams::fuzz(&seed("datagrams", "a-check-without-a-signature"));
    assert_eq!(
        (counters.checks_refused, counters.datagrams_out),
        (2, 0),
        "{counters:?}"
    );
}

#[test]
fn a_seeds_offer_is_answered() {
    let counters = crate::datagrams::fuzz(&seed("datagrams", "an-offer-to-watch"));
    assert_eq!(
        (counters.offers_accepted, counters.offers_refused),
        (3, 0),
        "{counters:?}"
    );
}

#[test]
fn seed_messages_are_understood() {
    let seeds = seeds("messages");
    assert!(!seeds.is_empty());
    let dull = seeds.iter().filter(|(_, bytes)| !crate::messages::fuzz(bytes));
    assert_eq!(
        dull.map(|(name, _)| name).collect::<Vec<_>>(),
        Vec::<&String>::new()
    );
}
