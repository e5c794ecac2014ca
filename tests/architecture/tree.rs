//! What the project's tree holds: what its files are called, where they lie, how long they are.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Everything at the top.
const TOP: &[&str] = &[
    "Cargo.lock",
    "Cargo.toml",
    "README.md",
    "bindings",
    "mobile-core",
    "rust-toolchain.toml",
    "server",
    "tests",
    "web-viewer",
];

/// Names that say nothing about what is inside.
const EMPTY_WORDS: &[&str] = &[
    "common", "helper", "helpers", "misc", "shared", "types", "util", "utils",
];

/// Endings of names that say nothing either.
const EMPTY_ENDINGS: &[&str] = &["manager", "service"];

/// A file longer than this wants splitting.
const LONG: usize = 300;

/// A file longer than this is split.
const TOO_LONG: usize = 400;

/// Files that are long for a reason.
const LONG_FOR_A_REASON: &[(&str, &str)] = &[
    (
        "mobile-core/field-unit/src/field_unit/tests/world.rs",
        "one pretend hall and net, used as a whole",
    ),
    (
        "mobile-core/phone/src/phone/tests.rs",
        "stories of one phone against one small hall",
    ),
    (
        "mobile-core/phone/src/phone/tests/small_hall.rs",
        "one small hall, used as a whole",
    ),
    ("mobile-core/uplink/src/uplink/tests.rs", "stories of one machine"),
    (
        "server/dispatch/src/machine/tests.rs",
        "one pretend shell with its words for transcripts",
    ),
];

#[test]
fn the_top_holds_the_rings_with_dotfiles_and_licences_besides() {
    let strange: BTreeSet<String> = files()
        .into_iter()
        .filter_map(|file| file.split('/').next().map(str::to_owned))
        .filter(|name| !TOP.contains(&name.as_str()))
        .filter(|name| !name.starts_with('.') && !name.starts_with("LICENSE-"))
        .collect();
    assert_eq!(strange, BTreeSet::new());
    for needed in ["README.md", "LICENSE-APACHE", "LICENSE-MIT"] {
        assert!(root().join(needed).is_file(), "{needed} is missing");
    }
}

#[test]
fn names_say_what_is_inside() {
    let empty = |word: &str| {
        let word = word.split('.').next().unwrap_or(word).to_lowercase();
        EMPTY_WORDS.contains(&word.as_str()) || EMPTY_ENDINGS.iter().any(|ending| word.ends_with(ending))
    };
    let found: Vec<_> = files()
        .into_iter()
        .filter(|file| file.split('/').any(empty))
        .collect();
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn a_module_lies_beside_its_folder() {
    let found: Vec<_> = files()
        .into_iter()
        .filter(|file| file.ends_with("/mod.rs"))
        .collect();
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn every_rust_file_says_what_it_is() {
    let silent: Vec<_> = rust()
        .into_iter()
        .filter(|(_, text)| !text.starts_with("//! "))
        .map(|(file, _)| file)
        .collect();
    assert_eq!(silent, Vec::<String>::new());
}

#[test]
fn files_are_short() {
    let mut long: Vec<(String, usize)> = rust()
        .into_iter()
        .map(|(file, text)| (file, text.lines().count()))
        .filter(|&(_, lines)| lines > LONG)
        .collect();
    long.retain(|(file, lines)| {
        *lines > TOO_LONG || !LONG_FOR_A_REASON.iter().any(|(known, _)| known == file)
    });
    assert_eq!(long, Vec::new(), "split these");
    for (file, _) in LONG_FOR_A_REASON {
        let lines = fs::read_to_string(root().join(file))
            .unwrap_or_default()
            .lines()
            .count();
        assert!(lines > LONG, "{file} is short by now; take it off the list");
    }
}

#[test]
fn nothing_is_left_to_do() {
    // In two halves, so that this file does not find itself.
    let marks = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("X", "XX")];
    let ours = |file: &String| {
        ["rs", "ts", "svelte", "js", "mjs", "toml", "sql"].contains(&file.rsplit('.').next().unwrap_or(""))
    };
    let left: Vec<_> = files()
        .into_iter()
        .filter(ours)
        .filter(|file| {
            let text = fs::read_to_string(root().join(file)).unwrap();
            text.split(|letter: char| !letter.is_ascii_alphabetic())
                .any(|word| marks.contains(&word))
        })
        .collect();
    assert_eq!(left, Vec::<String>::new());
}

/// The folder that holds everything.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every file of the project, by its path from the top; what git ignores is none of it.
pub(crate) fn files() -> Vec<String> {
    let output = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let listed = String::from_utf8(output.stdout).unwrap();
    let files = listed.split('\0').filter(|file| !file.is_empty());
    // What is deleted but not yet committed is listed too.
    let files: Vec<String> = files
        .filter(|file| root().join(file).is_file())
        .map(str::to_owned)
        .collect();
    assert!(files.len() > 100, "the tree was listed");
    files
}

fn rust() -> Vec<(String, String)> {
    let rust = files()
        .into_iter()
        .filter(|file| Path::new(file).extension().is_some_and(|kind| kind == "rs"));
    rust.map(|file| (fs::read_to_string(root().join(&file)).unwrap(), file))
        .map(|(text, file)| (file, text))
        .collect()
}
