//! Finds a source that measures in another datum than WGS-84 without saying so.
//!
//! Such a source lies some hundred metres off, but in a town there is a road everywhere, so a point
//! off the road is no signal. A whole trail is: moved by the right shift it follows the roads, and the
//! points of the road nearest to it move as it moves; moved by a wrong one it crosses them. So the
//! trail of a moving unit is held against the roads under every shift that a confused source could
//! have. What a source declares is never doubted: only those that say nothing are to be watched.

use std::collections::VecDeque;
use std::time::Duration;

use domain::{Datum, Fix, LatLon, Timestamp};
use serde::{Deserialize, Serialize};

/// So much of a trail is judged at least, in metres.
const LEAST_M: f64 = 1000.0;
/// It has at least so many turns: along one straight road a shift may go unseen.
const LEAST_TURNS: usize = 2;
/// A change of direction by so much, in degrees, is a turn.
const TURN_DEG: f64 = 35.0;
/// A direction is taken over so many metres.
const DIRECTION_M: f64 = 90.0;
/// Fixes of so long are taken together, which takes most of their noise away.
const TOGETHER: Duration = Duration::from_secs(5);
/// Points of the trail lie so far apart at least, in metres: who stands tells nothing.
const APART_M: f64 = 20.0;
/// So many points of the trail are remembered.
const REMEMBERED: usize = 90;
/// Fixes less accurate than this, in metres, are passed over.
const WORST_ACCURACY_M: f64 = 60.0;
/// Nobody is faster than this, in metres a second.
const FASTEST_MPS: f64 = 70.0;
/// After so long without a fix a new trail begins.
const LONGEST_GAP: Duration = Duration::from_mins(1);
/// How far a point of the trail may be from the middle of its road, as a standard deviation in metres.
const DEVIATION_M: f64 = 12.0;
/// However far off a point is, it counts for no more than this.
const WORST: f64 = 4.5;
/// So much better, in all, must the best shift explain the trail than none does, as a log-likelihood.
const MARGIN: f64 = 15.0;
/// As well as this must it explain each point: a trail off all roads fits nowhere.
const FITS: f64 = 1.6;

/// How a source's positions differ from WGS-84, in which they are supposed to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shift {
    /// They are in another datum.
    MeasuredIn(Datum),
    /// They were converted from another datum in which they never were.
    ConvertedFrom(Datum),
}

impl Shift {
    /// Every shift that a confused source could have.
    pub const ALL: [Self; 4] = [
        Self::MeasuredIn(Datum::Gcj02),
        Self::ConvertedFrom(Datum::Gcj02),
        Self::MeasuredIn(Datum::Bd09),
        Self::ConvertedFrom(Datum::Bd09),
    ];

    /// Where a source truly is that says to be at `at`.
    #[must_use]
    pub fn undone(self, at: LatLon) -> LatLon {
        match self {
            Self::MeasuredIn(datum) => datum.to_wgs84_anywhere(at),
            Self::ConvertedFrom(datum) => datum.from_wgs84_anywhere(at),
        }
    }
}

/// What the trail of a source says of its datum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judgement {
    /// It is as it should be, as far as the roads show.
    Sound,
    /// The source seems to be shifted so.
    Shifted(Shift),
}

/// Watches one source that declares no datum.
#[derive(Clone, Debug, Default)]
pub struct DatumWatch {
    trail: VecDeque<LatLon>,
    gathering: Option<Gathering>,
    last: Option<(Timestamp, LatLon)>,
    jumps: u32,
    /// What the stretch before seemed to be shifted by.
    suspected: Option<Shift>,
}

/// Fixes that are taken together.
#[derive(Clone, Copy, Debug)]
struct Gathering {
    since: Timestamp,
    lat: f64,
    lon: f64,
    fixes: f64,
}

impl Gathering {
    fn new(since: Timestamp) -> Self {
        Self {
            since,
            lat: 0.0,
            lon: 0.0,
            fixes: 0.0,
        }
    }

    fn middle(&self) -> Option<LatLon> {
        LatLon::new(self.lat / self.fixes, self.lon / self.fixes).ok()
    }
}

impl DatumWatch {
    /// Takes the next fix of the source in; whether there is more to judge than before.
    ///
    /// Fixes that are mock, inaccurate, not newer than the one before, or jumps are passed over.
    pub fn observe(&mut self, fix: &Fix) -> bool {
        if fix.mock || fix.accuracy_m > WORST_ACCURACY_M {
            return false;
        }
        if let Some((at, from)) = self.last {
            let passed = fix.taken_at.since(at);
            if passed.is_zero() {
                return false;
            }
            let leap = fix.at.distance_m(from) - 2.0 * WORST_ACCURACY_M;
            if leap > FASTEST_MPS * passed.as_secs_f64() && self.jumps < 2 {
                self.jumps = self.jumps.saturating_add(1);
                return false;
            }
            if self.jumps >= 2 && leap > 0.0 || passed > LONGEST_GAP {
                self.trail.clear();
                self.gathering = None;
            }
        }
        self.jumps = 0;
        self.last = Some((fix.taken_at, fix.at));
        let full = |gathering: &mut Gathering| fix.taken_at.since(gathering.since) >= TOGETHER;
        let point = self.gathering.take_if(full).and_then(|full| full.middle());
        let grew = point.is_some_and(|point| self.lengthen(point));
        let gathering = self.gathering.get_or_insert_with(|| Gathering::new(fix.taken_at));
        gathering.lat += fix.at.lat();
        gathering.lon += fix.at.lon();
        gathering.fixes += 1.0;
        grew
    }

