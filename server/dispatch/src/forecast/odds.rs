//! The chances of an order as habits, positions and roads tell them, before past forecasts correct them.

use std::collections::BTreeSet;
use std::time::Duration;

use domain::order::{Assignment, AssignmentState, Leg, Stamp};
use domain::{Order, OrderId, Timestamp, UnitId};

use super::lattice::Lattice;
use super::{Cause, Stage};
use crate::habits::{Spread, Who, seconds};
use crate::{Candidate, Dispatch, Errand, UnitOnBoard};

/// Seconds without progress after which a unit counts as standing.
const STANDS_S: f64 = 60.0;
/// How long somebody needs to a scene if neither knows where they are.
const ANYWHERE: Spread = Spread { mu: 6.0, sigma: 0.7 };
/// How long a silent phone stays so.
const OUTAGE: Spread = Spread { mu: 5.0, sigma: 1.2 };
/// How long a person takes to ask the next unit where the hall does not do it by itself.
const BY_HAND: Spread = Spread { mu: 3.4, sigma: 0.9 };
/// How uncertain the time is until a busy unit is free, relative to it.
const FREE_UNCERTAIN: f64 = 0.6;
/// Busy units that are looked at for who is free first.
const QUEUE: usize = 6;

/// The chances of an order.
pub(super) struct Odds {
    pub(super) stage: Stage,
    /// Seconds left to the limit.
    pub(super) left_s: f64,
    /// By leg; none for a leg that is met.
    pub(super) legs: [Option<LegOdds>; 3],
    pub(super) all_in_time: f64,
    pub(super) cause: Option<Cause>,
}

/// The chances of one leg.
pub(super) struct LegOdds {
    pub(super) in_time: f64,
    pub(super) expected_s: Option<f64>,
}

/// When somebody arrives.
struct Course {
    when: Lattice,
    /// Seconds until then, on average; none if nobody can say.
    mean_s: Option<f64>,
}

/// Somebody's arrival with what there is to say about it.
struct Arrival {
    course: Course,
    stage: Stage,
    cause: Option<Cause>,
    /// Who will film and report, if that is known.
    unit: Option<UnitId>,
}

impl Dispatch {
    /// The chances of an open order whose limit is not up.
    pub(super) fn odds(&mut self, now: Timestamp, id: OrderId) -> Option<Odds> {
        let order = self.board.orders.get(&id)?.clone();
        let limit = order.clock.limit?;
        // Until somebody has received it, the clock is about to start.
        let due = order.clock.due_at(now).unwrap_or_else(|| now.after(limit));
        let left_s = seconds(now, due);
        if left_s <= 0.0 {
            return None;
        }
        let arrived = order.legs.get(Leg::Arrived);
        let arrival = match arrived {
            Some(stamp) => there(now, left_s, stamp),
            None => self.arrival(now, &order, left_s),
        };
        let video = self.afterwards(now, &order, Leg::OnVideo, &arrival, left_s);
        let report = self.afterwards(now, &order, Leg::Reported, &arrival, left_s);
        let all = [&video, &report]
            .into_iter()
            .flatten()
            .fold(arrival.course.when.clone(), |all, course| {
                all.later_of(&course.when)
            });
        let odds = |course: &Course| LegOdds {
            in_time: course.when.in_time(),
            expected_s: course.mean_s,
        };
        Some(Odds {
            stage: arrival.stage,
            left_s,
            legs: [
                arrived.is_none().then(|| odds(&arrival.course)),
                video.as_ref().map(odds),
                report.as_ref().map(odds),
            ],
            all_in_time: all.in_time(),
            cause: arrival.cause,
        })
    }

    /// What follows an arrival; none if it is met.
    fn afterwards(
        &self,
        now: Timestamp,
        order: &Order,
        leg: Leg,
        arrival: &Arrival,
        left_s: f64,
    ) -> Option<Course> {
        if order.legs.get(leg).is_some() {
            return None;
        }
        let habits = &self.board.habits;
        let habit = if leg == Leg::OnVideo {
            &habits.video
        } else {
            &habits.report
        };
        let unit = arrival.unit.and_then(|unit| self.board.units.get(&unit));
        let takes = match unit {
            Some(unit) => habit.expect(Who::new(unit.unit.id, unit.unit.mode, now)),
            None => habit.expect_anyone(domain::TravelMode::Car, now),
        };
        let mut course = if let Some(stamp) = order.legs.get(Leg::Arrived) {
            let so_far = seconds(stamp.met_at, now);
            Course {
                when: Lattice::of(left_s, |x| takes.at_most_more(so_far, x)),
                mean_s: Some(takes.mean_more(so_far)),
            }
        } else {
            Course {
                when: arrival
                    .course
                    .when
                    .then(&Lattice::of(left_s, |x| takes.at_most(x))),
                mean_s: arrival.course.mean_s.map(|mean| mean + takes.mean()),
            }
        };
        if let Some(silent_s) = unit.and_then(|unit| silence(unit, now)) {
            course.when = course
                .when
                .last_of(&Lattice::of(left_s, |x| OUTAGE.at_most_more(silent_s, x)));
        }
        Some(course)
    }

