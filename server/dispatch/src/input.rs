//! What happened, as the shell tells the machine.

use std::collections::BTreeSet;

use domain::order::{Channel, NoticeOutcome};
use domain::reachability::PhoneCondition;
use domain::{AssignmentId, CommandId, OrderId, Source, Timestamp, UnitId};

use crate::{Ask, RequestId, Seat, UnitTold};

/// Something that happened.
#[derive(Clone, Debug)]
pub enum Input {
    /// Somebody at a desk asked for something.
    Asked {
        /// Comes back with the answer.
        request: RequestId,
        /// Who asked.
        by: Seat,
        /// For what.
        ask: Ask,
    },
    /// A unit's phone connected.
    UnitConnected(UnitId),
    /// The line of a unit's phone ended, and no other took its place.
    UnitGone(UnitId),
    /// A unit's phone gave a sign of life.
    UnitHeard(UnitId),
    /// A unit's phone told a fact or made a request.
    UnitTold {
        /// Which unit.
        unit: UnitId,
        /// The id that makes it count once.
        command: CommandId,
        /// What it told.
        told: UnitTold,
    },
    /// A unit's phone answered a probe.
    UnitProbed {
        /// Which unit.
        unit: UnitId,
        /// Which probe.
        id: u32,
        /// What the phone says of itself.
        condition: PhoneCondition,
    },
    /// A unit's officer will not switch the camera on that was asked for.
    CameraDeclined {
        /// Which unit.
        unit: UnitId,
        /// Since when it was asked for.
        since: Timestamp,
    },
    /// It became known by which ways beside its line a unit's officer can be told of an offer.
    WaysKnown {
        /// Which unit.
        unit: UnitId,
        /// The ways; none if nobody is signed in.
        ways: BTreeSet<Channel>,
    },
    /// Something was heard of a notice.
    NoticeHeard {
        /// Of which order.
        order: OrderId,
        /// Of which part in it.
        assignment: AssignmentId,
        /// Its number among the assignment's, from 0.
        notice: u16,
        /// What became of it.
        outcome: NoticeOutcome,
    },
    /// The first picture of a stream came in.
    VideoStarted(Source),
    /// A stream ended.
    VideoStopped(Source),
    /// The time that [`crate::Dispatch::poll_timeout`] named has come.
    Timeout,
}
