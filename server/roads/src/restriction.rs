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

/// The rule of a relation of these tags; `members` are role, whether it is a way (else a node), id.
///
/// None if it binds nobody, or is not one that the network can keep.
pub(crate) fn rule_of(tags: Tags<'_>, members: &[(String, bool, i64)]) -> Option<Rule> {
    let binds = PerMode::new(|mode| binds(tags, mode));
    if !TravelMode::ALL.iter().any(|&mode| *binds.get(mode)) {
        return None;
    }
    let word = [
        "restriction",
        "restriction:motorcar",
        "restriction:motor_vehicle",
        "restriction:bicycle",
    ]
    .iter()
    .find_map(|key| tags.get(key))?;
    let kind = if word.starts_with("no_") {
        Kind::No
    } else if word.starts_with("only_") {
        Kind::Only
    } else {
        return None;
    };
    let one_way = |role: &str| {
        let mut found = members.iter().filter(|(name, is_way, _)| name == role && *is_way);
        let (_, _, id) = found.next()?;
        found.next().is_none().then_some(*id)
    };
    let via_ways: Vec<i64> = members
        .iter()
        .filter(|(role, is_way, _)| role == "via" && *is_way)
        .map(|(_, _, id)| *id)
        .collect();
    let via_node = members.iter().find(|(role, is_way, _)| role == "via" && !*is_way);
    let via = match via_node {
        Some((_, _, id)) if via_ways.is_empty() => Via::Node(*id),
        None if !via_ways.is_empty() => Via::Ways(via_ways),
        _ => return None,
    };
    Some(Rule {
        from: one_way("from")?,
        via,
        to: one_way("to")?,
        kind,
        binds,
    })
}

/// Whether a relation of these tags binds `mode`: feet go as they like.
fn binds(tags: Tags<'_>, mode: TravelMode) -> bool {
    let (own, exceptions): (&[&str], &[&str]) = match mode {
        TravelMode::Car => (
            &["restriction", "restriction:motorcar", "restriction:motor_vehicle"],
            &["motorcar", "motor_vehicle", "vehicle"],
        ),
        TravelMode::EBike => (&["restriction", "restriction:bicycle"], &["bicycle", "vehicle"]),
        TravelMode::Foot => return false,
    };
    let excepted = tags
        .get("except")
        .is_some_and(|except| except.split(';').any(|word| exceptions.contains(&word.trim())));
    !excepted && own.iter().any(|key| tags.get(key).is_some())
}