    fn arrival(&mut self, now: Timestamp, order: &Order, left_s: f64) -> Arrival {
        let standing = || order.assignments.values().filter(|known| known.state.stands());
        let taken = standing()
            .filter(|known| known.state.is_taken())
            .map(|known| self.taken(now, order, known, left_s))
            .reduce(Arrival::or_another);
        if let Some(taken) = taken {
            return taken;
        }
        let asked: Vec<&Assignment> = standing().collect();
        let next = self.next_unit(now, order, left_s);
        let asked = asked
            .into_iter()
            .map(|known| self.asked(now, order, known, &next.course, left_s))
            .reduce(Arrival::or_another);
        asked.unwrap_or(next)
    }

    /// A unit that has said yes.
    fn taken(&self, now: Timestamp, order: &Order, known: &Assignment, left_s: f64) -> Arrival {
        let habits = &self.board.habits;
        let unit = self.board.units.get(&known.unit);
        let mode = unit.map(|unit| unit.unit.mode).unwrap_or_default();
        let who = Who::new(known.unit, mode, now);
        let since_yes = known.answered.map_or(0.0, |yes| seconds(yes.at, now));
        let trip = self.foresight.trips.get(&(order.id, known.unit));
        let begun = known.under_way.is_some() || trip.is_some_and(crate::trips::Trip::has_begun);
        let mut course = Course::now(left_s);
        let mut cause = None;
        let (unit_id, for_s) = (known.unit, crate::recommend::whole);
        if !begun {
            course = course.after_more(habits.start.expect(who), since_yes, left_s);
            if since_yes > STANDS_S {
                cause = Some(Cause::NotSetOff {
                    unit: unit_id,
                    for_s: for_s(since_yes),
                });
            }
        }
        let near = trip.and_then(|trip| trip.near_for(now));
        match (trip, near) {
            (_, Some(near_s)) => course = course.after_more(habits.last.expect(who), near_s, left_s),
            (Some(trip), None) => {
                let stands_s = trip.stands_for();
                let pace = habits.pace.expect(who);
                let pace = if trip.guessed { pace.vaguer() } else { pace };
                course = course
                    .after(trip.rest(now, pace), left_s)
                    .after(habits.last.expect(who), left_s);
                if stands_s > STANDS_S {
                    // Whoever has stood for a while may well stand as long again.
                    let again = Spread {
                        mu: (stands_s / 2.0).ln(),
                        sigma: 1.0,
                    };
                    course = course.after(again, left_s);
                    cause = Some(Cause::NotMoving {
                        unit: unit_id,
                        for_s: for_s(stands_s),
                    });
                }
            }
            (None, None) => course = course.after_more(ANYWHERE, since_yes, left_s),
        }
        let silent = unit.and_then(|unit| silence(unit, now));
        if let Some(silent_s) = silent {
            cause = Some(Cause::PhoneDark {
                unit: unit_id,
                for_s: for_s(silent_s),
            });
        }
        let hopeless = known.choice.as_ref().and_then(|choice| choice.margin_s);
        let far = if hopeless.is_none_or(|margin| margin > 60) && begun {
            Cause::Slow { unit: unit_id }
        } else {
            Cause::TooFar { unit: unit_id }
        };
        let cause = cause.unwrap_or(far);
        let stage = if silent.is_some() {
            Stage::Dark
        } else if near.is_some() {
            Stage::There
        } else if begun {
            Stage::UnderWay
        } else {
            Stage::Taken
        };
        Arrival {
            course,
            stage,
            cause: Some(cause),
            unit: Some(unit_id),
        }
    }

