//! Which fixes are worth sending.
//!
//! A moving unit is followed once a second, so is one that is near the place of its order, where an
//! arrival is a matter of seconds; one that stays is heard from every quarter of a minute, so that it
//! never looks lost and its battery lasts. Arrival looks at every measurement, sent or not. Nothing is
//! sent off duty, which the machine sees to; how often there is a measurement is `cadence`'s.

use std::time::Duration;

use domain::{Activity, LatLon, TravelMode};

use crate::movement::{FAST_MPS, Movement, Seen, movement};
use crate::{Measurement, PhoneTime};

const MOVING_EVERY: Duration = Duration::from_secs(1);
const STILL_EVERY: Duration = Duration::from_secs(15);

/// A receiver that measures every second is sometimes a little early; this much is let pass.
const EARLY: Duration = Duration::from_millis(200);

/// As fast as this, in metres a second, is moving.
const MOVING_MPS: f64 = 0.8;

/// As far as this from the last place sent, in metres, is moving too, if the measurement is no vaguer.
const MOVED_M: f64 = 10.0;

/// Of somebody at rest, only what is as many times further than the measurement is vague is a move.
const BEYOND_DOUBT: f64 = 3.0;

/// As near as this to the place of an order, in metres, a unit is followed whether it moves or not.
pub(crate) const NEAR_M: f64 = 300.0;

/// Chooses fixes to send.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tracking {
    last: Option<Sent>,
    newest: Option<Newest>,
    /// When the unit was as fast as a vehicle.
    fast_at: Option<PhoneTime>,
}

/// The latest measurement, sent or not.
#[derive(Clone, Copy, Debug)]
struct Newest {
    taken: PhoneTime,
    activity: Option<Activity>,
}

#[derive(Clone, Copy, Debug)]
struct Sent {
    /// Where it was; while it stays, where it came to rest: vague positions one after another would hide a walk.
    at: LatLon,
    accuracy_m: f64,
    /// When it was there.
    taken: PhoneTime,
    moving: bool,
    speed_mps: f64,
    next_moving: PhoneTime,
    next_still: PhoneTime,
}

impl Tracking {
    /// Whether the measurement taken at `taken` is to be sent; if so it counts as sent.
    ///
    /// `near` says whether the unit is near a place that it is on the way to.
    pub(crate) fn takes(&mut self, taken: PhoneTime, measured: &Measurement, near: bool) -> bool {
        if self.newest.is_none_or(|newest| newest.taken <= taken) {
            let activity = measured.activity;
            self.newest = Some(Newest { taken, activity });
        }
        let (worth_it, moving) = match &self.last {
            None => (true, false),
            Some(last) => {
                let moving = last.moves_to(measured);
                let halted = last.moving && !moving && measured.speed_mps.is_some();
                let due = if moving || halted || near {
                    last.next_moving
                } else {
                    last.next_still
                };
                (taken.after(EARLY) >= due, moving)
            }
        };
        if worth_it {
            let next_moving = self
                .last
                .map_or(taken, |last| last.next_moving.max(taken))
                .after(MOVING_EVERY);
            let speed_mps = measured
                .speed_mps
                .or_else(|| Some(self.last?.speed_to(taken, measured)));
            let speed_mps = speed_mps.unwrap_or(0.0);
            if moving && speed_mps >= FAST_MPS {
                self.fast_at = Some(taken);
            }
            let rests = self.last.filter(|last| !moving && !last.moving);
            self.last = Some(Sent {
                at: rests.map_or(measured.at, |last| last.at),
                accuracy_m: rests.map_or(measured.accuracy_m, |last| last.accuracy_m),
                taken: rests.map_or(taken, |last| last.taken),
                moving,
                speed_mps,
                next_moving,
                next_still: taken.after(STILL_EVERY),
            });
        }
        worth_it
    }

    /// Whether any fix was sent.
    pub(crate) const fn has_begun(&self) -> bool {
        self.last.is_some()
    }

    /// How the unit moves, if it travels by `mode`: by what was last sent, and by what its sensors last said.
    pub(crate) fn movement(&self, mode: TravelMode) -> Movement {
        let fast_ago = self.fast_at.zip(self.newest);
        let seen = Seen {
            activity: self.newest.and_then(|newest| newest.activity),
            moving: self.last.is_some_and(|last| last.moving),
            speed_mps: self.last.map_or(0.0, |last| last.speed_mps),
            fast_ago: fast_ago.map(|(fast, newest)| newest.taken.since(fast)),
        };
        movement(mode, seen)
    }

    /// Forgets what was sent, so that the next fix is.
    pub(crate) fn forget(&mut self) {
        *self = Self::default();
    }
}

impl Sent {
    /// How fast it went since then, by the two places alone.
    fn speed_to(&self, taken: PhoneTime, measured: &Measurement) -> f64 {
        let seconds = taken.since(self.taken).as_secs_f64();
        if seconds > 0.0 {
            measured.at.distance_m(self.at) / seconds
        } else {
            0.0
        }
    }

    fn moves_to(&self, measured: &Measurement) -> bool {
        let vague_m = measured.accuracy_m.max(self.accuracy_m);
        // A receiver beside a wall makes up places and speeds; what lies still on a table it does not.
        let (far_m, fast_mps) = match measured.activity {
            Some(Activity::Still) => (vague_m * BEYOND_DOUBT, FAST_MPS),
            _ => (vague_m, MOVING_MPS),
        };
        let far = measured.at.distance_m(self.at) > far_m.max(MOVED_M);
        far || measured.speed_mps.is_some_and(|speed| speed >= fast_mps)
    }
}

#[cfg(test)]
mod tests;
