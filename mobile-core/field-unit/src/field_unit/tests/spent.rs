//! What a phone spends: how often it wakes up, and how much it sends and hears.

use std::time::Duration;

use protocol::{ToHall, ToUnit, Told};

use crate::PhoneTime;

/// The radio stays on for some seconds after each word anyway.
const SAME_WAKE: Duration = Duration::from_secs(1);
/// Around each message: a WebSocket header with its mask, and a record of TLS 1.3.
const SENT_AROUND: usize = 8 + 22;
const HEARD_AROUND: usize = 4 + 22;

#[derive(Clone, Debug, Default)]
pub(super) struct Spent {
    pub(super) wake_ups: usize,
    pub(super) fixes: usize,
    pub(super) messages: usize,
    pub(super) sent_bytes: usize,
    pub(super) heard_bytes: usize,
    awake_until: Option<PhoneTime>,
}

impl Spent {
    /// Something woke the phone up, unless it was awake.
    pub(super) fn awake(&mut self, now: PhoneTime) {
        if self.awake_until.is_none_or(|until| until < now) {
            self.wake_ups += 1;
            self.awake_until = Some(now.after(SAME_WAKE).before(Duration::from_millis(1)));
        }
    }

    pub(super) fn sent(&mut self, message: &ToHall) {
        if let ToHall::Submit { entries } = message {
            let is_fix = |told: &Told| matches!(told, Told::Fix { .. });
            self.fixes += entries.iter().filter(|entry| is_fix(&entry.told)).count();
        }
        self.messages += 1;
        self.sent_bytes += serde_json::to_vec(message).unwrap().len() + SENT_AROUND;
    }

    pub(super) fn heard(&mut self, message: &ToUnit) {
        self.heard_bytes += serde_json::to_vec(message).unwrap().len() + HEARD_AROUND;
    }
}
