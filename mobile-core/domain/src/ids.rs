//! Identities of the things the hall speaks about.
//!
//! All are UUIDs of version 7 (RFC 9562): they sort by age and can be made on a phone without
//! asking the hall, which is what lets a command be sent twice without harm. [`IdSource`] makes
//! them from a seed and the time at hand, so a machine that mints ids stays reproducible.

use serde::{Deserialize, Serialize};
use uuid::{Builder, Uuid};

use crate::Timestamp;

macro_rules! id {
    ($(#[doc = $doc:literal] $name:ident;)+) => {$(
        #[doc = $doc]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        pub struct $name(pub Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )+};
}

id! {
    /// A field unit: an officer with a phone, a vehicle, a drone.
    UnitId;
    /// A town of the district, or its reserve.
    TownId;
    /// Somebody who signs in.
    PersonId;
    /// A phone that was enrolled for an officer.
    PhoneId;
    /// Something that happened somewhere.
    IncidentId;
    /// A request to have somebody at a place.
    OrderId;
    /// One unit's part in an order.
    AssignmentId;
    /// A road that is closed.
    ClosureId;
    /// A rehearsal that somebody runs.
    DrillId;
    /// A line that somebody talks on.
    TalkLineId;
    /// A wall: one peer connection of a viewer, with slots that streams move into.
    WallId;
    /// A recording of a unit's stream.
    RecordingId;
    /// A fact or a request: the same id sent twice counts once.
    CommandId;
}

impl PersonId {
    /// The hall itself, where it acts by its rules and by nobody's hand: the nil UUID (RFC 9562 section 5.9).
    pub const HALL: Self = Self(Uuid::nil());
}

/// A source of fresh ids that is reproducible from its seed.
///
/// The generator is `SplitMix64` (Steele, Lea, Flood 2014): ids need to be distinct, not secret.
#[derive(Clone, Debug)]
pub struct IdSource {
    state: u64,
}

impl IdSource {
    /// Starts at `seed`, which a shell draws from the system's randomness.
    pub fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// A fresh UUID whose leading 48 bits are `now` in milliseconds.
    pub fn next(&mut self, now: Timestamp) -> Uuid {
        let (high, low) = (self.draw().to_be_bytes(), self.draw().to_be_bytes());
        let mut random = [0; 10];
        for (to, from) in random.iter_mut().zip(high.into_iter().chain(low)) {
            *to = from;
        }
        Builder::from_unix_timestamp_millis(now.as_millis().unsigned_abs(), &random).into_uuid()
    }

    fn draw(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

#[cfg(test)]
mod tests;
