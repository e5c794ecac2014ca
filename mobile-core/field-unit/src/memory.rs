//! What a phone keeps of what it knew, to start from.

use std::collections::BTreeMap;

use domain::{CommandId, Order, Timestamp, Unit};
use protocol::Entry;
use serde::{Deserialize, Serialize};

use crate::{PhoneTime, Reading};

/// What a phone knows of the hall, so that an officer off the net still sees the order at hand.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Memory {
    /// The unit that this phone is, once the hall said so.
    pub unit: Option<Unit>,
    /// Whether the hall holds it on duty.
    pub on_duty: bool,
    /// Its open orders, as the hall knows them.
    pub orders: Vec<Order>,
    /// Where the officer calls the hall, if the hall named a number.
    #[serde(default)]
    pub telephone: Option<String>,
}

/// What a machine starts from.
#[derive(Clone, Debug, PartialEq)]
pub struct Restored {
    /// The phone's own clock.
    pub now: PhoneTime,
    /// The phone's wall clock at the same moment: a first guess at the hall's.
    pub wall_clock: Timestamp,
    /// The outbox as it was stored, oldest first.
    pub entries: Vec<Entry>,
    /// When those entries happened whose hall time is a guess, if the phone was not switched on anew since.
    pub guessed: BTreeMap<CommandId, PhoneTime>,
    /// What was remembered.
    pub memory: Memory,
    /// What was known of the hall's clock, if the phone was not switched on anew since.
    pub reading: Option<Reading>,
}
