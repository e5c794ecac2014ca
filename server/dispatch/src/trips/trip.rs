//! One unit's way to one scene.

use std::collections::VecDeque;
use std::time::Duration;

use domain::Timestamp;

use crate::TripSeen;
use crate::habits::{Spread, seconds};
use crate::recommend::whole;

/// Metres from the scene within which a unit is near it: from there on it looks for the door.
const NEAR_M: f64 = 150.0;
/// Seconds of the way that a unit must have made for it to count as moving.
const MOVED_S: f64 = 12.0;

/// Seconds of the way after which a unit is rolling, however uncertain its first positions are.
const ROLLS_S: f64 = 30.0;

/// How far off the seconds of road before a unit usually are, as its positions tell them.
const ROUTE_ERROR_S: f64 = 10.0;

/// Fixes looked at together: so many, no older than that, or all of so short a while. With one a second, two
/// lanes side by side take turns for seconds.
const LATELY: usize = 5;
const LATELY_FOR: Duration = Duration::from_secs(40);
const JUST_NOW: Duration = Duration::from_secs(15);
/// No more than so many fixes are looked at, however fast they come.
const AT_MOST: usize = 64;

/// Seconds by which the road before a unit may differ from what it should be by now, without being doubted.
const BELIEVED_S: f64 = 40.0;
/// How long a doubted way must be seen to be believed: a while on the wrong carriageway by a few metres is short.
const DOUBTED_FOR: Duration = Duration::from_secs(75);

/// Seconds without stirring after which a unit is not taken to have come on.
const STILL_S: f64 = 30.0;

/// Metres that a unit must have come nearer, or gone away, for it not to stand.
const STIRRED_M: f64 = 60.0;

/// Seconds of road before a unit within which it may look for the door.
const NEAR_S: f64 = 120.0;
/// A unit this far away passed by, in metres.
const PASSED_BY_M: f64 = 2.0 * NEAR_M;

/// A unit that is not seen is believed to go on for so many seconds.
const UNSEEN_MOST_S: f64 = 600.0;

/// A unit's way to a scene.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Trip {
    /// Where it was before it moved off.
    home: Option<Home>,
    /// Since when it is under way, and how many seconds of road lay before it then.
    begun: Option<(Timestamp, f64)>,
    /// Since when it has come on, and how many seconds of road lay before it then: who has to turn round
    /// first, or waits for a gap, is not slow on the road.
    rolling: Option<(Timestamp, f64)>,
    /// Seconds of road that lie before it, as of its latest fix.
    pub(crate) route_s: f64,
    /// Whether those are guessed.
    pub(crate) guessed: bool,
    fix_at: Timestamp,
    /// The latest fixes: when, the seconds of road before it, the metres to the scene.
    lately: VecDeque<(Timestamp, f64, f64)>,
    /// Since when the fixes tell of another way than the one believed.
    doubted_since: Option<Timestamp>,
    /// How far from the scene it was, in metres, when it last stirred, with when that was.
    stirred: Option<(f64, Timestamp)>,
    /// When half of the way was made, with what lay before it then.
    half: Option<(Timestamp, f64)>,
    /// When it was first near the scene, with what lay before it then.
    near: Option<(Timestamp, f64)>,
}

/// Where a unit waits before it moves off.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Home {
    /// When it was last seen there.
    fix_at: Timestamp,
    /// How many seconds of road lie before it there.
    route_s: f64,
    /// How far from the scene that is, in metres.
    distance_m: f64,
}

impl Trip {
    pub(super) fn new(fix_at: Timestamp, route_s: f64, guessed: bool) -> Self {
        Self {
            home: None,
            begun: None,
            rolling: None,
            route_s,
            guessed,
            fix_at,
            lately: VecDeque::new(),
            doubted_since: None,
            stirred: None,
            half: None,
            near: None,
        }
    }

    /// The unit's position at `fix_at` leaves `route_s` of road before it and lies `distance_m` from the scene.
    pub(super) fn see(&mut self, fix_at: Timestamp, route_s: f64, distance_m: f64) {
        let (route_s, distance_m) = self.smoothed(fix_at, route_s, distance_m);
        if self
            .stirred
            .is_none_or(|(before, _)| (before - distance_m).abs() >= STIRRED_M)
        {
            self.stirred = Some((distance_m, fix_at));
        }
        if self.begun.is_none() {
            self.leave_home(fix_at, route_s, distance_m);
        }
        if self.is_doubtful(fix_at, route_s) {
            return;
        }
        (self.route_s, self.fix_at) = (route_s, fix_at);
        match self.begun {
            Some((_, at_first)) if at_first - route_s >= ROLLS_S => {
                self.rolling.get_or_insert((fix_at, route_s));
            }
            // It has not come on after all.
            _ => self.rolling = None,
        }
        if self.begun.is_some_and(|(_, at_first)| route_s <= at_first / 2.0) {
            self.half.get_or_insert((fix_at, route_s));
        }
        if distance_m <= NEAR_M && route_s <= NEAR_S {
            self.near.get_or_insert((fix_at, route_s));
        } else if distance_m > PASSED_BY_M {
            self.near = None;
        }
    }

    /// Perhaps it has moved off without saying so.
    fn leave_home(&mut self, fix_at: Timestamp, route_s: f64, distance_m: f64) {
        let here = Home {
            fix_at,
            route_s,
            distance_m,
        };
        let home = self.home.get_or_insert(here);
        // Who is close by has less far to go.
        let left_m = STIRRED_M.min(home.distance_m / 2.0);
        if (home.distance_m - distance_m).abs() < left_m {
            home.fix_at = fix_at;
        } else if home.route_s - route_s >= MOVED_S {
            self.begun = Some((home.fix_at, home.route_s));
        } else if route_s > home.route_s {
            // It goes somewhere else.
            *home = here;
        }
    }