    /// A unit that has been asked and has not answered; `next` is what follows if it does not take it.
    fn asked(
        &mut self,
        now: Timestamp,
        order: &Order,
        known: &Assignment,
        next: &Course,
        left_s: f64,
    ) -> Arrival {
        let Some(unit) = self.board.units.get(&known.unit) else {
            return Arrival {
                course: Course::never(left_s),
                stage: Stage::Asked,
                cause: None,
                unit: None,
            };
        };
        let (unit_id, mode) = (known.unit, unit.unit.mode);
        let silent = silence(unit, now);
        let at = unit.fix.as_ref().map(|fix| fix.at);
        let asked_s = seconds(known.offered_at, now);
        let rings = known.state == AssignmentState::Delivered;
        let rings_s = known.delivered.map_or(0.0, |moment| seconds(moment.at, now));
        let route = at.and_then(|at| self.foresight.ways.to(mode, order.place.at).from(at));
        let habits = &self.board.habits;
        let who = Who::new(unit_id, mode, now);
        let answer = habits.answer.expect(who);
        let refuses = habits.refuses(unit_id);
        // The longer it rings, the likelier nobody answers.
        let unanswered = (1.0 - refuses) * (1.0 - answer.at_most(rings_s));
        let refuses = match silent {
            Some(_) if !rings => 0.9,
            _ => refuses / (refuses + unanswered).max(1e-9),
        };
        let yes = Course::now(left_s)
            .after_more(answer, rings_s, left_s)
            .after(habits.start.expect(who), left_s);
        let yes = match route {
            Some(way) => yes
                .after(habits.pace.expect(who).times(way.seconds.max(3.0)), left_s)
                .after(habits.last.expect(who), left_s),
            None => yes.after(ANYWHERE, left_s),
        };
        let patience_s = (order.kind.patience().as_secs_f64() - asked_s).max(3.0);
        let no = next.later_by(patience_s / 2.0, left_s);
        let course = Course {
            when: yes.when.or(1.0 - refuses, &no.when),
            mean_s: yes.mean_s,
        };
        let cause = match silent {
            Some(silent_s) => Cause::PhoneDark {
                unit: unit_id,
                for_s: crate::recommend::whole(silent_s),
            },
            None if refused(order) > 0 => Cause::Declined {
                units: refused(order),
            },
            None if asked_s > 20.0 => Cause::NoAnswer {
                unit: unit_id,
                for_s: crate::recommend::whole(asked_s),
            },
            None => Cause::TooFar { unit: unit_id },
        };
        Arrival {
            course,
            stage: Stage::Asked,
            cause: Some(cause),
            unit: Some(unit_id),
        }
    }

    /// Whoever is asked next.
    fn next_unit(&mut self, now: Timestamp, order: &Order, left_s: f64) -> Arrival {
        let not: BTreeSet<UnitId> = order.assignments.values().map(|known| known.unit).collect();
        let errand = Errand {
            order: Some(order.id),
            place: order.place.at,
            kind: order.kind,
            remaining: Some(Duration::from_secs_f64(left_s)),
            within: None,
            not: &not,
        };
        let candidates = self.soonest(now, &errand);
        let ahead = self.waiting_before(order);
        let free = candidates
            .iter()
            .filter(|known| known.reachable && known.busy_with.is_none())
            .nth(ahead);
        let refusals = refused(order);
        let cause = if refusals > 0 {
            Cause::Declined { units: refusals }
        } else if free.is_some() {
            Cause::NobodyAsked
        } else {
            Cause::NobodyFree
        };
        let course = match free {
            Some(candidate) => self.fresh(now, candidate, order, left_s),
            None => self.queue(now, &candidates, ahead, left_s),
        };
        let course = if self.settings.automatic {
            course
        } else {
            Course::now(left_s).after(BY_HAND, left_s).then(&course)
        };
        Arrival {
            course,
            stage: Stage::Waiting,
            cause: Some(cause),
            unit: None,
        }
    }

    /// A unit that is asked now.
    fn fresh(&self, now: Timestamp, candidate: &Candidate, order: &Order, left_s: f64) -> Course {
        let Some(unit) = self.board.units.get(&candidate.unit) else {
            return Course::never(left_s);
        };
        let yes = Course::now(left_s).after(self.coming(unit, now, candidate.route_s), left_s);
        // Who comes after one that says no is about as far away, and later.
        let refuses = self.board.habits.refuses(candidate.unit);
        let no = yes.later_by(order.kind.patience().as_secs_f64() + 20.0, left_s);
        Course {
            when: yes.when.or(1.0 - refuses, &no.when),
            mean_s: yes.mean_s,
        }
    }

