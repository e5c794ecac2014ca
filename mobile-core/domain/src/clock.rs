//! The response clock (15分钟时钟) of an order.
//!
//! It runs from the order's *first* receipt by any addressee, or from sending if nobody has received
//! it within a minute. It is a function of what happened and never of the sequence in which the hall
//! learnt it, so phone and hall agree however late a receipt comes in. A new offer never restarts it.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// How long an order may wait for its first receipt before the clock runs from its sending.
pub const RECEIPT_GRACE: Duration = Duration::from_mins(1);

/// The promise: a quarter of an hour.
pub const QUARTER_OF_AN_HOUR: Duration = Duration::from_mins(15);

/// The clock of one order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResponseClock {
    /// When the order was sent.
    pub sent_at: Timestamp,
    /// How long the three legs may take; none if they may take for ever.
    pub limit: Option<Duration>,
    /// The earliest receipt known.
    pub first_receipt: Option<Timestamp>,
}

impl ResponseClock {
    /// A clock that waits for its first receipt.
    pub const fn new(sent_at: Timestamp, limit: Option<Duration>) -> Self {
        Self {
            sent_at,
            limit,
            first_receipt: None,
        }
    }

    /// Takes note that an addressee received the order at `at`; whether that is news.
    pub fn received(&mut self, at: Timestamp) -> bool {
        let at = at.max(self.sent_at);
        let news = self.first_receipt.is_none_or(|known| at < known);
        if news {
            self.first_receipt = Some(at);
        }
        news
    }

    /// When the clock began to run, if it runs at `now`.
    pub fn started_at(&self, now: Timestamp) -> Option<Timestamp> {
        let grace_ends = self.grace_ends();
        match self.first_receipt {
            Some(receipt) if receipt <= grace_ends => Some(receipt),
            _ if now >= grace_ends => Some(self.sent_at),
            _ => None,
        }
    }

    /// When the limit is up, if there is one and the clock runs at `now`.
    pub fn due_at(&self, now: Timestamp) -> Option<Timestamp> {
        Some(self.started_at(now)?.after(self.limit?))
    }

    /// When the limit is up at the latest, if there is one: the first receipt may still come in.
    pub fn due_at_latest(&self) -> Option<Timestamp> {
        let starts = match self.first_receipt {
            Some(receipt) if receipt <= self.grace_ends() => receipt,
            _ => self.grace_ends(),
        };
        Some(starts.after(self.limit?))
    }

    /// When the clock starts by itself, if nobody receives the order before.
    pub fn grace_ends(&self) -> Timestamp {
        self.sent_at.after(RECEIPT_GRACE)
    }
}

#[cfg(test)]
mod tests;
