//! What a pretend officer is told, with what it does.

use domain::order::DeclineReason;
use domain::{Fix, LatLon, OrderId};

/// What happened to an officer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum OfficerInput {
    /// The shift began.
    Began,
    /// The phone rang with an order.
    OrderRang {
        /// Which order.
        order: OrderId,
        /// Where to go.
        place: LatLon,
    },
    /// The phone said that an order is over, or no longer this officer's.
    OrderEnded {
        /// Which order.
        order: OrderId,
    },
    /// The moment that [`PretendOfficer::poll_timeout`](crate::PretendOfficer::poll_timeout) named has come.
    Timeout,
}

/// What an officer does.
#[derive(Clone, Debug, PartialEq)]
pub enum OfficerAction {
    /// Be somewhere: this is what the phone's receiver measures.
    Stand {
        /// The measurement.
        fix: Fix,
    },
    /// Press "accept".
    Accept {
        /// Which order.
        order: OrderId,
    },
    /// Press "decline".
    Decline {
        /// Which order.
        order: OrderId,
        /// With what reason.
        reason: DeclineReason,
    },
    /// Press "under way".
    SetOff {
        /// To which order.
        order: OrderId,
    },
    /// See to the next item of the order's checklist that is open, and tick it; nothing if none is.
    CheckNext {
        /// Of which order.
        order: OrderId,
    },
    /// Switch the camera on.
    GoLive,
    /// Switch the camera off.
    StopLive,
    /// Send a report.
    Report {
        /// On which order.
        order: OrderId,
        /// What it says.
        text: String,
    },
}
