//! Whether the unit has arrived where its orders send it.
//!
//! One detector watches for each order taken on. The watching is done in the phone's own time: the
//! hall's clock as the phone knows it may be set right in the middle of a stay, which must neither
//! lengthen nor undo it. The rule of what a stay is belongs to `domain`.

use std::collections::BTreeMap;

use domain::{ArrivalDetector, ArrivalRule, AssignmentId, LatLon, Order, OrderId, Timestamp};

use crate::{Measurement, PhoneTime};

/// Watches for arrivals at the places of the orders taken on.
#[derive(Clone, Debug, Default)]
pub(crate) struct Arrivals {
    watched: BTreeMap<AssignmentId, Watched>,
}

#[derive(Clone, Debug)]
struct Watched {
    order: OrderId,
    place: LatLon,
    radius_m: f64,
    detector: ArrivalDetector,
}

impl Arrivals {
    /// Watches these from here on, and no others.
    pub(crate) fn watch<'a>(&mut self, taken_on: impl Iterator<Item = (AssignmentId, &'a Order)>) {
        let mut before = std::mem::take(&mut self.watched);
        for (assignment, order) in taken_on {
            let (place, radius_m) = (order.place.at, order.arrival_radius_m);
            // A place that moved is watched anew.
            let is_same =
                |known: &Watched| known.place == place && known.radius_m.to_bits() == radius_m.to_bits();
            let known = before.remove(&assignment).filter(is_same);
            let watched = known.unwrap_or_else(|| Watched {
                order: order.id,
                place,
                radius_m,
                detector: ArrivalDetector::new(ArrivalRule::within(radius_m), place),
            });
            self.watched.insert(assignment, watched);
        }
    }

    /// Looks at the measurement taken at `taken`; the orders arrived at, with the beginning of the stay
    /// and how far that may be off in milliseconds.
    pub(crate) fn observe(
        &mut self,
        taken: PhoneTime,
        measured: &Measurement,
    ) -> Vec<(OrderId, AssignmentId, PhoneTime, u32)> {
        let fix = measured.fix(Timestamp::from_millis(taken.as_millis().cast_signed()), 0);
        self.watched
            .iter_mut()
            .filter_map(|(assignment, watched)| {
                let arrival = watched.detector.observe(&fix)?;
                let began = PhoneTime::from_millis(arrival.at.as_millis().unsigned_abs());
                Some((watched.order, *assignment, began, arrival.error_ms))
            })
            .collect()
    }
}
