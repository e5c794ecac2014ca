//! What a pretend officer has to do, and when.

use domain::{LatLon, OrderId, Timestamp};

/// An order that waits for the officer's answer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ringing {
    pub(super) place: LatLon,
    pub(super) answer_at: Timestamp,
}

/// An order that the officer has taken on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Task {
    pub(super) order: OrderId,
    pub(super) place: LatLon,
    pub(super) step: Step,
    /// When the next item of the checklist is seen to; none before the officer is there.
    pub(super) item_at: Option<Timestamp>,
}

/// What the officer does next about an accepted order, and when.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    SetOff(Timestamp),
    Travel,
    GoLive(Timestamp),
    Report(Timestamp),
    Leave(Timestamp),
}

impl Task {
    /// When the officer does something next, whatever it is.
    pub(super) fn due(self) -> Option<Timestamp> {
        self.step.due().into_iter().chain(self.item_at).min()
    }
}

impl Step {
    fn due(self) -> Option<Timestamp> {
        match self {
            Self::SetOff(at) | Self::GoLive(at) | Self::Report(at) | Self::Leave(at) => Some(at),
            // Looked at with every fix.
            Self::Travel => None,
        }
    }
}
