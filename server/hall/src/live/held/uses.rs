//! What the streams are used for: who sends, who watches.

use std::collections::BTreeMap;

use domain::{PersonId, Role, Source};

/// What the streams are used for.
#[derive(Debug, Default)]
pub(in crate::live) struct Uses {
    /// Who watches, by source.
    pub(in crate::live) watching: BTreeMap<Source, BTreeMap<PersonId, Use>>,
    /// The sources with a publisher; true once its first picture has come.
    pub(in crate::live) publishing: BTreeMap<Source, bool>,
}

/// Somebody who watches.
#[derive(Clone, Debug)]
pub(in crate::live) struct Use {
    pub(in crate::live) name: String,
    pub(in crate::live) role: Role,
    /// Whether any of its tiles is seen.
    pub(in crate::live) seen: bool,
}

impl Uses {
    pub(super) fn watches(
        &mut self,
        source: Source,
        (person, name, role): (PersonId, &str, Role),
        seen: bool,
    ) {
        let people = self.watching.entry(source).or_default();
        let by = people.entry(person).or_insert_with(|| Use {
            name: name.to_owned(),
            role,
            seen: false,
        });
        by.seen |= seen;
    }
}
