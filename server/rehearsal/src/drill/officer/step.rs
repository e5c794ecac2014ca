//! What an officer on a task does next, by when it is due.

use domain::Timestamp;

/// What comes next, and when it is due.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    SetOff(Timestamp),
    Travel(Timestamp),
    GoLive(Timestamp),
    Report(Timestamp),
    Work(Timestamp),
    /// The seat misses something: looks again at the first time, leaves at the second.
    Wait(Timestamp, Timestamp),
}

impl Step {
    /// When to look at it.
    pub(super) fn due(self) -> Timestamp {
        match self {
            Self::SetOff(at)
            | Self::Travel(at)
            | Self::GoLive(at)
            | Self::Report(at)
            | Self::Work(at)
            | Self::Wait(at, _) => at,
        }
    }

    /// The same step at another time.
    pub(super) fn again(self, at: Timestamp) -> Self {
        match self {
            Self::SetOff(_) => Self::SetOff(at),
            Self::Travel(_) => Self::Travel(at),
            Self::GoLive(_) => Self::GoLive(at),
            Self::Report(_) => Self::Report(at),
            Self::Work(_) => Self::Work(at),
            Self::Wait(_, until) => Self::Wait(at, until),
        }
    }
}
