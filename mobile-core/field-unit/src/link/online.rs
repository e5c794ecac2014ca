//! A link that stands: when the hall is asked for its clock, and when it is given up.
//!
//! Each question wakes the phone and its radio, so one goes along with what is sent anyway where it can.

use std::time::Duration;

use protocol::ToHall;

use crate::PhoneTime;

/// The hall is asked for its clock this often.
const ASK_EVERY: Duration = Duration::from_mins(1);
/// At first it is asked more often, until one of the answers was quick.
const ASK_AT_FIRST_EVERY: Duration = Duration::from_secs(10);
/// For how long.
const AT_FIRST: Duration = Duration::from_mins(1);
/// It is asked when it said nothing for this long too. A unit that stays says a little more often where it is, and is
/// answered: its phone wakes up for that alone.
const QUIET: Duration = Duration::from_secs(16);
/// A hall that says nothing for this long is gone.
const SILENCE: Duration = Duration::from_secs(30);
/// A hall that pushed although there is a link is to be heard on it within this.
const HEARD_AGAIN_WITHIN: Duration = Duration::from_secs(3);
/// Entries sent are to be answered within this.
const ANSWER_WITHIN: Duration = Duration::from_secs(30);
/// However much else is answered, each entry is to be answered within this.
const EACH_ANSWER_WITHIN: Duration = Duration::from_mins(2);

/// What is waited for on a link that stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Online {
    since: PhoneTime,
    heard_at: PhoneTime,
    ask_at: PhoneTime,
    quiet_at: PhoneTime,
    asked_at: Option<PhoneTime>,
    heard_by: Option<PhoneTime>,
    answer_by: Option<PhoneTime>,
    oldest_by: Option<PhoneTime>,
}

impl Online {
    pub(super) const fn new(now: PhoneTime) -> Self {
        Self {
            since: now,
            heard_at: now,
            ask_at: now,
            quiet_at: now,
            asked_at: None,
            heard_by: None,
            answer_by: None,
            oldest_by: None,
        }
    }

    /// How long it has stood.
    pub(super) fn held(&self, now: PhoneTime) -> Duration {
        now.since(self.since)
    }

    pub(super) fn heard(&mut self, now: PhoneTime) {
        self.heard_at = now;
        self.heard_by = None;
        self.quiet_at = now.after(QUIET);
    }

    /// Something says that the hall does not get through: it is asked at once.
    pub(super) fn doubt(&mut self, now: PhoneTime) {
        self.ask_at = now;
        self.heard_by.get_or_insert_with(|| now.after(HEARD_AGAIN_WITHIN));
    }

    /// The question for the hall's clock.
    pub(super) fn ask(&mut self, now: PhoneTime) -> ToHall {
        self.ask_at = now.after(if self.is_settled(now) {
            ASK_EVERY
        } else {
            ASK_AT_FIRST_EVERY
        });
        self.quiet_at = now.after(QUIET);
        self.asked_at = Some(now);
        ToHall::AskTime {
            asked_at: millis(now),
        }
    }

    /// The hall told its time; when it was asked, if `asked_at` is what it was asked with.
    pub(super) fn time_told(&mut self, asked_at: f64) -> Option<PhoneTime> {
        self.asked_at.take_if(|asked| told_back(*asked, asked_at))
    }

    /// Entries were sent; since when the oldest of them is under way.
    pub(super) fn entries_sent(&mut self, now: PhoneTime, oldest: Option<PhoneTime>) {
        if self.is_settled(now) && self.ask_at <= now.after(QUIET) {
            self.ask_at = now;
        }
        self.answer_by.get_or_insert_with(|| now.after(ANSWER_WITHIN));
        self.oldest_by = oldest.map(|sent| sent.after(EACH_ANSWER_WITHIN));
    }

    /// Entries were answered; since when the oldest of the rest is under way.
    pub(super) fn entries_answered(&mut self, now: PhoneTime, oldest: Option<PhoneTime>) {
        self.answer_by = oldest.map(|_| now.after(ANSWER_WITHIN));
        self.oldest_by = oldest.map(|sent| sent.after(EACH_ANSWER_WITHIN));
    }

    fn is_settled(&self, now: PhoneTime) -> bool {
        self.held(now) >= AT_FIRST
    }

    /// When the hall is to be asked, or given up.
    pub(super) fn due(&self) -> PhoneTime {
        self.ask_at.min(self.quiet_at).min(self.gone_at())
    }

    /// When the hall is given up, unless it is heard before.
    pub(super) fn gone_at(&self) -> PhoneTime {
        let silent = self.heard_at.after(SILENCE);
        let unanswered = [self.heard_by, self.answer_by, self.oldest_by]
            .into_iter()
            .flatten();
        unanswered.fold(silent, PhoneTime::min)
    }
}

#[expect(clippy::cast_precision_loss, reason = "2^53 ms are 285,000 years")]
const fn millis(moment: PhoneTime) -> f64 {
    moment.as_millis() as f64
}

fn told_back(asked: PhoneTime, told: f64) -> bool {
    (millis(asked) - told).abs() < 0.5
}