    /// Adds a point to the trail, unless it hardly moved.
    fn lengthen(&mut self, point: LatLon) -> bool {
        if self
            .trail
            .back()
            .is_some_and(|last| last.distance_m(point) < APART_M)
        {
            return false;
        }
        self.trail.push_back(point);
        if self.trail.len() > REMEMBERED {
            self.trail.pop_front();
        }
        true
    }

    /// What the trail says, once it is long and winding enough.
    ///
    /// `nearest` gives the point of the roads nearest to a place, if there is any near it.
    pub fn judge(&self, nearest: impl Fn(LatLon) -> Option<LatLon>) -> Option<Judgement> {
        let trail: Vec<LatLon> = self.trail.iter().copied().collect();
        if length_m(&trail) < LEAST_M || turns(&trail) < LEAST_TURNS {
            return None;
        }
        let unshifted = misfit(&trail, &nearest);
        let shifted = Shift::ALL.map(|shift| {
            let undone: Vec<_> = trail.iter().map(|at| shift.undone(*at)).collect();
            (misfit(&undone, &nearest), shift)
        });
        let best = shifted.into_iter().min_by(|(a, _), (b, _)| a.total_cmp(b));
        let points = f64::from(u32::try_from(trail.len()).unwrap_or(u32::MAX));
        Some(match best {
            Some((misfit, shift)) if unshifted - misfit >= MARGIN && misfit <= FITS * points => {
                Judgement::Shifted(shift)
            }
            _ => Judgement::Sound,
        })
    }

    /// Begins the next stretch after one that was judged; what it is shifted by, once two in a row say the same.
    ///
    /// Of hundreds of stretches that a bad receiver draws through a dense town, one now and then fits the next
    /// quarter better than its own.
    pub fn conclude(&mut self, judgement: Judgement) -> Option<Shift> {
        let shift = match judgement {
            Judgement::Sound => None,
            Judgement::Shifted(shift) => Some(shift),
        };
        let suspected = self.suspected;
        self.forget();
        self.suspected = shift;
        shift.filter(|_| shift == suspected)
    }

    /// Forgets the trail: the source was set right, or its unit went off duty.
    pub fn forget(&mut self) {
        *self = Self::default();
    }
}

/// How badly the roads explain a trail: its negative log-likelihood but for a constant.
///
/// Each point is to lie near a road, and the nearest points of the roads are to move as it moves.
fn misfit(trail: &[LatLon], nearest: impl Fn(LatLon) -> Option<LatLon>) -> f64 {
    let matched: Vec<_> = trail
        .iter()
        .map(|at| nearest(*at).map(|road| metres_between(*at, road)))
        .collect();
    let off = |[east, north]: [f64; 2], variance: f64| {
        ((east * east + north * north) / (2.0 * variance)).min(WORST)
    };
    let variance = DEVIATION_M * DEVIATION_M;
    let beside: f64 = matched
        .iter()
        .map(|road| road.map_or(WORST, |road| off(road, variance)))
        .sum();
    let along: f64 = matched
        .windows(2)
        .map(|two| match two {
            [Some(from), Some(to)] => off([to[0] - from[0], to[1] - from[1]], 2.0 * variance),
            _ => WORST,
        })
        .sum();
    beside + along
}

/// Metres east and north from one point to another nearby.
fn metres_between(from: LatLon, to: LatLon) -> [f64; 2] {
    let metres = from.distance_m(to);
    let (east, north) = from.bearing_deg(to).to_radians().sin_cos();
    [metres * east, metres * north]
}

fn length_m(trail: &[LatLon]) -> f64 {
    let steps = trail.windows(2).map(|two| match two {
        [from, to] => from.distance_m(*to),
        _ => 0.0,
    });
    steps.sum()
}

/// How often the trail changes its direction.
fn turns(trail: &[LatLon]) -> usize {
    let Some(mut from) = trail.first().copied() else {
        return 0;
    };
    let (mut direction, mut turns) = (None, 0);
    for at in trail.iter().copied() {
        if from.distance_m(at) < DIRECTION_M {
            continue;
        }
        let bearing = from.bearing_deg(at);
        from = at;
        match direction {
            Some(before) if turned_deg(before, bearing) >= TURN_DEG => {
                turns += 1;
                direction = Some(bearing);
            }
            Some(_) => {}
            None => direction = Some(bearing),
        }
    }
    turns
}

fn turned_deg(before: f64, after: f64) -> f64 {
    let turned = (after - before).rem_euclid(360.0);
    turned.min(360.0 - turned)
}

#[cfg(test)]
mod tests;
