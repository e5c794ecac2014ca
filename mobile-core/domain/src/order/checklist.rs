//! A checklist (现场清单) on an order: what the officers at the scene of such an incident see to.
//!
//! It is taken down when the order is sent, so that nobody's list changes while the errand runs. Each item keeps its
//! ticks by time: the last one says how it stands, whoever told first. Which list goes with which incident is the
//! operator's to say.

use serde::{Deserialize, Serialize};

use super::{Moment, Order};
use crate::{AssignmentId, CommandId, Timestamp, UnitId};

/// Items on a checklist at most: it is read at a glance, or not at all.
pub const MOST_ITEMS: usize = 12;

/// Characters of an item in one language at most.
pub const MOST_ITEM_CHARS: usize = 80;

/// Characters of an item's identity at most.
pub const MOST_ITEM_ID_CHARS: usize = 32;

/// Ticks kept of one item, the latest by time; the log has all. One that is kept no more is not told of again: the hall
/// knows by its name that it has been.
pub const MOST_TICKS: usize = 32;

/// Something that the officers at the scene see to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChecklistItem {
    /// Its identity on the list: small Latin letters, digits and `_`.
    pub id: String,
    /// What it says in Chinese.
    pub zh: String,
    /// What it says in English.
    pub en: String,
}

/// An item as it stands on an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CheckedItem {
    /// What is to be seen to.
    #[serde(flatten)]
    pub item: ChecklistItem,
    /// Who ticked it, or took the tick back: the latest by time, the last of them counts.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub ticks: Vec<Tick>,
}

/// That somebody ticked an item, or took the tick back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Tick {
    /// What the phone calls it, by which it is known when it is told again.
    pub id: CommandId,
    /// Whether it is done from then on.
    pub done: bool,
    /// The unit that says so.
    pub unit: UnitId,
    /// What the hall calls that unit, for whoever sees no other units; empty until the hall has said it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<String>"))]
    pub name: String,
    /// When.
    #[serde(flatten)]
    pub when: Moment,
    /// How far that may be off, in milliseconds.
    pub error_ms: u32,
}

/// A tick as an officer made it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemChecked {
    /// What the phone calls it.
    pub id: CommandId,
    /// By whose assignment.
    pub assignment: AssignmentId,
    /// Which item.
    pub item: String,
    /// Whether it is done from now on.
    pub done: bool,
    /// What the hall calls the unit; empty on a phone.
    pub name: String,
    /// When, in hall time.
    pub at: Timestamp,
    /// How far `at` may be off, in milliseconds.
    pub error_ms: u32,
}

/// A tick with its item, as the log keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemTicked {
    /// Which item.
    pub item: String,
    /// The tick.
    #[serde(flatten)]
    pub tick: Tick,
}

/// What is wrong with an item, with its cure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ItemFault {
    /// Nothing by which it could be named.
    #[error(
        "id is no name; give 1 to {MOST_ITEM_ID_CHARS} small Latin letters, digits or _, such as people_back"
    )]
    BadId,
    /// Nothing to read, or too much.
    #[error("{0} is too long or says nothing; give it 1 to {MOST_ITEM_CHARS} characters in one line")]
    BadText(&'static str),
}

impl ChecklistItem {
    /// Whether it can be on a list.
    pub fn check(&self) -> Result<(), ItemFault> {
        let in_name = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_';
        if self.id.is_empty() || self.id.len() > MOST_ITEM_ID_CHARS || !self.id.chars().all(in_name) {
            return Err(ItemFault::BadId);
        }
        for (language, text) in [("zh", &self.zh), ("en", &self.en)] {
            let readable = !text.trim().is_empty() && !text.chars().any(char::is_control);
            if !readable || text.chars().count() > MOST_ITEM_CHARS {
                return Err(ItemFault::BadText(language));
            }
        }
        Ok(())
    }
}

impl From<ChecklistItem> for CheckedItem {
    /// The item that nobody has ticked.
    fn from(item: ChecklistItem) -> Self {
        let ticks = Vec::new();
        Self { item, ticks }
    }
}

impl CheckedItem {
    /// The word that counts, if anybody has said one.
    pub fn tick(&self) -> Option<&Tick> {
        self.ticks.last()
    }

    /// Whether it is done.
    pub fn is_done(&self) -> bool {
        self.tick().is_some_and(|tick| tick.done)
    }

    /// Whether `tick` is news: known already is what is kept, or what is older than all that is kept.
    pub(super) fn learns_from(&self, tick: &Tick) -> bool {
        let full = self.ticks.len() >= MOST_TICKS;
        let too_old = full
            && self
                .ticks
                .first()
                .is_some_and(|first| tick.place() < first.place());
        !too_old && self.ticks.iter().all(|known| known.id != tick.id)
    }

    fn learn(&mut self, tick: Tick) {
        let at = self.ticks.partition_point(|known| known.place() < tick.place());
        self.ticks.insert(at, tick);
        if self.ticks.len() > MOST_TICKS {
            self.ticks.remove(0);
        }
    }
}

impl Tick {
    /// Where it stands among others: two of one moment are told apart by their names, everywhere alike.
    const fn place(&self) -> (Timestamp, CommandId) {
        (self.when.at, self.id)
    }
}

impl Order {
    /// An item of its checklist.
    pub fn item(&self, id: &str) -> Option<&CheckedItem> {
        self.checklist.iter().find(|known| known.item.id == id)
    }

    pub(super) fn tick(&mut self, ticked: &ItemTicked) {
        let known = self.checklist.iter_mut();
        if let Some(item) = known.into_iter().find(|known| known.item.id == ticked.item)
            && item.learns_from(&ticked.tick)
        {
            item.learn(ticked.tick.clone());
        }
    }
}
