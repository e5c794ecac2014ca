//! Which phones are probed when, with what becomes of it.
//!
//! A phone on duty is probed once a minute from when it connects, each at its own second, and more often while it
//! owes an answer: whenever it breaks, it is soon known. What the answers and the silences mean is
//! `domain`'s; off duty nobody is probed, and nothing is known.

use std::collections::BTreeSet;
use std::time::Duration;

use domain::order::Channel;
use domain::reachability::{
    DARK_AFTER, DEAF_AFTER, DOUBTFUL_AFTER, Doubt, PhoneCondition, Reachability, STALE_AFTER,
};
use domain::{Fix, Timestamp, UnitId};

use crate::{Board, Dispatch, Output, UnitOnBoard};

/// How often a phone is probed that answers, or of which it is known that it does not.
const PROBE_EVERY: Duration = Duration::from_mins(1);
/// A phone may take this long to answer before it is probed again.
const ANSWER_WITHIN: Duration = Duration::from_secs(20);
/// So many of the latest unanswered probes may still be answered; what comes later says nothing of the phone now.
const ANSWERABLE: u32 = 3;

/// What is known of how well a phone can be reached.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reaching {
    /// The number of the latest probe.
    latest: u32,
    /// When that was sent.
    latest_at: Option<Timestamp>,
    /// When the next probe is due; none before the phone connects.
    next_probe: Option<Timestamp>,
    /// Since when a probe waits for its answer.
    waits_since: Option<Timestamp>,
    /// How many wait.
    waiting: u32,
    condition: PhoneCondition,
    /// By what beside its line its officer can be told of an offer.
    pub(crate) ways: BTreeSet<Channel>,
    /// As viewers were last told.
    pub(crate) shown: Option<Reachability>,
}

impl Reaching {
    /// What remains of it off duty: how to go on.
    pub(crate) fn off_duty(&self) -> Self {
        Self {
            latest: self.latest,
            next_probe: self.next_probe,
            ways: self.ways.clone(),
            ..Self::default()
        }
    }

    /// Nothing is owed.
    fn settle(&mut self) {
        self.waits_since = None;
        self.waiting = 0;
    }

    /// Whether the probe `id` may still be answered: it is the latest, or one of those that wait.
    fn may_answer(&self, id: u32) -> bool {
        self.latest.wrapping_sub(id) < self.waiting.clamp(1, ANSWERABLE)
    }
}

impl Dispatch {
    /// The phone connected: it is probed soon, not all of them in one second after a start.
    pub(crate) fn begin_probing(&mut self, now: Timestamp, unit: UnitId) {
        if let Some(known) = self.board.units.get_mut(&unit) {
            known.reaching.next_probe = Some(now.after(own_second(unit)));
            known.reaching.settle();
        }
    }

    /// The phone answered a probe; an answer to one long gone is as good as none.
    pub(crate) fn probed(&mut self, now: Timestamp, unit: UnitId, id: u32, condition: PhoneCondition) {
        let Some(known) = self.board.units.get_mut(&unit).filter(|known| known.on_duty) else {
            return;
        };
        if known.reaching.may_answer(id) {
            if known.is_deaf(now) {
                self.offers.happened();
            }
            let reaching = &mut known.reaching;
            reaching.settle();
            reaching.next_probe = reaching
                .latest_at
                .map_or(reaching.next_probe, |at| Some(at.after(PROBE_EVERY)));
            reaching.condition = condition;
            self.review(now, unit);
        }
    }

    /// Probes the phones that are due, and looks anew at those whose state time has changed.
    pub(crate) fn look_at_phones(&mut self, now: Timestamp) {
        let due = |unit: &&UnitOnBoard| next_of_phone(unit).is_some_and(|at| at <= now);
        let due: Vec<UnitId> = self
            .board
            .units
            .values()
            .filter(due)
            .map(|unit| unit.unit.id)
            .collect();
        for unit in due {
            self.probe(now, unit);
            self.review(now, unit);
        }
    }

    fn probe(&mut self, now: Timestamp, unit: UnitId) {
        let Some(known) = self.board.units.get_mut(&unit) else {
            return;
        };
        let next = if known.is_deaf(now) {
            PROBE_EVERY
        } else {
            ANSWER_WITHIN
        };
        let reaching = &mut known.reaching;
        if reaching.next_probe.is_none_or(|at| at > now) {
            return;
        }
        reaching.next_probe = Some(now.after(next));
        reaching.latest = reaching.latest.wrapping_add(1);
        reaching.latest_at = Some(now);
        reaching.waiting = reaching.waiting.saturating_add(1);
        // While an older one waits, the phone has not answered since then.
        reaching.waits_since = reaching.waits_since.or(Some(now));
        let id = reaching.latest;
        self.output(Output::Probe { unit, id });
    }

    /// Looks anew at how well a unit can be reached; viewers are told if that changed.
    pub(crate) fn review(&mut self, now: Timestamp, unit: UnitId) {
        let Some(known) = self.board.units.get(&unit) else {
            return;
        };
        if reachability(known, now) != known.reaching.shown {
            self.show_unit(now, unit);
        }
    }
}

