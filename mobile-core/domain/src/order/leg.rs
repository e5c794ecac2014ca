//! The three legs of the promise.
//!
//! Each is stamped by itself, in any sequence. A stamp knows when the leg was met and when the hall
//! learnt of it, because a phone may have been off the net in between.

use serde::{Deserialize, Serialize};

use super::Report;
use crate::{PersonId, Timestamp, UnitId};

/// One part of the promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Leg {
    /// A unit is at the scene.
    Arrived,
    /// The hall has a picture from the unit.
    OnVideo,
    /// The unit has reported.
    Reported,
}

impl Leg {
    /// All three, in the sequence in which a screen shows them.
    pub const ALL: [Self; 3] = [Self::Arrived, Self::OnVideo, Self::Reported];
}

/// That somebody said so, rather than that it was measured or came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ByHand {
    /// Who at a desk said so on the officer's behalf; null if the officer did.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub by: Option<PersonId>,
}

/// When a leg was met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Stamp {
    /// When it happened, in hall time.
    pub met_at: Timestamp,
    /// When the hall learnt of it.
    pub learnt_at: Timestamp,
    /// How far `met_at` may be off, in milliseconds.
    pub error_ms: u32,
    /// The unit that met it.
    pub unit: UnitId,
    /// Who said so, if somebody did.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub by_hand: Option<ByHand>,
}

impl From<&Report> for Stamp {
    /// Writing a report meets that leg.
    fn from(report: &Report) -> Self {
        Self {
            met_at: report.at,
            learnt_at: report.learnt_at,
            error_ms: report.error_ms,
            unit: report.unit,
            by_hand: None,
        }
    }
}

/// A leg that was not met when the limit was up, as far as the hall knew then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Breach {
    /// When the hall declared it.
    pub declared_at: Timestamp,
    /// When a fact learnt late showed that the leg had been met in time after all.
    pub corrected_at: Option<Timestamp>,
    /// Why it came to that, once somebody said so. A breach that was not corrected asks for it.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub explained: Option<Explanation>,
}

/// Why a leg was not met in time, as somebody at a desk said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Explanation {
    /// Who said so.
    pub by: PersonId,
    /// When.
    pub at: Timestamp,
    /// The reason.
    pub reason: LateReason,
    /// What else there is to say; empty if nothing.
    pub note: String,
}

/// Why a leg was not met in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum LateReason {
    /// Every unit was at something else.
    NoUnitFree,
    /// The nearest unit was too far away.
    TooFar,
    /// The roads were full or closed.
    Traffic,
    /// The phone was out of battery, net or order.
    PhoneDark,
    /// Those who were asked said no or nothing.
    Declined,
    /// The order named the wrong place.
    WrongPlace,
    /// Anything else.
    Other,
}

/// What is known of the three legs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Legs {
    stamps: [Option<Stamp>; 3],
    breaches: [Option<Breach>; 3],
    /// An arrival that was detected although it is stamped by hand.
    #[serde(default)]
    detected: Option<Stamp>,
}

impl Legs {
    /// When `leg` was met, if it was.
    pub fn get(&self, leg: Leg) -> Option<Stamp> {
        self.stamps.get(leg as usize).copied().flatten()
    }

    /// The earliest that is known of `leg`: what somebody said, or what was detected beside it.
    ///
    /// This decides whether the limit was kept, however late the hall learnt of it.
    pub fn first(&self, leg: Leg) -> Option<Stamp> {
        let detected = self.detected.filter(|_| leg == Leg::Arrived);
        let stamps = [self.get(leg), detected].into_iter().flatten();
        stamps.min_by_key(|stamp| stamp.met_at)
    }

    /// Whether `leg` was met by `due_at`, as far as is known.
    pub fn is_met_by(&self, leg: Leg, due_at: Timestamp) -> bool {
        self.first(leg).is_some_and(|stamp| stamp.met_at <= due_at)
    }

    /// What was detected of an arrival that is stamped by hand: it stays on record beside.
    pub fn detected(&self) -> Option<Stamp> {
        self.detected
    }

    /// Whether anybody still looks for the unit's arrival: it is not known, or only because somebody said so.
    pub fn awaits_detection(&self) -> bool {
        self.detected.is_none() && self.get(Leg::Arrived).is_none_or(|stamp| stamp.by_hand.is_some())
    }

    /// Whether `stamp` tells more of `leg` than is known: that it was met at all, or earlier.
    ///
    /// What somebody said stands against what is detected, which is noted beside it.
    pub(super) fn learns_from(&self, leg: Leg, stamp: Stamp) -> bool {
        let known = match self.get(leg) {
            Some(known) if known.by_hand.is_some() && stamp.by_hand.is_none() => self.detected,
            known => known,
        };
        known.is_none_or(|known| stamp.met_at < known.met_at)
    }

    /// The breach of `leg`, if one was declared.
    pub fn breach(&self, leg: Leg) -> Option<&Breach> {
        self.breaches.get(leg as usize)?.as_ref()
    }

    /// Whether all three are met.
    pub fn all_met(&self) -> bool {
        self.stamps.iter().all(Option::is_some)
    }

    /// Whether a breach of `leg` is still to be declared: it was not met by `due_at`, as far as is known.
    pub fn misses(&self, leg: Leg, due_at: Timestamp) -> bool {
        self.breach(leg).is_none() && !self.is_met_by(leg, due_at)
    }

    pub(super) fn meet(&mut self, leg: Leg, stamp: Stamp) {
        let Some(place) = self.stamps.get_mut(leg as usize) else {
            return;
        };
        match place {
            Some(known) if known.by_hand.is_some() && stamp.by_hand.is_none() => self.detected = Some(stamp),
            known => {
                if let Some(detected) =
                    known.filter(|known| known.by_hand.is_none() && stamp.by_hand.is_some())
                {
                    self.detected = Some(detected);
                }
                *known = Some(stamp);
            }
        }
    }

    pub(super) fn declare_breach(&mut self, leg: Leg, declared_at: Timestamp) {
        if let Some(place) = self.breaches.get_mut(leg as usize) {
            *place = Some(Breach {
                declared_at,
                corrected_at: None,
                explained: None,
            });
        }
    }

    pub(super) fn explain(&mut self, leg: Leg, explanation: Explanation) {
        if let Some(Some(breach)) = self.breaches.get_mut(leg as usize) {
            breach.explained = Some(explanation);
        }
    }

    /// Marks every breach as corrected whose leg turns out to have been met by `due_at`, and no other:
    /// a receipt learnt late may move the limit before what seemed in time.
    pub(super) fn correct_breaches(&mut self, due_at: Option<Timestamp>, learnt_at: Timestamp) {
        let Some(due_at) = due_at else { return };
        let in_time = Leg::ALL.map(|leg| self.is_met_by(leg, due_at));
        for (in_time, breach) in in_time.into_iter().zip(&mut self.breaches) {
            if let Some(breach) = breach {
                breach.corrected_at = in_time.then(|| breach.corrected_at.unwrap_or(learnt_at));
            }
        }
    }
}
