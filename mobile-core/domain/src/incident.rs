//! Something that happened somewhere.

use serde::{Deserialize, Serialize};

use crate::{IncidentId, PersonId, Place, Timestamp, TownId, UnitId};

/// An incident (事件).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Incident {
    /// Its identity.
    pub id: IncidentId,
    /// What happened.
    pub kind: IncidentKind,
    /// Where.
    pub place: Place,
    /// Whether `place` is known; if not, it stands for nothing until it is.
    #[serde(default = "known")]
    pub place_known: bool,
    /// The town whose ground it is, if known.
    pub town: Option<TownId>,
    /// Who told the hall of it, if anybody did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caller: Option<Caller>,
    /// What else is known.
    pub note: String,
    /// When the hall learnt of it.
    pub raised_at: Timestamp,
    /// Who entered it.
    pub raised_by: RaisedBy,
}

impl Incident {
    /// The unit that calls for help, if the incident is that.
    pub const fn unit_in_danger(&self) -> Option<UnitId> {
        match (self.kind, self.raised_by) {
            (IncidentKind::Sos, RaisedBy::Unit { unit }) => Some(unit),
            _ => None,
        }
    }
}

const fn known() -> bool {
    true
}

/// Who raised an incident. A person is written as the bare id, as it always was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum RaisedBy {
    /// Somebody at a desk.
    Person(PersonId),
    /// An officer, by phone.
    Unit {
        /// Of which unit.
        unit: UnitId,
    },
}

impl Incident {
    /// What of `edit` says something new.
    pub fn news_in(&self, edit: IncidentEdit) -> IncidentEdit {
        let known = self.caller.clone().unwrap_or_default();
        IncidentEdit {
            kind: edit.kind.filter(|kind| *kind != self.kind),
            place: edit
                .place
                .filter(|place| !self.place_known || *place != self.place),
            caller: edit.caller.filter(|caller| *caller != known),
            note: edit.note.filter(|note| *note != self.note),
        }
    }

    /// Takes an edit in.
    pub fn edit(&mut self, edit: &IncidentEdit) {
        let IncidentEdit {
            kind,
            place,
            caller,
            note,
        } = edit.clone();
        self.kind = kind.unwrap_or(self.kind);
        if let Some(place) = place {
            self.place = place;
            self.place_known = true;
        }
        if let Some(caller) = caller {
            self.caller = caller.known();
        }
        if let Some(note) = note {
            self.note = note;
        }
    }
}

/// Who told the hall of an incident: personal data, for those who deal with the incident.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Caller {
    /// Their name; empty if unknown.
    #[serde(default)]
    pub name: String,
    /// Where to call them back; empty if unknown.
    #[serde(default)]
    pub phone: String,
}

impl Caller {
    /// None if nothing is known of them.
    pub fn known(self) -> Option<Self> {
        (self != Self::default()).then_some(self)
    }

    /// Whether both have called from one telephone, however its number is written.
    pub fn has_same_phone(&self, other: &Self) -> bool {
        // The last digits: one number is written with and without its country.
        let digits = |phone: &str| -> Vec<char> {
            let digits = phone.chars().rev().filter(char::is_ascii_digit);
            digits.take(TELLING_DIGITS).collect()
        };
        let (own, others) = (digits(&self.phone), digits(&other.phone));
        own.len() >= FEWEST_DIGITS && own == others
    }
}

impl std::fmt::Debug for Caller {
    /// Without what it holds, so that no log has it by accident.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Caller(..)")
    }
}

/// As many digits at the end of a telephone number tell it apart.
const TELLING_DIGITS: usize = 9;

/// A row of fewer digits is no telephone number.
const FEWEST_DIGITS: usize = 3;

/// What is to be changed in an incident; what is none stays.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct IncidentEdit {
    /// What happened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<IncidentKind>,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// Who told the hall of it; one of whom nothing is known takes the caller off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caller: Option<Caller>,
    /// What else is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// What kind of thing happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum IncidentKind {
    /// An officer in danger called for help.
    Sos,
    /// Fire or smoke.
    Fire,
    /// A traffic accident or a blocked road.
    Traffic,
    /// Somebody needs medical help.
    Medical,
    /// Too many people in one place.
    Crowd,
    /// Water where it should not be.
    Flooding,
    /// A public order matter.
    PublicOrder,
    /// Anything else.
    Other,
}

impl IncidentKind {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Sos,
        Self::Fire,
        Self::Traffic,
        Self::Medical,
        Self::Crowd,
        Self::Flooding,
        Self::PublicOrder,
        Self::Other,
    ];

    /// Whether two callers may mean one thing by these kinds.
    pub fn is_related_to(self, other: Self) -> bool {
        const RELATED: [(IncidentKind, IncidentKind); 6] = [
            (IncidentKind::Fire, IncidentKind::Medical),
            (IncidentKind::Traffic, IncidentKind::Medical),
            (IncidentKind::Traffic, IncidentKind::Fire),
            (IncidentKind::Traffic, IncidentKind::Flooding),
            (IncidentKind::Crowd, IncidentKind::PublicOrder),
            (IncidentKind::Crowd, IncidentKind::Medical),
        ];
        let either = [(self, other), (other, self)];
        // An officer in danger is nobody else's call.
        if self == Self::Sos || other == Self::Sos {
            return false;
        }
        // Who says "something else" has not said what it is not.
        self == other
            || self == Self::Other
            || other == Self::Other
            || RELATED.iter().any(|pair| either.contains(pair))
    }
}

#[cfg(test)]
mod tests;
