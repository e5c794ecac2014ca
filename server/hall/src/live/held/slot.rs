//! A slot of a wall: which picture is in it.
//!
//! What it shows is known here before the media loop is told, which may not listen at the moment.

use domain::Source;
use protocol::SlotPlaced;
use sfu::{Placement, StreamKey};

use crate::live::stream_of;

/// What is in a slot of a wall.
#[derive(Clone, Copy, Debug)]
pub(in crate::live) struct Slot {
    pub(in crate::live) shown: Option<SlotPlaced>,
    /// The media loop has yet to be told.
    pub(super) owed: bool,
    /// The codec of its picture, if that is why nothing of it is sent.
    pub(in crate::live) undecodable: Option<&'static str>,
}

impl Slot {
    /// One that shows another picture than before, or none.
    pub(super) const fn showing(shown: Option<SlotPlaced>) -> Self {
        Self {
            shown,
            owed: true,
            undecodable: None,
        }
    }

    /// Shows a picture from now on, or the same one otherwise.
    pub(super) fn show(&mut self, shown: Option<SlotPlaced>) {
        let source = |shown: Option<SlotPlaced>| shown.and_then(|shown| shown.source());
        let stays = source(shown) == source(self.shown);
        *self = Self {
            undecodable: self.undecodable.filter(|_| stays),
            ..Self::showing(shown)
        };
    }

    pub(in crate::live) fn placement(&self) -> Option<Placement> {
        let shown = self.shown?;
        Some(Placement {
            stream: StreamKey(stream_of(shown.source()?)),
            height: shown.height,
            priority: shown.priority,
        })
    }

    pub(super) fn empty_unless(&mut self, shows: impl Fn(Source) -> bool) {
        let source = self.shown.and_then(|shown| shown.source());
        if source.is_some_and(|source| !shows(source)) {
            *self = Self::showing(None);
        }
    }
}
