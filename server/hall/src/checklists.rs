//! The checklists (现场清单) for each kind of incident: those that are shipped, with the operator's over them.
//!
//! Everything is read once and every fault is told together. Which list goes with which order is decided in `dispatch`.

use std::collections::BTreeSet;

use dispatch::Checklists;
use domain::incident::IncidentKind;
use domain::order::{ChecklistItem, ItemFault, MOST_ITEMS};
use toml::{Table, Value};

/// The lists as they are shipped: a file that an operator starts from.
pub const SHIPPED: &str = include_str!("checklists/shipped.toml");

/// What is wrong with a file of checklists, where, with its cure.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ListFault {
    /// It is no TOML.
    #[error("this is no TOML: {0}")]
    Unreadable(String),
    /// A list for something that is no kind of incident.
    #[error("{name}: this is no kind of incident; there are {}", kinds())]
    NoSuchKind {
        /// What the file calls it.
        name: String,
    },
    /// A kind with something else than a list.
    #[error("{kind}: this is no list; write each item under [[{kind}]], or `{kind} = []` for none")]
    NoList {
        /// Of which kind.
        kind: String,
    },
    /// Too long a list.
    #[error("{kind}: {items} items; leave at most {MOST_ITEMS}")]
    TooLong {
        /// Of which kind.
        kind: String,
        /// How many it has.
        items: usize,
    },
    /// An item with something missing, or more than it can have.
    #[error("{at}: {problem}; an item has id, zh and en, each a text, and nothing else")]
    BadFields {
        /// Which item.
        at: At,
        /// What is wrong.
        problem: String,
    },
    /// An item that nobody could name or read.
    #[error("{at}: {fault}")]
    BadItem {
        /// Which item.
        at: At,
        /// What is wrong.
        fault: ItemFault,
    },
    /// Two items of one list that could not be told apart.
    #[error("{at}: an item before it has this id; give it another")]
    Twice {
        /// Which item.
        at: At,
    },
}

/// All that is wrong with a file of checklists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListFaults(pub Vec<ListFault>);

impl std::fmt::Display for ListFaults {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the checklists have faults:")?;
        self.0.iter().try_for_each(|fault| write!(f, "\n  {fault}"))
    }
}

impl std::error::Error for ListFaults {}

/// Where an item stands in its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct At {
    kind: String,
    /// From 1.
    number: usize,
    id: String,
}

impl std::fmt::Display for At {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}, item {}", self.kind, self.number)?;
        if self.id.is_empty() {
            Ok(())
        } else {
            write!(f, " (\"{}\")", self.id)
        }
    }
}

/// The lists as they are shipped.
pub fn shipped() -> Result<Checklists, ListFaults> {
    over(Checklists::default(), SHIPPED)
}

/// The lists of an operator's file; a kind that it leaves out keeps the list that is shipped.
pub fn read(text: &str) -> Result<Checklists, ListFaults> {
    over(shipped()?, text)
}

fn over(mut lists: Checklists, text: &str) -> Result<Checklists, ListFaults> {
    let table: Table = toml::from_str(text).map_err(|error| {
        let problem = error.to_string().trim_end().to_owned();
        ListFaults(vec![ListFault::Unreadable(problem)])
    })?;
    let mut faults = Vec::new();
    for (name, value) in table {
        match list(&name, value, &mut faults) {
            Ok((kind, items)) => lists.set(kind, items),
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() {
        Ok(lists)
    } else {
        Err(ListFaults(faults))
    }
}

/// The list of one kind; what is wrong with its items is noted.
fn list(
    name: &str,
    value: Value,
    faults: &mut Vec<ListFault>,
) -> Result<(IncidentKind, Vec<ChecklistItem>), ListFault> {
    let kind = IncidentKind::ALL.into_iter().find(|kind| name_of(*kind) == name);
    let kind = kind.ok_or_else(|| ListFault::NoSuchKind {
        name: name.to_owned(),
    })?;
    let Value::Array(values) = value else {
        return Err(ListFault::NoList {
            kind: name.to_owned(),
        });
    };
    if values.len() > MOST_ITEMS {
        let (kind, items) = (name.to_owned(), values.len());
        return Err(ListFault::TooLong { kind, items });
    }
    let mut known = BTreeSet::new();
    let mut items = Vec::new();
    for (number, value) in (1..).zip(values) {
        let mut at = At {
            kind: name.to_owned(),
            number,
            id: String::new(),
        };
        match item(value, &mut at) {
            Err(problem) => faults.push(ListFault::BadFields { at, problem }),
            Ok(item) => match item.check() {
                Err(fault) => faults.push(ListFault::BadItem { at, fault }),
                Ok(()) if !known.insert(item.id.clone()) => faults.push(ListFault::Twice { at }),
                Ok(()) => items.push(item),
            },
        }
    }
    Ok((kind, items))
}

/// An item of the file; what it is called is noted as soon as that is known.
fn item(value: Value, at: &mut At) -> Result<ChecklistItem, String> {
    let Value::Table(mut fields) = value else {
        return Err("this is no item".to_owned());
    };
    let mut text = |name: &str| match fields.remove(name) {
        Some(Value::String(text)) => Ok(text),
        Some(_) => Err(format!("{name} is no text")),
        None => Err(format!("{name} is missing")),
    };
    let id = text("id")?;
    at.id.clone_from(&id);
    let (zh, en) = (text("zh")?, text("en")?);
    match fields.keys().next() {
        Some(unknown) => Err(format!("nobody knows {unknown}")),
        None => Ok(ChecklistItem { id, zh, en }),
    }
}

/// What a file calls a kind of incident: as the HTTP API does.
fn name_of(kind: IncidentKind) -> String {
    match serde_json::to_value(kind) {
        Ok(serde_json::Value::String(name)) => name,
        // Every kind is written as its name.
        _ => String::new(),
    }
}

fn kinds() -> String {
    IncidentKind::ALL.map(name_of).join(", ")
}

#[cfg(test)]
mod tests;
