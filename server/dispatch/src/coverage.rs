//! How the district is covered: where the promise can be kept now, who is missed where, who should move.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use domain::clock::QUARTER_OF_AN_HOUR;
use domain::order::OrderKind;
use domain::{LatLon, Timestamp, TravelMode, UnitId};

use crate::Dispatch;

mod demand;
mod guard;
mod holes;
mod map;
mod memory;
mod moves;
mod survey;

pub(crate) use self::demand::Demand;
pub use self::demand::{DEMAND_PRIOR, DEMAND_SPREAD_M};
use self::guard::Guard;
pub use self::holes::Hole;
pub(crate) use self::map::Mapping;
pub use self::map::{MapNews, PromiseMap};
pub use self::memory::MapMemory;
pub use self::moves::Move;
pub(crate) use self::moves::{Moves, is_move};
pub use self::survey::Survey;
use self::survey::{STEP_S, steps_of};

/// The limit that coverage is about: an emergency's.
const LIMIT_S: f64 = QUARTER_OF_AN_HOUR.as_secs_f64();
/// What the whole limit on the way counts for beside being late, so that response stays quick where nothing is late.
const SLOW_COSTS: f64 = 0.15;
/// The harm if nobody at all can go.
pub(crate) const WORST: f32 = 1.15;
/// How often it is looked anew where incidents happen.
const SHARES_EVERY: Duration = Duration::from_mins(5);
/// Units that are free so soon guard already.
const SOON: Duration = Duration::from_mins(10);

/// The free units and what guards the district.
pub(crate) struct Guarded {
    pub(crate) survey: Arc<Survey>,
    pub(crate) guard: Guard,
    pub(crate) units: Vec<Guardian>,
    /// The places, those where most happens first.
    busiest: Vec<usize>,
    /// By means of travel: the harm by the steps of a survey.
    harm: [Vec<f32>; 3],
}

/// A unit that guards.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Guardian {
    pub(crate) unit: UnitId,
    pub(crate) mode: TravelMode,
    /// Where it is, or will be once it is free or has moved.
    pub(crate) place: usize,
    /// Whether it can be sent somewhere now.
    pub(crate) free: bool,
    free_in_s: f64,
}

impl Dispatch {
    /// How the district is guarded now; none without roads.
    pub(crate) fn guarded(&mut self, now: Timestamp) -> Option<Guarded> {
        self.guarded_without(now, None)
    }

    /// How the district is guarded once `leaving` has been sent somewhere; none without roads.
    fn guarded_without(&mut self, now: Timestamp, leaving: Option<UnitId>) -> Option<Guarded> {
        let modes: BTreeSet<TravelMode> = self.board.units.values().map(|unit| unit.unit.mode).collect();
        let survey = self.foresight.ways.survey(&modes)?;
        let harm = TravelMode::ALL.map(|mode| {
            if modes.contains(&mode) {
                self.harm_by_way(now, mode)
            } else {
                Vec::new()
            }
        });
        let mut units = self.guardians(now, &survey);
        units.retain(|unit| Some(unit.unit) != leaving);
        let harms: Vec<Vec<f32>> = units
            .iter()
            .map(|unit| harms(&survey, &harm, unit.mode, unit.place, unit.free_in_s))
            .collect();
        let shares = self.shares(now, &survey);
        let mut busiest: Vec<(usize, f64)> = shares.iter().copied().enumerate().collect();
        busiest.sort_by(|(_, a), (_, b)| b.total_cmp(a));
        let guard = Guard::new(shares, &harms, WORST);
        Some(Guarded {
            survey,
            guard,
            units,
            busiest: busiest.into_iter().map(|(place, _)| place).collect(),
            harm,
        })
    }

    /// The share of incidents to be expected at each place of the survey, looked at every few minutes.
    fn shares(&mut self, now: Timestamp, survey: &Survey) -> Vec<f64> {
        let known = self.foresight.shares.as_ref();
        let known = known.filter(|(at, shares)| {
            now < at.after(SHARES_EVERY) && *at <= now && shares.len() == survey.places.len()
        });
        if let Some((_, shares)) = known {
            return shares.clone();
        }
        let shares = self.board.demand.shares(now, &survey.places, &survey.by_roads);
        self.foresight.shares = Some((now, shares.clone()));
        shares
    }

    /// The units that are free and can be reached, or are about to be.
    fn guardians(&self, now: Timestamp, survey: &Survey) -> Vec<Guardian> {
        let engaged = self.engagements(now, OrderKind::Emergency, None);
        let posts = self.posts();
        let guards = self.board.units.values().filter_map(|unit| {
            let id = unit.unit.id;
            let fix = unit
                .measured()
                .filter(|_| self.board.can_be_counted_on(unit, now))?;
            let engaged = engaged.get(&id).copied().unwrap_or_default();
            let (free, free_in_s) = (engaged.busy_with.is_none(), engaged.free_in_s);
            if free_in_s > SOON.as_secs_f64() {
                return None;
            }
            let scene = engaged
                .busy_with
                .and_then(|order| self.board.orders.get(&order))
                .map(|order| order.place.at);
            let at = scene.or_else(|| posts.get(&id).copied()).unwrap_or(fix.at);
            Some(Guardian {
                unit: id,
                mode: unit.unit.mode,
                place: survey.place_at(at)?,
                free,
                free_in_s,
            })
        });
        guards.collect()
    }

    /// Where units that stand by do so, or will.
    fn posts(&self) -> BTreeMap<UnitId, LatLon> {
        let standby = self
            .board
            .open_orders()
            .filter(|order| order.kind == OrderKind::Standby);
        standby
            .flat_map(|order| {
                let standing = order.assignments.values().filter(|known| known.state.stands());
                standing.map(|known| (known.unit, order.place.at))
            })
            .collect()
    }

    /// The harm of a way of so many steps: lateness, and a little for the time itself.
    fn harm_by_way(&self, now: Timestamp, mode: TravelMode) -> Vec<f32> {
        let of = |steps: u8| {
            let coming = self.coming_anyone(mode, now, f64::from(steps) * STEP_S);
            let late = 1.0 - coming.at_most(LIMIT_S);
            shorten(late + SLOW_COSTS * (coming.mean() / LIMIT_S).min(1.0))
        };
        (0..=u8::MAX).map(of).collect()
    }
}

impl Guarded {
    /// The harm at every place of a unit at `place`.
    fn harms(&self, mode: TravelMode, place: usize) -> Vec<f32> {
        harms(&self.survey, &self.harm, mode, place, 0.0)
    }
}

fn harms(survey: &Survey, harm: &[Vec<f32>; 3], mode: TravelMode, place: usize, free_in_s: f64) -> Vec<f32> {
    let table = harm.get(mode as usize).map_or(&[][..], Vec::as_slice);
    let later = steps_of(free_in_s);
    let steps = survey.from(mode, place).iter();
    steps
        .map(|way| {
            let way = usize::from(way.saturating_add(later));
            table.get(way).copied().unwrap_or(WORST)
        })
        .collect()
}

#[expect(clippy::cast_possible_truncation, reason = "harm needs no more digits")]
fn shorten(harm: f64) -> f32 {
    harm as f32
}