    /// The first unit to become free, when `ahead` others wait for one too.
    fn queue(&self, now: Timestamp, candidates: &[Candidate], ahead: usize, left_s: f64) -> Course {
        let mut busy: Vec<&Candidate> = candidates
            .iter()
            .filter(|known| known.reachable && known.busy_with.is_some())
            .collect();
        busy.sort_by(|a, b| a.free_in_s.total_cmp(&b.free_in_s));
        let free: Vec<(&Candidate, Spread)> = busy
            .into_iter()
            .skip(ahead)
            .take(QUEUE)
            .map(|known| {
                let mean = known.free_in_s.max(5.0);
                (known, Spread::with_moments(mean, (mean * FREE_UNCERTAIN).powi(2)))
            })
            .collect();
        let first = free
            .iter()
            .map(|(_, spread)| Lattice::of(left_s, |x| spread.at_most(x)))
            .reduce(|a, b| a.first_of(&b));
        let Some(first) = first else {
            return Course::never(left_s);
        };
        // Whoever is free soonest comes; the others count by how soon they may be free instead.
        let weight = |known: &Candidate| known.free_in_s.max(30.0).powi(-2);
        let all: f64 = free.iter().map(|(known, _)| weight(known)).sum();
        let (mut ways, mut mean_s) = (Lattice::never(left_s), 0.0);
        for (known, spread) in &free {
            let Some(unit) = self.board.units.get(&known.unit) else {
                continue;
            };
            let share = weight(known) / all;
            let coming = self.coming(unit, now, known.route_s);
            ways = Lattice::of(left_s, |x| coming.at_most(x)).plus(share, &ways);
            mean_s += share * (coming.mean() + spread.mean());
        }
        Course {
            when: first.then(&ways),
            mean_s: Some(mean_s),
        }
    }

    /// How many orders of the same urgency have waited longer for somebody.
    fn waiting_before(&self, order: &Order) -> usize {
        let waits = |other: &&Order| {
            other.kind == order.kind
                && (other.clock.sent_at, other.id) < (order.clock.sent_at, order.id)
                && other.legs.get(Leg::Arrived).is_none()
                && !other.assignments.values().any(|known| known.state.stands())
        };
        self.board.open_orders().filter(waits).count()
    }
}

impl Course {
    fn now(left_s: f64) -> Self {
        Self {
            when: Lattice::now(left_s),
            mean_s: Some(0.0),
        }
    }

    fn never(left_s: f64) -> Self {
        Self {
            when: Lattice::never(left_s),
            mean_s: None,
        }
    }

    fn after(self, takes: Spread, left_s: f64) -> Self {
        self.after_more(takes, 0.0, left_s)
    }

    /// And then the rest of what has taken `so_far`.
    fn after_more(self, takes: Spread, so_far: f64, left_s: f64) -> Self {
        Self {
            when: self
                .when
                .then(&Lattice::of(left_s, |x| takes.at_most_more(so_far, x))),
            mean_s: self.mean_s.map(|mean| mean + takes.mean_more(so_far)),
        }
    }

    fn then(&self, next: &Self) -> Self {
        Self {
            when: self.when.then(&next.when),
            mean_s: self.mean_s.zip(next.mean_s).map(|(a, b)| a + b),
        }
    }

    fn later_by(&self, delay_s: f64, left_s: f64) -> Self {
        let delay = Lattice::of(left_s, |x| f64::from(u8::from(x >= delay_s)));
        Self {
            when: delay.then(&self.when),
            mean_s: self.mean_s.map(|mean| mean + delay_s),
        }
    }
}

impl Arrival {
    /// Whoever of two is there first; what there is to say is said of the likelier one.
    fn or_another(self, other: Self) -> Self {
        let when = self.course.when.first_of(&other.course.when);
        let mean_s = match (self.course.mean_s, other.course.mean_s) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        let likelier = if self.course.when.in_time() >= other.course.when.in_time() {
            self
        } else {
            other
        };
        Self {
            course: Course { when, mean_s },
            ..likelier
        }
    }
}

/// Somebody is there.
fn there(now: Timestamp, left_s: f64, stamp: Stamp) -> Arrival {
    Arrival {
        course: Course::now(left_s),
        stage: Stage::There,
        cause: Some(Cause::NotDone {
            unit: stamp.unit,
            for_s: crate::recommend::whole(seconds(stamp.met_at, now)),
        }),
        unit: Some(stamp.unit),
    }
}

/// Seconds since the unit's phone was heard, if that is long.
fn silence(unit: &UnitOnBoard, now: Timestamp) -> Option<f64> {
    unit.is_silent(now)
        .then(|| unit.heard_at.map_or(3600.0, |heard| seconds(heard, now)))
}

/// How many units said no or were asked in vain.
fn refused(order: &Order) -> u8 {
    let refused = order
        .assignments
        .values()
        .filter(|known| !known.state.stands() && known.under_way.is_none());
    u8::try_from(refused.count()).unwrap_or(u8::MAX)
}
