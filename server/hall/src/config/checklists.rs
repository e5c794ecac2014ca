//! The file of checklists that the operator names.

use std::path::PathBuf;

use dispatch::Checklists;

use super::path;
use super::settings::{Setting, Settings};
use crate::checklists::{self, ListFaults};

const KEY: &str = "checklists";

/// The lists of the file, or those that are shipped if none is named; nothing if something is wrong with them.
pub(super) fn checklists(settings: &mut Settings) -> Option<Checklists> {
    let read = match settings.parse(KEY, "a file of checklists", path) {
        Setting::Faulty => return None,
        Setting::Absent => checklists::shipped().map_err(|faults| in_file("what is shipped", &faults)),
        Setting::Value(file) => read(&file),
    };
    read.map_err(|problems| {
        for problem in problems {
            settings.fault(KEY, problem);
        }
    })
    .ok()
}

fn read(file: &PathBuf) -> Result<Checklists, Vec<String>> {
    let name = file.display().to_string();
    let text = std::fs::read_to_string(file).map_err(|error| {
        vec![format!(
            "{name} cannot be read: {error}; name a file such as `yike serve --print-checklists` prints"
        )]
    })?;
    checklists::read(&text).map_err(|faults| in_file(&name, &faults))
}

fn in_file(name: &str, ListFaults(faults): &ListFaults) -> Vec<String> {
    faults.iter().map(|fault| format!("{name}: {fault}")).collect()
}

#[cfg(test)]
mod tests;
