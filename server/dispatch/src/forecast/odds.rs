//! The chances of an order as habits, positions and roads tell them, before past forecasts correct them.

use domain::order::{Assignment, Leg};
use domain::{Order, OrderId, Timestamp};

use self::arrival::{Arrival, there};
use self::course::Course;
use self::outage::Outage;
use super::lattice::Lattice;
use super::{Cause, Stage};
use crate::habits::{Habit, Spread, Who, seconds};
use crate::{Dispatch, UnitOnBoard};

mod arrival;
mod asked;
mod course;
mod next;
mod outage;
mod taken;

/// How long somebody needs to a scene if neither knows where they are.
const ANYWHERE: Spread = Spread { mu: 6.0, sigma: 0.7 };

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
        let (habit, since) = self.doing(now, order, leg, arrival);
        let unit = arrival.unit.and_then(|unit| self.board.units.get(&unit));
        let takes = match unit {
            Some(unit) => habit.expect(Who::new(unit.unit.id, unit.unit.mode, now)),
            None => habit.expect_anyone(domain::TravelMode::Car, now),
        };
        let outage = unit.and_then(|unit| silence(unit, now)).map(Outage::of);
        let mut course = if let Some(since) = since {
            let unseen_s = outage.map_or(0.0, |outage| outage.so_far_s);
            let course = Course::now(left_s).after_unseen(takes, seconds(since, now), unseen_s, left_s);
            match outage {
                Some(outage) => {
                    let anew = outage
                        .revived(left_s)
                        .then(&Lattice::of(left_s, |x| takes.at_most(x)));
                    Course {
                        when: anew.or(outage.dead, &course.when),
                        ..course
                    }
                }
                None => course,
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
        // A report is noted by the phone; a picture needs the net.
        if let Some(outage) = outage.filter(|_| leg == Leg::OnVideo) {
            course.when = course.when.last_of(&outage.over(left_s));
        }
        Some(course)
    }

    /// The habit that tells when somebody who is there meets `leg`, with since when it runs, if it does.
    ///
    /// Who films has found the place: from then on, the report comes so long after the picture.
    fn doing(
        &self,
        now: Timestamp,
        order: &Order,
        leg: Leg,
        arrival: &Arrival,
    ) -> (&Habit, Option<Timestamp>) {
        let habits = &self.board.habits;
        let arrived = order.legs.get(Leg::Arrived).map(|stamp| stamp.met_at);
        let trip = arrival
            .unit
            .and_then(|unit| self.foresight.trips.get(&(order.id, unit)));
        let near_for_s = trip.and_then(|trip| trip.near_for(now)).unwrap_or(0.0);
        let picture = order.legs.get(Leg::OnVideo).filter(|stamp| {
            // Who has filmed since long before films the way.
            Some(stamp.unit) == arrival.unit
                && (arrived.is_some() || seconds(stamp.met_at, now) <= near_for_s)
        });
        match (leg, picture) {
            (Leg::OnVideo, _) => (&habits.video, arrived),
            (_, Some(picture)) if arrival.stage == Stage::There => {
                let since = arrived.map_or(picture.met_at, |arrived| arrived.max(picture.met_at));
                (&habits.after_picture, Some(since))
            }
            _ => (&habits.report, arrived),
        }
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
