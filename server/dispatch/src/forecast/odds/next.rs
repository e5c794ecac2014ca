//! The arrival of whoever is asked next: a free unit, or the first to become free.

use std::collections::BTreeSet;
use std::time::Duration;

use domain::order::Leg;
use domain::{Order, Timestamp, UnitId};

use super::arrival::Arrival;
use super::course::Course;
use super::refused;
use crate::forecast::lattice::Lattice;
use crate::forecast::{Cause, Stage};
use crate::habits::Spread;
use crate::{Candidate, Dispatch, Errand};

/// How long a person takes to ask the next unit where the hall does not do it by itself.
const BY_HAND: Spread = Spread { mu: 3.4, sigma: 0.9 };
/// How uncertain the time is until a busy unit is free, relative to it.
const FREE_UNCERTAIN: f64 = 0.6;
/// Busy units that are looked at for who is free first.
const QUEUE: usize = 6;

impl Dispatch {
    /// Whoever is asked next.
    pub(super) fn next_unit(&mut self, now: Timestamp, order: &Order, left_s: f64) -> Arrival {
        let not: BTreeSet<UnitId> = order.assignments.values().map(|known| known.unit).collect();
        let errand = Errand {
            order: Some(order.id),
            place: order.place.at,
            kind: order.kind,
            remaining: Some(Duration::from_secs_f64(left_s)),
            within: None,
            not: &not,
        };
        let ahead = self.waiting_before(order);
        let on_duty = self.board.units.values().filter(|unit| unit.on_duty).count();
        // Who waits behind more orders than there are units is not served in time, whoever they are.
        let candidates = if ahead < on_duty {
            self.soonest(now, &errand)
        } else {
            Vec::new()
        };
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
