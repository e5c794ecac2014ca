//! The arrival of a unit that has said yes.

use domain::order::Assignment;
use domain::{Order, Timestamp};

use super::arrival::Arrival;
use super::course::Course;
use super::outage::Outage;
use super::{ANYWHERE, silence};
use crate::Dispatch;
use crate::forecast::{Cause, Stage};
use crate::habits::{Spread, Who, seconds};

/// Seconds without progress after which a unit counts as standing.
const STANDS_S: f64 = 60.0;

impl Dispatch {
    /// A unit that has said yes.
    pub(super) fn taken(&self, now: Timestamp, order: &Order, known: &Assignment, left_s: f64) -> Arrival {
        let habits = &self.board.habits;
        let unit = self.board.units.get(&known.unit);
        let mode = unit.map(|unit| unit.unit.mode).unwrap_or_default();
        let who = Who::new(known.unit, mode, now);
        let since_yes = known.answered.map_or(0.0, |yes| seconds(yes.at, now));
        let trip = self.foresight.trips.get(&(order.id, known.unit));
        let begun = known.under_way.is_some() || trip.is_some_and(crate::trips::Trip::has_begun);
        let outage = unit.and_then(|unit| silence(unit, now)).map(Outage::of);
        let unseen_s = outage.map_or(0.0, |outage| outage.so_far_s);
        let mut course = Course::now(left_s);
        let mut cause = None;
        let (unit_id, for_s) = (known.unit, crate::recommend::whole);
        if !begun {
            course = course.after_unseen(habits.start.expect(who), since_yes, unseen_s, left_s);
            if since_yes > STANDS_S {
                cause = Some(Cause::NotSetOff {
                    unit: unit_id,
                    for_s: for_s(since_yes),
                });
            }
        }
        let near = trip.and_then(|trip| trip.near_for(now));
        match (trip, near) {
            (_, Some(near_s)) => {
                course = course.after_unseen(habits.last.expect(who), near_s, unseen_s, left_s);
            }
            (Some(trip), None) => {
                let stands_s = trip.stands_for();
                let pace = habits.pace.expect(who);
                let pace = if trip.guessed { pace.vaguer() } else { pace };
                course = course
                    .after(
                        trip.rest(now, pace, habits.wander.of_a_minute(), habits.near_s(who)),
                        left_s,
                    )
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
        if let Some(outage) = outage {
            course.when = outage.noted(&course.when, left_s);
            cause = Some(Cause::PhoneDark {
                unit: unit_id,
                for_s: for_s(outage.so_far_s),
            });
        }
        let hopeless = known.choice.as_ref().and_then(|choice| choice.margin_s);
        let far = if hopeless.is_none_or(|margin| margin > 60) && begun {
            Cause::Slow { unit: unit_id }
        } else {
            Cause::TooFar { unit: unit_id }
        };
        let cause = cause.unwrap_or(far);
        let stage = if outage.is_some() {
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
}
