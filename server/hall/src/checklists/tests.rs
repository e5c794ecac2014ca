//! Tests of the checklists' file.

use super::*;

/// What is wrong with a file, each fault in a line.
fn faults(text: &str) -> Vec<String> {
    let ListFaults(faults) = read(text).expect_err("something is wrong with it");
    faults.iter().map(ToString::to_string).collect()
}

fn item_of(kind: &str, id: &str, zh: &str) -> String {
    format!("[[{kind}]]\nid = \"{id}\"\nzh = \"{zh}\"\nen = \"in English\"\n")
}

#[test]
fn what_is_shipped_has_a_short_list_for_every_kind_in_both_languages() {
    let lists = shipped().expect("what is shipped can be read");
    for kind in IncidentKind::ALL {
        let items = lists.of(kind);
        assert!((3..=8).contains(&items.len()), "{kind:?} has {}", items.len());
        for item in items {
            let chinese = |text: &str| {
                text.chars()
                    .any(|letter| ('\u{4e00}'..='\u{9fff}').contains(&letter))
            };
            assert!(chinese(&item.zh) && !chinese(&item.en), "{item:?}");
        }
    }
}

#[test]
fn a_kind_that_is_left_out_keeps_its_list_and_one_without_items_has_none() {
    let text = format!("flooding = []\n{}", item_of("fire", "hydrant", "找到消火栓"));
    let lists = read(&text).unwrap();
    let [only] = lists.of(IncidentKind::Fire) else {
        panic!("one item");
    };
    assert_eq!((only.id.as_str(), only.zh.as_str()), ("hydrant", "找到消火栓"));
    assert!(lists.of(IncidentKind::Flooding).is_empty());
    let shipped = shipped().unwrap();
    assert_eq!(lists.of(IncidentKind::Crowd), shipped.of(IncidentKind::Crowd));
    assert_eq!(read("").unwrap(), shipped);
}

#[test]
fn every_fault_is_told_with_its_kind_its_item_and_its_cure() {
    let long = "字".repeat(81);
    let table = [
        (
            "blaze = []".to_owned(),
            "blaze: this is no kind of incident; there are sos, fire, traffic, medical, crowd, flooding, public_order, other",
        ),
        (
            "fire = 3".to_owned(),
            "fire: this is no list; write each item under [[fire]], or `fire = []` for none",
        ),
        (
            (0..13)
                .map(|number| item_of("fire", &format!("a{number}"), "字"))
                .collect(),
            "fire: 13 items; leave at most 12",
        ),
        (
            item_of("crowd", "exits", "出口") + &item_of("crowd", "exits", "出口"),
            "crowd, item 2 (\"exits\"): an item before it has this id; give it another",
        ),
        (
            item_of("fire", "gas_off", &long),
            "fire, item 1 (\"gas_off\"): zh is too long or says nothing; give it 1 to 80 characters in one line",
        ),
        (
            item_of("fire", "Gas", "关气"),
            "fire, item 1 (\"Gas\"): id is no name; give 1 to 32 small Latin letters, digits or _, such as people_back",
        ),
        (
            "[[fire]]\nid = \"gas_off\"\nzh = \"关气\"".to_owned(),
            "fire, item 1 (\"gas_off\"): en is missing; an item has id, zh and en, each a text, and nothing else",
        ),
        (
            "[[fire]]\nid = 7".to_owned(),
            "fire, item 1: id is no text; an item has id, zh and en, each a text, and nothing else",
        ),
        (
            item_of("fire", "gas_off", "关气") + "note = \"x\"",
            "fire, item 1 (\"gas_off\"): nobody knows note; an item has id, zh and en, each a text, and nothing else",
        ),
        (
            "fire = [7]".to_owned(),
            "fire, item 1: this is no item; an item has id, zh and en, each a text, and nothing else",
        ),
    ];
    for (text, expected) in table {
        assert_eq!(faults(&text), [expected]);
    }
    assert!(faults("[[fire")[0].starts_with("this is no TOML: "));
}

#[test]
fn all_faults_are_told_together() {
    let text = item_of("fire", "Gas", "关气") + &item_of("blaze", "a", "字") + &item_of("crowd", "", "字");
    assert_eq!(faults(&text).len(), 3);
}