/// How well a unit can be reached at `now`; nothing is known of it off duty.
pub(crate) fn reachability(unit: &UnitOnBoard, now: Timestamp) -> Option<Reachability> {
    unit.on_duty
        .then(|| Reachability::of(doubts(unit, now), now, unit.reaching.shown.as_ref()))
}

impl Board {
    /// Whether the unit can be counted on where it is: it may be sent, and its phone answers.
    pub(crate) fn can_be_counted_on(&self, unit: &UnitOnBoard, now: Timestamp) -> bool {
        self.may_be_sent(unit) && unit.answers(now)
    }
}

impl UnitOnBoard {
    /// The unit's phone gave a sign of life. What it left unanswered while it was not there says nothing of it now.
    pub(crate) fn heard(&mut self, now: Timestamp) {
        if self.is_silent(now) {
            self.reaching.settle();
        }
        self.heard_at = Some(now);
    }

    /// Whether the unit's phone answers: it was heard lately, and leaves no row of tests unanswered.
    pub(crate) fn answers(&self, now: Timestamp) -> bool {
        !self.is_silent(now) && !self.is_deaf(now)
    }

    /// Whether the unit's phone leaves one test after the other unanswered.
    fn is_deaf(&self, now: Timestamp) -> bool {
        self.deaf_from().is_some_and(|from| now >= from)
    }

    /// From when on it does, if no answer comes; none if it owes none.
    pub(crate) fn deaf_from(&self) -> Option<Timestamp> {
        Some(self.reaching.waits_since?.after(DEAF_AFTER))
    }

    /// The latest fix, unless an app made it up: what is worked out from where the unit is rests on this.
    pub(crate) fn measured(&self) -> Option<&Fix> {
        self.fix.as_ref().filter(|fix| !fix.mock)
    }

    /// Percent of the battery's charge, if known: as its phone says of itself, or else with its positions.
    pub(crate) fn battery_pct(&self) -> Option<u8> {
        let with_fix = self.fix.as_ref().and_then(|fix| fix.battery_pct);
        self.reaching.condition.battery_pct.or(with_fix)
    }
}

/// What may keep an order from the unit at `now`.
pub(crate) fn doubts(unit: &UnitOnBoard, now: Timestamp) -> Vec<Doubt> {
    let condition = PhoneCondition {
        battery_pct: unit.battery_pct(),
        ..unit.reaching.condition
    };
    let mut doubts = condition.doubts();
    doubts.extend(match unit.heard_at {
        None => Some(Doubt::NeverConnected),
        Some(heard) if now >= heard.after(DARK_AFTER) => Some(Doubt::Dark),
        Some(heard) if now >= heard.after(DOUBTFUL_AFTER) => Some(Doubt::Silent),
        Some(_) => None,
    });
    doubts.extend(if unit.is_deaf(now) {
        Some(Doubt::Deaf)
    } else {
        let since = unit.reaching.waits_since;
        let unanswered = since.is_some_and(|since| now >= since.after(ANSWER_WITHIN));
        unanswered.then_some(Doubt::NoAnswer)
    });
    let fix = unit.fix.as_ref();
    let stale = fix.filter(|fix| now >= fix.taken_at.after(STALE_AFTER));
    doubts.extend(stale.map(|_| Doubt::StaleFix));
    doubts.extend(fix.filter(|fix| fix.mock).map(|_| Doubt::Mock));
    doubts.extend(unit.shift.map(|_| Doubt::WrongDatum));
    doubts
}

/// When something about a unit's phone changes by itself, or a probe is due.
pub(crate) fn next_of_phone(unit: &UnitOnBoard) -> Option<Timestamp> {
    if !unit.on_duty {
        return None;
    }
    let known = |doubt: Doubt| {
        let shown = unit.reaching.shown.as_ref();
        shown.is_some_and(|shown| shown.reasons.contains(&doubt))
    };
    let stale = unit
        .fix
        .as_ref()
        .filter(|_| !known(Doubt::StaleFix))
        .map(|fix| fix.taken_at.after(STALE_AFTER));
    let Some(heard) = unit.heard_at else {
        return stale;
    };
    let silence = if known(Doubt::Dark) {
        // It is not probed either: nobody is there to answer.
        return None;
    } else if known(Doubt::Silent) {
        heard.after(DARK_AFTER)
    } else {
        heard.after(DOUBTFUL_AFTER)
    };
    let unanswered = unit
        .reaching
        .waits_since
        .filter(|_| !known(Doubt::Deaf))
        .map(|since| {
            let next = if known(Doubt::NoAnswer) {
                DEAF_AFTER
            } else {
                ANSWER_WITHIN
            };
            since.after(next)
        });
    [Some(silence), unit.reaching.next_probe, unanswered, stale]
        .into_iter()
        .flatten()
        .min()
}

/// A moment of the first half minute after connecting, by the unit's identity.
fn own_second(unit: UnitId) -> Duration {
    let [.., last] = *unit.0.as_bytes();
    Duration::from_millis(u64::from(last).saturating_mul(117))
}
