//! Roads that the hall closed.

use domain::{ClosureId, LatLon, RoadClosure, Timestamp};

use crate::{Answered, Change, Dispatch, Output, Record, Refusal, Seat};

/// Closures that stand at once.
const AT_ONCE: usize = 200;

impl Dispatch {
    pub(crate) fn close_road(
        &mut self,
        now: Timestamp,
        by: Seat,
        at: LatLon,
        radius_m: f64,
        note: String,
    ) -> Result<Answered, Refusal> {
        if !RoadClosure::is_radius(radius_m) || self.board.closures.len() >= AT_ONCE {
            return Err(Refusal::BadClosure);
        }
        let closure = RoadClosure {
            id: ClosureId(self.ids.next(now)),
            at,
            radius_m,
            note,
            closed_by: by.person,
            closed_at: now,
        };
        self.record(
            now,
            None,
            Record::RoadClosed {
                closure: closure.clone(),
            },
        );
        self.closures_changed();
        Ok(Answered::Closure(closure))
    }

    pub(crate) fn open_road(
        &mut self,
        now: Timestamp,
        by: Seat,
        closure: ClosureId,
    ) -> Result<Answered, Refusal> {
        if !self.board.closures.contains_key(&closure) {
            return Err(Refusal::NoSuchClosure);
        }
        let by = by.person;
        self.record(now, None, Record::RoadOpened { closure, by });
        self.closures_changed();
        Ok(Answered::Done)
    }

    fn closures_changed(&mut self) {
        let closures = self.board.closures.values().cloned().collect();
        self.output(Output::Show(Change::Closures(closures)));
    }
}
