//! Which units could go to a place, best first, with the reasons.

use std::collections::BTreeMap;
use std::time::Duration;

use domain::order::{Choice, ChosenBy, DispatchRule, RunnerUp};
use domain::reachability::{Doubt, STALE_AFTER};
use domain::{OrderId, Timestamp, TravelMode, UnitId};

use crate::habits::{Spread, Who};
use crate::reachability::doubts;
use crate::travel::Way;
use crate::{Dispatch, UnitOnBoard};

use self::cost::rank;
pub(crate) use self::engaged::Engaged;
pub use self::errand::Errand;

mod cost;
mod engaged;
mod errand;

/// How likely a unit is to be there in time, in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chance {
    /// It will be.
    Good,
    /// It may not be.
    Doubtful,
    /// It will more likely be late.
    Bad,
}

/// Below the first a chance is doubtful, below the second bad.
const DOUBTFUL_BELOW: f64 = 0.8;
const BAD_BELOW: f64 = 0.5;

/// A unit that could go.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a reason of its own, and any may hold with any"
)]
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Which.
    pub unit: UnitId,
    /// Seconds until it would be there: until it is free, has said yes, has set off, has come and counts as there.
    pub eta_s: f64,
    /// Of that, seconds until it is free; 0 if it is.
    pub free_in_s: f64,
    /// Of that, seconds on the road at usual speeds.
    pub route_s: f64,
    /// Whether the way was guessed from the distance, without roads.
    pub guessed: bool,
    /// Seconds left to the limit on arrival; negative if it would be late, none without a limit.
    pub margin_s: Option<f64>,
    /// The probability that it is there in time if it is asked now; 1 without a limit.
    pub on_time: f64,
    /// How old its position is, in seconds.
    pub fix_age_s: u32,
    /// Whether the position is too old to be trusted fully.
    pub stale: bool,
    /// Whether its phone answers: it was heard lately, and leaves no row of tests unanswered.
    pub reachable: bool,
    /// What may keep an order from it, gravest first.
    pub doubts: Vec<Doubt>,
    /// Percent, if known.
    pub battery_pct: Option<u8>,
    /// Seconds until its shift ends; negative if it should have ended.
    pub shift_ends_in_s: Option<i64>,
    /// The order it has taken or is being asked to take; who stands by is not busy.
    pub busy_with: Option<OrderId>,
    /// Whether it stands by or is on its way to.
    pub standing_by: bool,
    /// By how much likelier the next incident is to be late once it leaves, 0 to 1.
    pub coverage_lost: f64,
    /// What it costs to send it, in seconds, under the rule; lower is better.
    pub cost: f64,
}

impl Candidate {
    /// How likely it is there in time.
    pub fn chance(&self) -> Chance {
        if self.on_time < BAD_BELOW {
            Chance::Bad
        } else if self.on_time < DOUBTFUL_BELOW {
            Chance::Doubtful
        } else {
            Chance::Good
        }
    }

    /// Whether its phone may not last.
    pub fn is_low_on_battery(&self) -> bool {
        let tells = |doubt: &Doubt| matches!(doubt, Doubt::BatteryLow | Doubt::BatteryCritical);
        self.doubts.iter().any(tells)
    }

    /// Whether its shift ends before it would be there.
    pub fn goes_home_before(&self) -> bool {
        let ends_in_s = self.shift_ends_in_s.map(|left| {
            let otherwise = if left < 0 { i32::MIN } else { i32::MAX };
            i32::try_from(left).unwrap_or(otherwise)
        });
        ends_in_s.is_some_and(|left| rounded(self.eta_s) > left)
    }
}

impl Dispatch {
    /// The units that may be sent and could go, best first under `rule`, with what each is worth where it is.
    ///
    /// Busy units and such that cannot be reached are among them, behind others by what waiting for them costs.
    pub(crate) fn candidates(
        &mut self,
        now: Timestamp,
        errand: &Errand<'_>,
        rule: DispatchRule,
    ) -> Vec<Candidate> {
        let mut candidates = self.with_what_is_lost(now, errand);
        rank(&mut candidates, errand.kind, rule);
        candidates
    }

    /// The same under the rule of the nearest and under the one that keeps coverage.
    pub(crate) fn candidates_by_either_rule(
        &mut self,
        now: Timestamp,
        errand: &Errand<'_>,
    ) -> [Vec<Candidate>; 2] {
        let mut nearest = self.with_what_is_lost(now, errand);
        let mut cover = nearest.clone();
        rank(&mut nearest, errand.kind, DispatchRule::Nearest);
        rank(&mut cover, errand.kind, DispatchRule::Cover);
        [nearest, cover]
    }

    fn with_what_is_lost(&mut self, now: Timestamp, errand: &Errand<'_>) -> Vec<Candidate> {
        let mut candidates = self.whoever_could_go(now, errand);
        if let Some(guarded) = self.guarded(now) {
            let missed = guarded.guard.missed(guarded.units.len(), crate::coverage::WORST);
            let missed: BTreeMap<UnitId, f64> =
                guarded.units.iter().map(|unit| unit.unit).zip(missed).collect();
            for candidate in &mut candidates {
                candidate.coverage_lost = missed.get(&candidate.unit).copied().unwrap_or(0.0);
            }
        }
        candidates
    }

