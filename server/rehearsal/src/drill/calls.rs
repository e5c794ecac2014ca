//! The row of calls of one drill: when, where, for what.

use std::time::Duration;

use domain::order::OrderKind;
use domain::{IncidentKind, LatLon, Timestamp};
use rand::RngExt;
use rand::seq::IndexedRandom;
use roads::RoadNetwork;

use super::layout::Layout;
use super::streams::Stream;
use super::{Plan, Scenario};
use crate::chance::pause;

/// Somebody calls.
#[derive(Clone, Debug)]
pub(super) struct Call {
    pub(super) at: Timestamp,
    pub(super) place: LatLon,
    pub(super) kind: OrderKind,
    pub(super) incident: IncidentKind,
    /// From the call to the order.
    pub(super) intake: Duration,
}

/// All calls of the drill with this seed, in sequence.
pub(super) fn calls(
    world: &Scenario,
    plan: &Plan,
    seed: u64,
    began: Timestamp,
    layout: &Layout,
    roads: &RoadNetwork,
) -> Vec<Call> {
    let rng = &mut Stream::Calls.of(seed, &[]);
    let rates = Rates::new(world, plan);
    let mut calls = Vec::new();
    let mut hours = 0.0;
    loop {
        hours += if rates.most > 0.0 {
            pause(rng, 1.0 / rates.most)
        } else {
            f64::INFINITY
        };
        if hours >= plan.hours {
            return calls;
        }
        // Thinning (Lewis, Shedler 1979).
        if rng.random::<f64>() * rates.most >= rates.at(hours) {
            continue;
        }
        let Some(place) = layout.incident(roads, rng) else {
            return calls;
        };
        let (emergency, routine) = (world.incidents.emergency_weight, world.incidents.routine_weight);
        calls.push(Call {
            at: began.after(Duration::from_secs_f64(hours * 3600.0)),
            place,
            kind: if rng.random::<f64>() * (emergency + routine) < emergency {
                OrderKind::Emergency
            } else {
                OrderKind::Routine
            },
            incident: KINDS.choose(rng).copied().unwrap_or(IncidentKind::Other),
            intake: world.seat.intake.draw(rng),
        });
    }
}

/// Calls an hour, over the hours of the drill.
struct Rates {
    start_hour: f64,
    by_hour: [f64; 24],
    most: f64,
}

impl Rates {
    /// Scaled so that the mean over the drill is the plan's.
    fn new(world: &Scenario, plan: &Plan) -> Self {
        let mut rates = Self {
            start_hour: world.calendar.start_hour,
            by_hour: world.incidents.by_hour,
            most: 0.0,
        };
        let steps = 1000;
        let mean = (0..steps)
            .map(|step| rates.at(plan.hours * (f64::from(step) + 0.5) / f64::from(steps)))
            .sum::<f64>()
            / f64::from(steps);
        // Where the drill's hours are all quiet ones, there are no calls.
        let scale = if mean > 0.0 {
            plan.orders_per_hour / mean
        } else {
            0.0
        };
        rates.by_hour = rates.by_hour.map(|rate| rate * scale);
        rates.most = rates.by_hour.iter().copied().fold(0.0, f64::max);
        rates
    }

    fn at(&self, hours: f64) -> f64 {
        let hour = (self.start_hour + hours).rem_euclid(24.0);
        let passed = (1..24).take_while(|passed| f64::from(*passed) <= hour).count();
        self.by_hour.get(passed).copied().unwrap_or_default()
    }
}

const KINDS: [IncidentKind; 6] = [
    IncidentKind::Fire,
    IncidentKind::Traffic,
    IncidentKind::Medical,
    IncidentKind::Crowd,
    IncidentKind::PublicOrder,
    IncidentKind::Other,
];
