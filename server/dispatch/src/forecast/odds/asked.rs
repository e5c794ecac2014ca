//! The arrival of a unit that has been asked, or of whoever is asked after it.

use domain::order::{Assignment, AssignmentState};
use domain::{Order, Timestamp};

use super::arrival::Arrival;
use super::course::Course;
use super::{ANYWHERE, refused, silence};
use crate::Dispatch;
use crate::forecast::{Cause, Stage};
use crate::habits::{Who, seconds};

impl Dispatch {
    /// A unit that has been asked and has not answered; `next` is what follows if it does not take it.
    pub(super) fn asked(
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
        let at = unit.measured().map(|fix| fix.at);
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
                .after(habits.road(who, way.seconds), left_s)
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
}
