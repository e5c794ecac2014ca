//! That the lints are on where they should be.
//!
//! Clippy takes the nearest `.clippy.toml` and forgets the outer ones, so a file too many would lift a ban unseen.

use std::fs;
use std::path::{Path, PathBuf};

use crate::imports::PURE;
use crate::tree::{files, root};

/// What each pure crate's clippy must ban, however the file is laid out.
const BANNED: &[&str] = &[
    "std::env::var",
    "std::fs::File::create",
    "std::fs::File::open",
    "std::fs::read",
    "std::fs::read_to_string",
    "std::fs::write",
    "std::net::TcpListener",
    "std::net::TcpStream",
    "std::net::UdpSocket",
    "std::process::Command",
    "std::sync::Mutex",
    "std::sync::RwLock",
    "std::thread::scope",
    "std::thread::sleep",
    "std::thread::spawn",
    "std::time::Instant::elapsed",
    "std::time::Instant::now",
    "std::time::SystemTime::elapsed",
    "std::time::SystemTime::now",
];

#[test]
fn every_crate_inherits_the_workspace_lints() {
    let manifests: Vec<_> = manifests();
    assert!(manifests.len() > 10, "{manifests:?}");
    for manifest in manifests {
        let text = fs::read_to_string(&manifest).unwrap();
        assert!(
            text.contains("\n[lints]\nworkspace = true\n"),
            "{}",
            manifest.display()
        );
    }
}

#[test]
fn a_pure_crate_bans_clock_socket_disk_and_thread() {
    let mut seen = 0;
    for manifest in manifests() {
        let text = fs::read_to_string(&manifest).unwrap();
        let name = text
            .lines()
            .find_map(|line| line.strip_prefix("name = "))
            .unwrap()
            .trim_matches('"');
        if !PURE.contains(&name) {
            continue;
        }
        seen += 1;
        let nearest = nearest_clippy(manifest.parent().unwrap());
        let bans = fs::read_to_string(&nearest).unwrap();
        for path in BANNED {
            let banned = bans
                .lines()
                .any(|line| line.trim_start().starts_with(&format!("{{ path = \"{path}\",")));
            assert!(banned, "{name}: {} does not ban {path}", nearest.display());
        }
    }
    assert_eq!(seen, PURE.len());
}

#[test]
fn no_ban_is_lifted_for_a_whole_file() {
    // A single place may be excused with a reason; a file or crate may not.
    let lifted: Vec<_> = files()
        .into_iter()
        .filter(|file| Path::new(file).extension().is_some_and(|kind| kind == "rs"))
        .filter(|file| {
            let text = fs::read_to_string(root().join(file)).unwrap();
            let mut attributes = text
                .split("#![")
                .skip(1)
                .filter_map(|rest| rest.split(")]").next());
            attributes.any(|attribute| {
                attribute.contains("disallowed_methods") || attribute.contains("disallowed_types")
            })
        })
        .filter(|file| file != "tests/architecture/lints.rs")
        .collect();
    assert_eq!(lifted, Vec::<String>::new());
}

fn manifests() -> Vec<PathBuf> {
    let manifests = files().into_iter().filter(|file| file.ends_with("/Cargo.toml"));
    manifests.map(|file| root().join(file)).collect()
}

fn nearest_clippy(folder: &Path) -> PathBuf {
    let files = folder.ancestors().map(|folder| folder.join(".clippy.toml"));
    files.into_iter().find(|file| file.is_file()).unwrap()
}
