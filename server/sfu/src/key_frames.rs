//! When to ask a publisher for a key frame.
//!
//! A key frame is many times the size of another frame, so requests are few: at most one per [`SPACING`], the ones
//! between folded into the next. None is lost: what was put off is sent when the spacing ends, unless a key frame
//! arrived meanwhile, and a request that brings none is repeated. It leaves sending to the publisher (PLI, RFC 4585
//! section 6.3.1).

use std::time::{Duration, Instant};

/// The least time between two requests.
pub(crate) const SPACING: Duration = Duration::from_millis(500);
/// How long a request may go without a key frame before it is repeated.
pub(crate) const PATIENCE: Duration = Duration::from_secs(1);

/// The requests of one stream.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct KeyFrames {
    sent_at: Option<Instant>,
    wanted: bool,
    unanswered: bool,
}

impl KeyFrames {
    /// Notes that somebody needs a key frame.
    pub(crate) fn want(&mut self) {
        self.wanted = true;
    }

    /// Tells whether a request is open: put off, or sent and unanswered.
    pub(crate) fn is_open(&self) -> bool {
        self.wanted || self.unanswered
    }

    /// Notes that a key frame began to arrive.
    pub(crate) fn arrived(&mut self) {
        self.wanted = false;
        self.unanswered = false;
    }

    /// Notes that the publisher has gone: a request still open must reach the next one anew.
    pub(crate) fn publisher_changed(&mut self) {
        self.wanted |= self.unanswered;
        self.unanswered = false;
    }

    /// Tells when the next request is due, if one is.
    pub(crate) fn due_at(&self, now: Instant) -> Option<Instant> {
        match self.sent_at {
            None => self.wanted.then_some(now),
            Some(sent_at) if self.wanted => Some(sent_at + SPACING),
            Some(sent_at) => self.unanswered.then_some(sent_at + PATIENCE),
        }
    }

    /// Notes that a request was sent.
    pub(crate) fn sent(&mut self, now: Instant) {
        *self = Self {
            sent_at: Some(now),
            wanted: false,
            unanswered: true,
        };
    }
}

#[cfg(test)]
mod tests;
