//! A notice: one attempt to make an officer's phone ring for an offer.
//!
//! The line that the app holds brings the offer itself, and its receipt is the phone's own. Where that
//! line may be gone, notices by other ways follow, one after the other; each is on record with what
//! became of it. Which comes next, and when, is `dispatch`'s; carrying it is `hall`'s.

use serde::{Deserialize, Serialize};

use super::Assignment;
use crate::{AssignmentId, Timestamp};

/// A way to make a phone ring beside the line that its app holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// A push message to the app or the page.
    Push,
    /// A short message to the officer's number.
    Sms,
    /// A call to the officer's number.
    Call,
}

impl Channel {
    /// All of them, the quietest first.
    pub const ALL: [Self; 3] = [Self::Push, Self::Sms, Self::Call];

    /// Its stable name, as in the log and the figures.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Push => "push",
            Self::Sms => "sms",
            Self::Call => "call",
        }
    }
}

/// What became of a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum NoticeOutcome {
    /// The phone says that it rang, or whoever carried the notice says so for it.
    Rang,
    /// It did not get through; the next one may.
    Failed,
    /// It did not get through, nor will another by this channel.
    Gone,
}

impl NoticeOutcome {
    /// Its stable name, as in the log and the figures.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rang => "rang",
            Self::Failed => "failed",
            Self::Gone => "gone",
        }
    }
}

/// What was heard of a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Heard {
    /// What became of it.
    pub outcome: NoticeOutcome,
    /// When the hall learnt of it.
    pub at: Timestamp,
}

/// One notice that was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Notice {
    /// By which channel.
    pub channel: Channel,
    /// When.
    pub at: Timestamp,
    /// What was heard of it since, if anything was.
    pub heard: Option<Heard>,
}

/// A notice that was given of an assignment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeGiven {
    /// Of whose assignment.
    pub assignment: AssignmentId,
    /// By which channel.
    pub channel: Channel,
    /// When.
    pub at: Timestamp,
}

/// What became of a notice of an assignment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeHeard {
    /// Of whose assignment.
    pub assignment: AssignmentId,
    /// Its number among the assignment's, from 0.
    pub notice: u16,
    /// What became of it.
    pub outcome: NoticeOutcome,
    /// When the hall learnt of it.
    pub at: Timestamp,
}

impl Assignment {
    /// Whether something says that a notice made the phone ring.
    pub fn rang(&self) -> bool {
        let rang = |heard: &Heard| heard.outcome == NoticeOutcome::Rang;
        self.notices
            .iter()
            .any(|notice| notice.heard.as_ref().is_some_and(rang))
    }

    /// Whether `outcome` says of the notice of this number what is not known; none if there is no such notice.
    ///
    /// A phone that rang has rung, however late that is heard and whatever is said afterwards.
    pub(super) fn learns_of_notice(&self, notice: u16, outcome: NoticeOutcome) -> Option<bool> {
        let known = self.notices.get(usize::from(notice))?.heard;
        Some(known.is_none_or(|heard| heard.outcome != NoticeOutcome::Rang && heard.outcome != outcome))
    }

    pub(super) fn notice(&mut self, given: &NoticeGiven) {
        self.notices.push(Notice {
            channel: given.channel,
            at: given.at,
            heard: None,
        });
    }

    pub(super) fn hear_of_notice(&mut self, heard: &NoticeHeard) {
        if let Some(notice) = self.notices.get_mut(usize::from(heard.notice)) {
            let NoticeHeard { outcome, at, .. } = *heard;
            notice.heard = Some(Heard { outcome, at });
        }
    }
}
