//! Who imports whom: exactly the table, and the table within the architecture.
//!
//! Every arrow points inward: AGREE ← DECIDE ← TOUCH ← PROVE. An edge is what compiling a crate's library or program
//! takes of our own crates; what only its tests take is free.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde::Deserialize;

/// Every edge there is.
const TABLE: &[(&str, &str)] = &[
    ("domain", ""),
    ("protocol", "domain"),
    ("field-unit", "domain protocol"),
    ("uplink", ""),
    ("roads", "domain"),
    ("gazetteer", "domain roads"),
    ("dispatch", "domain roads"),
    ("sfu", ""),
    ("recording", ""),
    ("rehearsal", "domain protocol field-unit roads dispatch"),
    ("phone", "domain protocol field-unit uplink"),
    (
        "hall",
        "domain protocol roads gazetteer dispatch sfu recording rehearsal",
    ),
    (
        "yike",
        "domain protocol uplink roads gazetteer dispatch rehearsal phone hall",
    ),
    ("field-unit-ffi", "domain phone"),
    ("uniffi-bindgen", ""),
    (
        "tests",
        "domain protocol uplink gazetteer dispatch sfu rehearsal phone hall yike",
    ),
    ("fuzz", "domain protocol field-unit sfu"),
    ("peer-webrtc-rs", ""),
    ("xtask", ""),
];

/// Every edge that the architecture allows, those of crates that do not exist yet among them.
const ARCHITECTURE: &[(&str, &str)] = &[
    ("domain", ""),
    ("protocol", "domain"),
    ("field-unit", "domain protocol"),
    ("uplink", ""),
    ("roads", "domain"),
    ("gazetteer", "domain roads"),
    ("rounds", "domain roads"),
    ("dispatch", "domain roads rounds"),
    ("sfu", ""),
    ("recording", ""),
    ("rehearsal", "domain protocol field-unit roads rounds dispatch"),
    ("phone", "domain protocol field-unit uplink"),
    (
        "hall",
        "domain protocol roads gazetteer rounds dispatch sfu recording rehearsal",
    ),
    (
        "yike",
        "domain protocol uplink roads gazetteer rounds dispatch recording rehearsal phone hall",
    ),
    ("field-unit-ffi", "domain phone"),
    ("uniffi-bindgen", ""),
    (
        "tests",
        "domain protocol field-unit uplink roads gazetteer rounds dispatch sfu recording rehearsal phone hall yike",
    ),
    (
        "fuzz",
        "domain protocol field-unit uplink roads gazetteer rounds dispatch sfu recording rehearsal phone hall yike",
    ),
    ("peer-webrtc-rs", ""),
    ("xtask", ""),
];

/// AGREE and DECIDE: time and bytes are arguments.
pub(crate) const PURE: &[&str] = &[
    "domain",
    "protocol",
    "field-unit",
    "uplink",
    "roads",
    "gazetteer",
    "dispatch",
    "sfu",
    "recording",
    "rehearsal",
];

/// What opens sockets, files or databases, or runs threads.
const TOUCHING: &[&str] = &[
    "async-io",
    "axum",
    "curl",
    "hyper",
    "libsqlite3-sys",
    "mio",
    "polling",
    "quinn",
    "rayon",
    "reqwest",
    "rusqlite",
    "smol",
    "socket2",
    "sqlx",
    "sqlx-core",
    "tokio",
    "tokio-tungstenite",
    "tungstenite",
    "ureq",
];

/// Who may pull in what all the same, with the reason.
const EXCEPTIONS: &[(&str, &str, &str)] = &[
    (
        "roads",
        "rayon",
        "osmpbf brings it for its parallel reader; the import reads blobs one by one",
    ),
    ("gazetteer", "rayon", "by way of roads"),
    ("rehearsal", "rayon", "by way of roads"),
    ("dispatch", "rayon", "by way of roads"),
];

