//! Rules about turning, as relations of the extract say them.

use domain::TravelMode;

use crate::mode::PerMode;
use crate::profile::Tags;

/// A rule about the way from one road over others to another.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Rule {
    pub(crate) from: i64,
    pub(crate) via: Via,
    pub(crate) to: i64,
    pub(crate) kind: Kind,
    /// Who has to keep it.
    pub(crate) binds: PerMode<bool>,
}

/// What lies between the two roads of a rule.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Via {
    /// A node.
    Node(i64),
    /// Ways, in order.
    Ways(Vec<i64>),
}

/// What a rule says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Not there.
    No,
    /// Nowhere but there.
    Only,
}

/// The rules of a relation of these tags; `members` are role, whether it is a way (else a node), id.
///
/// None if it binds nobody, or is not one that the network can keep. What holds for some hours only
/// is left alone, however it is written: `restriction:conditional`, or `day_on` beside an ordinary word.
pub(crate) fn rules_of(tags: Tags<'_>, members: &[(String, bool, i64)]) -> Vec<Rule> {
    let some_hours = ["day_on", "day_off", "hour_on", "hour_off"];
    if some_hours.iter().any(|key| tags.get(key).is_some()) {
        return Vec::new();
    }
    let words = PerMode::new(|mode| word_for(tags, mode));
    let mut rules = Vec::new();
    for (number, mode) in TravelMode::ALL.into_iter().enumerate() {
        let Some(word) = *words.get(mode) else { continue };
        let mut before = TravelMode::ALL.into_iter().take(number);
        if before.any(|other| *words.get(other) == Some(word)) {
            continue;
        }
        let binds = PerMode::new(|mode| *words.get(mode) == Some(word));
        rules.extend(rules_saying(word, binds, members).into_iter().flatten());
    }
    rules
}

/// What a relation of these tags says to `mode`; feet go as they like.
fn word_for(tags: Tags<'_>, mode: TravelMode) -> Option<&str> {
    let (own, exceptions): (&[&str], &[&str]) = match mode {
        TravelMode::Car => (
            &["restriction:motorcar", "restriction:motor_vehicle", "restriction"],
            &["motorcar", "motor_vehicle", "vehicle"],
        ),
        TravelMode::EBike => (&["restriction:bicycle", "restriction"], &["bicycle", "vehicle"]),
        TravelMode::Foot => return None,
    };
    let excepted = tags
        .get("except")
        .is_some_and(|except| except.split(';').any(|word| exceptions.contains(&word.trim())));
    own.iter().find_map(|key| tags.get(key)).filter(|_| !excepted)
}

/// The rules of a relation that says `word`: one, but for a road that is entered from several or
/// left into several.
fn rules_saying(word: &str, binds: PerMode<bool>, members: &[(String, bool, i64)]) -> Option<Vec<Rule>> {
    let kind = if word.starts_with("no_") {
        Kind::No
    } else if word.starts_with("only_") {
        Kind::Only
    } else {
        return None;
    };
    let ways = |role: &str| -> Vec<i64> {
        let of_role = members.iter().filter(|(name, is_way, _)| name == role && *is_way);
        of_role.map(|(_, _, id)| *id).collect()
    };
    let (from, via_ways, to) = (ways("from"), ways("via"), ways("to"));
    if from.len() > 1 && word != "no_entry" || to.len() > 1 && word != "no_exit" {
        return None;
    }
    let via_node = members.iter().find(|(role, is_way, _)| role == "via" && !*is_way);
    let via = match via_node {
        Some((_, _, id)) if via_ways.is_empty() => Via::Node(*id),
        None if !via_ways.is_empty() => Via::Ways(via_ways),
        _ => return None,
    };
    let pairs = from.iter().flat_map(|from| to.iter().map(move |to| (*from, *to)));
    let rule = |(from, to)| Rule {
        from,
        via: via.clone(),
        to,
        kind,
        binds,
    };
    Some(pairs.map(rule).collect())
}

#[cfg(test)]
mod tests;
