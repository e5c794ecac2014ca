//! How fast each kind of order climbs the ladder.
//!
//! Pushes get lost one by one, so there are several; a phone shows those of one offer as one. Short
//! messages are slow, so there is one, early enough. A call disturbs most and comes last, but soon enough
//! that a second one still rings within half a minute of the offer: later, the offer is somebody else's.

use std::time::Duration;

use domain::order::{Channel, OrderKind};

/// How one kind of order climbs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pace {
    /// How long the phone's receipt of the offer is awaited, if its line seems to stand.
    pub(super) line: Duration,
    /// The rungs, each with how long its receipt is awaited before the next.
    pub(super) rungs: &'static [(Channel, Duration)],
}

const EMERGENCY: Pace = Pace {
    line: Duration::from_millis(1_500),
    rungs: &[
        (Channel::Push, Duration::from_secs(3)),
        (Channel::Push, Duration::from_secs(3)),
        (Channel::Sms, Duration::from_secs(3)),
        (Channel::Push, Duration::from_secs(2)),
        (Channel::Call, Duration::from_secs(8)),
        (Channel::Call, Duration::from_secs(20)),
    ],
};

const ROUTINE: Pace = Pace {
    line: Duration::from_secs(2),
    rungs: UNHURRIED,
};

const STANDBY: Pace = Pace {
    line: Duration::from_secs(3),
    rungs: UNHURRIED,
};

const UNHURRIED: &[(Channel, Duration)] = &[
    (Channel::Push, Duration::from_secs(4)),
    (Channel::Push, Duration::from_secs(3)),
    (Channel::Sms, Duration::from_secs(3)),
    (Channel::Push, Duration::from_secs(2)),
    (Channel::Call, Duration::from_secs(8)),
    (Channel::Call, Duration::from_secs(20)),
];

/// How orders of this kind climb.
pub(super) const fn of(kind: OrderKind) -> Pace {
    match kind {
        OrderKind::Emergency => EMERGENCY,
        OrderKind::Routine => ROUTINE,
        OrderKind::Standby => STANDBY,
    }
}
