//! Puts the fixes of phones right that measure in another datum than WGS-84 without saying so.
//!
//! A datum that a fix declares always wins, be it WGS-84. Of the others the trail is watched; once the roads show
//! that it is shifted, that is put on record, the desks are told, and from then on the shift is undone
//! at the door. The trail put right is watched on: should the phone be mended, that shows in the same way.

use domain::{Fix, Timestamp, UnitId};

use crate::datum_watch::Shift;
use crate::{Dispatch, Record};

impl Dispatch {
    /// The fix in WGS-84, as far as anybody can know.
    pub(crate) fn put_right(&mut self, now: Timestamp, unit: UnitId, fix: Fix) -> Fix {
        let Some(known) = self.board.units.get_mut(&unit) else {
            return fix;
        };
        if fix.datum.is_some() {
            known.datum_watch.forget();
            if known.shift.is_some() {
                // It was found while the phone said nothing.
                self.found(now, unit, None);
            }
            return fix.in_wgs84();
        }
        let right = known.put_right(fix.clone());
        let (true, Some(network)) = (
            known.datum_watch.observe(&right),
            self.foresight.ways.travel().network(),
        ) else {
            return right;
        };
        let mode = known.unit.mode;
        let nearest = |at| network.snap(mode, at, None).map(|road| road.at);
        let Some(judgement) = known.datum_watch.judge(nearest) else {
            return right;
        };
        let Some(found) = known.datum_watch.conclude(judgement) else {
            return right;
        };
        known.datum_watch.forget();
        // A shift of what was put right says that it need not be, or not so: it is looked at anew.
        let shift = known.shift.is_none().then_some(found);
        self.found(now, unit, shift);
        match self.board.units.get(&unit) {
            Some(known) => known.put_right(fix),
            None => fix,
        }
    }

    /// The phone turns out to be shifted so, or not any more; what its fixes said of arrivals is void.
    fn found(&mut self, now: Timestamp, unit: UnitId, shift: Option<Shift>) {
        if let Some(known) = self.board.units.get_mut(&unit) {
            known.arrivals.clear();
        }
        self.record(now, None, Record::DatumFound { unit, shift });
        self.show_unit(now, unit);
    }
}