    /// Whether what the fixes say now is not to be believed yet: nobody is suddenly minutes further away.
    ///
    /// A few metres aside lies another road, or the other carriageway. If the fixes stay with it, the
    /// unit truly goes another way: what it had made of the old one says how quick it is, as before.
    fn is_doubtful(&mut self, fix_at: Timestamp, route_s: f64) -> bool {
        let Some((_, at_first)) = &mut self.begun else {
            return false;
        };
        let passed = seconds(self.fix_at, fix_at);
        let further = route_s - self.route_s;
        if (-BELIEVED_S - 2.0 * passed..=BELIEVED_S).contains(&further) {
            self.doubted_since = None;
            return false;
        }
        let since = *self.doubted_since.get_or_insert(fix_at);
        if fix_at < since.after(DOUBTED_FOR) {
            return true;
        }
        self.doubted_since = None;
        *at_first += further + passed;
        if let Some((_, at_first)) = &mut self.rolling {
            *at_first += further + passed;
        }
        self.half = None;
        false
    }

    /// What the latest fixes together say: one of them may lie somewhere else, or beside the wrong lane.
    fn smoothed(&mut self, fix_at: Timestamp, route_s: f64, distance_m: f64) -> (f64, f64) {
        self.lately.push_back((fix_at, route_s, distance_m));
        let is_old = |(at, ..): &(Timestamp, f64, f64)| fix_at > at.after(JUST_NOW);
        while self.lately.len() > AT_MOST
            || (self.lately.len() > LATELY && self.lately.front().is_some_and(is_old))
        {
            self.lately.pop_front();
        }
        let moves = self.begun.is_some() && self.stands_for() < STILL_S;
        let fresh = self
            .lately
            .iter()
            .filter(|(at, ..)| fix_at <= at.after(LATELY_FOR));
        let (ways, distances) = fresh
            .map(|(at, route_s, distance_m)| {
                // Who is on the move has come on since.
                let since = if moves { seconds(*at, fix_at) } else { 0.0 };
                ((route_s - since).max(0.0), *distance_m)
            })
            .unzip();
        (middle(ways), middle(distances))
    }

    /// The officer said at `at` that they set off.
    pub(super) fn set_off(&mut self, at: Timestamp) {
        if self.begun.is_none() {
            self.begun = Some((at, self.route_s));
            self.stirred = self.stirred.map(|(metres, before)| (metres, before.max(at)));
        }
    }

    pub(crate) fn has_begun(&self) -> bool {
        self.begun.is_some()
    }

    /// Seconds since it came near the scene.
    pub(crate) fn near_for(&self, now: Timestamp) -> Option<f64> {
        self.near.map(|(at, _)| seconds(at, now))
    }

    /// Seconds without progress, as far as fixes show it, while under way and not near.
    pub(crate) fn stands_for(&self) -> f64 {
        if self.begun.is_none() || self.near.is_some() {
            return 0.0;
        }
        let last = self.lately.back().map_or(self.fix_at, |(at, ..)| *at);
        self.stirred.map_or(0.0, |(_, at)| seconds(at, last))
    }

    /// How long the rest of the road takes from `now`, given the officer's usual `pace`, but for the
    /// last `near_s` seconds of road.
    ///
    /// What is seen of this trip counts the more, the longer it was watched, and the less, the more the
    /// minutes of a trip differ (`wander` is the variance of a minute's logarithm).
    pub(crate) fn rest(&self, now: Timestamp, pace: Spread, wander: f64, near_s: f64) -> Spread {
        let mut pace = pace;
        if let Some((since, at_first)) = self.rolling {
            let (made, took) = (at_first - self.route_s, seconds(since, self.fix_at));
            if made >= MOVED_S && took > 0.0 {
                let seen = (took / made).clamp(0.2, 5.0).ln();
                let vague = 60.0 * wander / made + (ROUTE_ERROR_S / made).powi(2);
                let (known, shown) = (pace.sigma.powi(-2), vague.recip());
                pace = Spread {
                    mu: (pace.mu * known + seen * shown) / (known + shown),
                    sigma: (known + shown).recip().sqrt(),
                };
            }
        }
        // A unit on the move goes on while no fix comes.
        let unseen = self
            .begun
            .map_or(0.0, |(since, _)| seconds(self.fix_at.max(since), now));
        let left = (self.route_s - near_s - unseen.min(UNSEEN_MOST_S) / pace.mean()).max(3.0);
        let noise = 60.0 * wander / left.max(30.0);
        Spread {
            mu: pace.mu + left.ln(),
            sigma: (pace.sigma.powi(2) + noise).sqrt(),
        }
    }

    /// How the trip went that ended at `at`, if it was seen from its beginning.
    pub(super) fn seen(&self, at: Timestamp) -> Option<TripSeen> {
        let (near_at, at_last) = self.near?;
        let rolling = self.rolling.filter(|(_, then)| then - at_last >= ROLLS_S);
        let (since, at_first) = rolling.or(self.begun)?;
        Some(TripSeen {
            half: self.half.map(|(half_at, at_half)| {
                let (first, second) = (at_first - at_half, at_half - at_last);
                [first, seconds(since, half_at), second, seconds(half_at, near_at)].map(whole)
            }),
            route_s: whole(at_first - at_last),
            took_s: whole(seconds(since, near_at)),
            last_s: whole(seconds(near_at, at)),
            left_s: Some(whole(at_last)),
        })
    }
}

/// The one in the middle, the lower of two.
fn middle(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let place = values.len().saturating_sub(1) / 2;
    values.get(place).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests;
