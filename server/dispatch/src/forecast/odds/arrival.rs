//! Somebody's arrival, with what there is to say about it.

use domain::order::Stamp;
use domain::{Timestamp, UnitId};

use super::course::Course;
use crate::forecast::{Cause, Stage};
use crate::habits::seconds;

/// Somebody's arrival with what there is to say about it.
pub(super) struct Arrival {
    pub(super) course: Course,
    pub(super) stage: Stage,
    pub(super) cause: Option<Cause>,
    /// Who will film and report, if that is known.
    pub(super) unit: Option<UnitId>,
}

impl Arrival {
    /// Whoever of two is there first; what there is to say is said of the likelier one.
    pub(super) fn or_another(self, other: Self) -> Self {
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
pub(super) fn there(now: Timestamp, left_s: f64, stamp: Stamp) -> Arrival {
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
