//! What the streams are used for: who sends, who watches.

use std::collections::BTreeMap;

use domain::{PersonId, Role, Source};

/// What the streams are used for.
#[derive(Debug, Default)]
pub(in crate::live) struct Uses {
    /// Who watches, by source.
    pub(in crate::live) watching: BTreeMap<Source, BTreeMap<PersonId, Use>>,
    /// The sources with a publisher.
    pub(in crate::live) publishing: BTreeMap<Source, Publishing>,
}

/// What a source sends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::live) struct Publishing {
    /// Whether its first picture has come.
    pub(in crate::live) started: bool,
    /// Whether anybody needs each of its layers; those that are not spoken of are needed.
    pub(in crate::live) layers: Vec<bool>,
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
    pub(in crate::live) fn publishes(&mut self, source: Source, started: bool, layers: &[bool]) {
        let publishing = self.publishing.entry(source).or_insert_with(|| Publishing {
            started,
            layers: layers.to_vec(),
        });
        publishing.started |= started;
        if publishing.layers != layers {
            // One connection takes the other's place, and what was said of the former does not hold for the latter.
            publishing.layers.clear();
        }
    }

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