#[test]
fn our_crates_import_each_other_as_the_table_says() {
    let metadata = Metadata::read();
    let ours = metadata.members();
    let edges: BTreeMap<&str, BTreeSet<&str>> = ours
        .iter()
        .map(|(&id, &name)| {
            (
                name,
                metadata
                    .compiled_into(id)
                    .filter_map(|id| ours.get(id).copied())
                    .collect(),
            )
        })
        .collect();
    assert_eq!(edges, table(TABLE), "left: the manifests; right: the table");
}

#[test]
fn the_table_lies_within_the_architecture() {
    let architecture = table(ARCHITECTURE);
    for (name, imports) in table(TABLE) {
        let allowed = architecture
            .get(name)
            .unwrap_or_else(|| panic!("{name} is no crate of the architecture"));
        assert!(
            imports.is_subset(allowed),
            "{name} imports {imports:?}, may import {allowed:?}"
        );
    }
}

#[test]
fn pure_crates_pull_in_nothing_that_touches_the_world() {
    let metadata = Metadata::read();
    let names = metadata.names();
    let mut found = BTreeSet::new();
    for (&id, &name) in metadata.members().iter().filter(|(_, name)| PURE.contains(name)) {
        let everything = metadata.everything_in(id);
        assert!(names.len() > everything.len(), "the graph was read");
        let touching = everything
            .iter()
            .filter_map(|id| names.get(id))
            .filter(|name| TOUCHING.contains(name));
        found.extend(touching.map(|touching| (name, *touching)));
    }
    let allowed: BTreeSet<_> = EXCEPTIONS
        .iter()
        .map(|&(pure, touching, _)| (pure, touching))
        .collect();
    assert_eq!(found, allowed, "left: who pulls in what; right: the exceptions");
}

fn table(rows: &[(&'static str, &'static str)]) -> BTreeMap<&'static str, BTreeSet<&'static str>> {
    rows.iter()
        .map(|&(name, imports)| (name, imports.split_whitespace().collect()))
        .collect()
}

/// As much of `cargo metadata` as the questions take.
#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    workspace_members: BTreeSet<String>,
    resolve: Resolve,
}

#[derive(Deserialize)]
struct Package {
    id: String,
    name: String,
}

#[derive(Deserialize)]
struct Resolve {
    nodes: Vec<Node>,
}

#[derive(Deserialize)]
struct Node {
    id: String,
    deps: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    pkg: String,
    dep_kinds: Vec<Kind>,
}

/// `None` for what a crate is compiled with, else `dev` or `build`.
#[derive(Deserialize)]
struct Kind {
    kind: Option<String>,
}

impl Metadata {
    fn read() -> Self {
        let output = Command::new(env!("CARGO"))
            .args(["metadata", "--format-version=1", "--locked", "--all-features"])
            .args(["--filter-platform", "x86_64-unknown-linux-gnu"])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        serde_json::from_slice(&output.stdout).unwrap()
    }

    fn names(&self) -> BTreeMap<&str, &str> {
        self.packages
            .iter()
            .map(|package| (package.id.as_str(), package.name.as_str()))
            .collect()
    }

    fn members(&self) -> BTreeMap<&str, &str> {
        let mut names = self.names();
        names.retain(|&id, _| self.workspace_members.contains(id));
        names
    }

    /// What a crate is compiled with: the ids of its direct dependencies, but for those of its tests.
    fn compiled_into(&self, id: &str) -> impl Iterator<Item = &str> {
        let node = self.resolve.nodes.iter().find(move |node| node.id == id).unwrap();
        let not_for_tests = |kind: &Kind| kind.kind.as_deref() != Some("dev");
        node.deps
            .iter()
            .filter(move |dependency| dependency.dep_kinds.iter().any(not_for_tests))
            .map(|dependency| dependency.pkg.as_str())
    }

    fn everything_in<'a>(&'a self, id: &'a str) -> BTreeSet<&'a str> {
        let mut seen = BTreeSet::from([id]);
        let mut open = vec![id];
        while let Some(id) = open.pop() {
            open.extend(self.compiled_into(id).filter(|&next| seen.insert(next)));
        }
        seen
    }
}
