//! What is recorded at the moment, what is to be and cannot, what a person wants recorded, who has yet to hear of an end.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use domain::{OrderId, PersonId, RecordingId, Source};

use super::refused::Refused;

/// Everything of it.
#[derive(Debug, Default)]
pub(super) struct State {
    pub(super) active: BTreeMap<Source, Active>,
    pub(super) refused: Refused,
    pub(super) by_hand: BTreeMap<Source, ByHand>,
    /// What is still to be told of recordings that have ended.
    pub(super) owed: BTreeMap<Source, Owed>,
    pub(super) closed: bool,
}

/// Who has yet to hear that a recording has ended.
#[derive(Clone, Copy, Debug)]
pub(super) struct Owed {
    pub(super) recording: RecordingId,
    pub(super) media: bool,
    pub(super) recorder: bool,
}

/// A recording that goes on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Active {
    pub(super) id: RecordingId,
    pub(super) order: Option<OrderId>,
}

/// That a person has a source recorded.
#[derive(Clone, Debug)]
pub(super) struct ByHand {
    pub(super) by: PersonId,
    pub(super) seen_at: Instant,
    /// What was recorded of it since: to stop any of these, even one that a full disk has ended, is to want no more.
    pub(super) recordings: BTreeSet<RecordingId>,
}
