//! What an operator is told of a file of checklists.

use domain::incident::IncidentKind;
use tempfile::TempDir;

use crate::checklists::shipped;
use crate::config::{Config, ConfigFaults};

/// Reads a configuration that names a file of checklists with `lists` in it, if with any; the file's path too.
fn read(lists: Option<&str>) -> (String, Result<Config, ConfigFaults>) {
    let folder = TempDir::new().unwrap();
    let (file, named) = (folder.path().join("hall.toml"), folder.path().join("lists.toml"));
    std::fs::write(&file, format!("checklists = \"{}\"", named.display())).unwrap();
    if let Some(lists) = lists {
        std::fs::write(&named, lists).unwrap();
    }
    (named.display().to_string(), Config::read(Some(&file), []))
}

#[test]
fn the_operators_list_is_over_what_is_shipped() {
    let (_, config) = read(Some(
        "[[fire]]\nid = \"hydrant\"\nzh = \"找到消火栓\"\nen = \"Find the hydrant\"\n",
    ));
    let lists = config.unwrap().checklists;
    assert_eq!(lists.of(IncidentKind::Fire)[0].id, "hydrant");
    let shipped = shipped().unwrap();
    assert_eq!(lists.of(IncidentKind::Crowd), shipped.of(IncidentKind::Crowd));
    assert_eq!(Config::read(None, []).unwrap().checklists, shipped);
}

#[test]
fn a_bad_file_stops_the_start_and_names_file_kind_item_and_cure() {
    let (file, config) = read(Some(
        "[[fire]]\nid = \"gas\"\nzh = \"\"\nen = \"Gas off\"\n[[blaze]]\nid = \"a\"",
    ));
    let told = config.unwrap_err().to_string();
    let problem = |said: &str| format!("\n  checklists: {file}: {said}");
    assert!(
        told.contains(&problem(
            "fire, item 1 (\"gas\"): zh is too long or says nothing; give it"
        )),
        "{told}"
    );
    assert!(
        told.contains(&problem(
            "blaze: this is no kind of incident; there are sos, fire"
        )),
        "{told}"
    );
}

#[test]
fn a_file_that_is_not_there_is_told_of_with_where_to_get_one() {
    let (file, config) = read(None);
    let told = config.unwrap_err().to_string();
    assert!(
        told.contains(&format!("checklists: {file} cannot be read: ")),
        "{told}"
    );
    assert!(told.contains("yike serve --print-checklists"), "{told}");
}