    /// The units that may be sent and could go, those there first before others.
    pub(crate) fn soonest(&mut self, now: Timestamp, errand: &Errand<'_>) -> Vec<Candidate> {
        let mut candidates = self.whoever_could_go(now, errand);
        rank(&mut candidates, errand.kind, DispatchRule::Nearest);
        candidates
    }

    fn whoever_could_go(&mut self, now: Timestamp, errand: &Errand<'_>) -> Vec<Candidate> {
        let engaged = self.engagements(now, errand.kind, errand.order);
        let ways = TravelMode::ALL.map(|mode| {
            let sought = self.board.units.values().any(|unit| unit.unit.mode == mode);
            sought.then(|| self.foresight.ways.to(mode, errand.place))
        });
        let mut candidates: Vec<Candidate> = Vec::new();
        for unit in self.board.units.values() {
            let sought = self.board.may_be_sent(unit)
                && errand.within.is_none_or(|town| unit.unit.town == town)
                && !errand.not.contains(&unit.unit.id);
            let Some(fix) = unit.fix.as_ref().filter(|_| sought) else {
                continue;
            };
            let ways = ways.get(unit.unit.mode as usize).and_then(Option::as_ref);
            let Some(way) = ways.and_then(|ways| ways.from(fix.at)) else {
                continue;
            };
            let engaged = engaged.get(&unit.unit.id).copied().unwrap_or_default();
            candidates.push(self.candidate(now, errand, unit, way, engaged));
        }
        candidates
    }

    /// The choice to put on record for taking `candidates[taken]`; none if there is no such.
    pub(crate) fn choice(
        rule: DispatchRule,
        made_by: ChosenBy,
        candidates: &[Candidate],
        taken: usize,
    ) -> Option<Choice> {
        let chosen = candidates.get(taken)?;
        let runner_up = candidates.iter().enumerate().find(|(i, _)| *i != taken);
        Some(Choice {
            made_by,
            rule,
            eta_s: whole(chosen.eta_s),
            guessed: chosen.guessed,
            fix_age_s: chosen.fix_age_s,
            margin_s: chosen.margin_s.map(rounded),
            coverage_lost: u16::try_from(rounded(chosen.coverage_lost.clamp(0.0, 1.0) * 1000.0)).unwrap_or(0),
            runner_up: runner_up.map(|(_, other)| RunnerUp {
                unit: other.unit,
                eta_s: whole(other.eta_s),
            }),
            candidates: u16::try_from(candidates.len()).unwrap_or(u16::MAX),
        })
    }

    fn candidate(
        &self,
        now: Timestamp,
        errand: &Errand<'_>,
        unit: &UnitOnBoard,
        way: Way,
        engaged: Engaged,
    ) -> Candidate {
        let age = unit
            .fix
            .as_ref()
            .map_or(Duration::MAX, |fix| now.since(fix.taken_at));
        let free_in = engaged.free_in_s;
        let coming = self.coming(unit, now, way.seconds);
        let eta_s = free_in + coming.mean();
        let remaining = errand.remaining.map(|left| left.as_secs_f64());
        let on_time = remaining.map_or(1.0, |left| {
            (1.0 - self.board.habits.refuses(unit.unit.id)) * coming.at_most(left - free_in)
        });
        let mut doubts = doubts(unit, now);
        doubts.sort_unstable();
        Candidate {
            unit: unit.unit.id,
            eta_s,
            free_in_s: free_in,
            route_s: way.seconds,
            guessed: way.guessed,
            margin_s: remaining.map(|left| left - eta_s),
            on_time,
            fix_age_s: u32::try_from(age.as_secs()).unwrap_or(u32::MAX),
            stale: age >= STALE_AFTER,
            reachable: unit.answers(now),
            doubts,
            battery_pct: unit.battery_pct(),
            shift_ends_in_s: unit
                .shift_ends
                .map(|ends| ends.as_millis().saturating_sub(now.as_millis()) / 1000),
            busy_with: engaged.busy_with,
            standing_by: engaged.standing_by,
            coverage_lost: 0.0,
            cost: 0.0,
        }
    }

    /// How long the unit takes to be there from being asked, if it says yes.
    pub(crate) fn coming(&self, unit: &UnitOnBoard, now: Timestamp, route_s: f64) -> Spread {
        self.coming_of(Who::new(unit.unit.id, unit.unit.mode, now), route_s)
    }

    /// How long anybody who travels by `mode` takes to be there from being asked.
    pub(crate) fn coming_anyone(&self, mode: TravelMode, now: Timestamp, route_s: f64) -> Spread {
        self.coming_of(Who::anyone(mode, now), route_s)
    }

    fn coming_of(&self, who: Who, route_s: f64) -> Spread {
        let habits = &self.board.habits;
        let steps = [
            habits.answer.expect(who),
            habits.start.expect(who),
            habits.road(who, route_s),
            habits.last.expect(who),
        ];
        Spread::with_moments(
            steps.iter().map(|step| step.mean()).sum(),
            steps.iter().map(|step| step.variance()).sum(),
        )
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a cast of a float saturates")]
pub(crate) fn rounded(value: f64) -> i32 {
    value.round() as i32
}

pub(crate) fn whole(value: f64) -> u32 {
    u32::try_from(rounded(value)).unwrap_or(0)
}
