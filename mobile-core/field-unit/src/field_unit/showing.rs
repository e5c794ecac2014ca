//! What a phone knows, for a screen to draw.

use domain::Unit;
use protocol::Watcher;

use super::FieldUnit;
use crate::cadence::{FINE_ONCE_IN, cadence};
use crate::{Cadence, HallClock, ShownOrder, Talk};

impl FieldUnit {
    /// The unit that this phone is, once the hall said so.
    pub fn unit(&self) -> Option<&Unit> {
        self.unit.as_ref()
    }

    /// Where the officer calls the hall, with the net or without: digits, perhaps after a `+`; none if the hall named no number.
    pub fn telephone(&self) -> Option<&str> {
        self.telephone.as_deref()
    }

    /// The unit's open orders, with what the officer did folded in, oldest first.
    pub fn orders(&self) -> impl Iterator<Item = ShownOrder> {
        self.orders.shown()
    }

    /// Whether the officer is on duty, as the officer sees it.
    pub const fn is_on_duty(&self) -> bool {
        self.on_duty
    }

    /// Whether the camera is to be on.
    pub const fn is_live(&self) -> bool {
        self.live.is_on()
    }

    /// Whether anybody needs the camera's picture; while nobody does, it need not be encoded.
    pub const fn is_camera_needed(&self) -> bool {
        self.live.is_needed()
    }

    /// Whether anybody needs each layer of the camera's picture, in the order in which it was offered; one beyond the last is
    /// needed.
    pub fn layers_wanted(&self) -> &[bool] {
        self.live.layers()
    }

    /// Who watches the camera's picture, the longest first.
    pub fn watchers(&self) -> &[Watcher] {
        self.live.watchers()
    }

    /// The officer's line to talk.
    pub const fn talk(&self) -> &Talk {
        &self.talk
    }

    /// Whether the officer's call for help is open.
    pub const fn is_sos(&self) -> bool {
        self.sos.is_open()
    }

    /// Whether seconds count: an order to reach, a live picture, a call for help.
    pub(super) fn counts_seconds(&self) -> bool {
        self.sos.is_open() || self.live.is_on() || self.orders.to_reach().next().is_some()
    }

    /// How often the receiver is to measure, and how well; not at all off duty.
    pub fn cadence(&self) -> Option<Cadence> {
        let urgent = self.counts_seconds();
        let mode = self.unit.as_ref().map(|unit| unit.mode).unwrap_or_default();
        let turn = self.condition.measurements().is_multiple_of(FINE_ONCE_IN);
        cadence(
            self.on_duty,
            urgent,
            self.tracking.movement(mode),
            turn || self.receiver_silent || !self.tracking.has_begun(),
            self.condition.battery_pct(),
        )
    }

    /// Whether the hall can be reached.
    pub const fn is_online(&self) -> bool {
        self.link.is_online()
    }

    /// How many entries wait for the hall's answer.
    pub fn waiting(&self) -> usize {
        self.outbox.len()
    }

    /// The hall's clock as far as this phone knows it.
    pub const fn clock(&self) -> &HallClock {
        &self.clock
    }
}
