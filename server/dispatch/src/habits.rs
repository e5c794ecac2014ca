//! What units usually do: how soon they answer, how they drive, how long the last metres take.
//!
//! A fold of the log, so that a restart forgets nothing. Each habit is a [`Habit`]: log-normal, with
//! what is peculiar to a unit, a time of day or a means of travel shrunk towards what everybody does.

use std::collections::BTreeMap;
use std::time::Duration;

use domain::order::{Assignment, Leg, OrderEvent, OrderKind, OrderStatus};
use domain::{Order, Timestamp, TravelMode, UnitId};
use serde::{Deserialize, Serialize};

mod habit;
mod spread;
mod wander;

pub(crate) use habit::{Habit, Prior, Who};
pub(crate) use spread::Spread;
pub(crate) use wander::Wander;

/// An offer that is taken back sooner says nothing of the unit: somebody changed their mind.
const SILENCE_TELLS: Duration = Duration::from_secs(10);

/// Offers' worth of evidence behind the guess how often units refuse.
const REFUSAL_PRIOR: f64 = 20.0;
/// The share of offers that is refused or left unanswered, before anything is known.
const REFUSED_AT_FIRST: f64 = 0.05;
/// Offers' worth of evidence by which a unit's own share is drawn towards everybody's.
const REFUSAL_SHRINKAGE: f64 = 10.0;

/// What the hall saw of a unit's way to a scene, from setting off to being there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TripSeen {
    /// Seconds that the roads asked for, from where the unit was first seen under way to near the scene.
    pub route_s: u32,
    /// Seconds that it took.
    pub took_s: u32,
    /// Seconds from near the scene to counting as there.
    pub last_s: u32,
    /// Seconds that the roads ask for from there on; none in old records.
    #[serde(default)]
    pub left_s: Option<u32>,
    /// Both halves of the way, if they were seen: seconds that the roads asked for, seconds that they took.
    #[serde(default)]
    pub half: Option<[u32; 4]>,
}

/// The habits of all units.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Habits {
    /// Seconds from the phone having an offer to the officer's yes.
    pub(crate) answer: Habit,
    /// Seconds from the yes to setting off.
    pub(crate) start: Habit,
    /// Time on the road over what the roads ask for.
    pub(crate) pace: Habit,
    /// Seconds of road that are left when a unit comes near the scene.
    pub(crate) near: Habit,
    /// Seconds from near the scene to counting as there.
    pub(crate) last: Habit,
    /// Seconds from being there to the first picture.
    pub(crate) video: Habit,
    /// Seconds from being there to the first report.
    pub(crate) report: Habit,
    /// Seconds from the first picture of the scene to the first report.
    pub(crate) after_picture: Habit,
    /// Seconds from being there to being free again.
    pub(crate) task: Habit,
    /// How much the minutes of one trip differ.
    pub(crate) wander: Wander,
    refusals: Refusals,
}

/// How often offers are refused or left unanswered.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Refusals {
    everyone: Asked,
    units: BTreeMap<UnitId, Asked>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Asked {
    offers: f64,
    refused: f64,
}

impl Default for Habits {
    /// What is supposed of units nobody has seen. The unit's own share of the spread is large, so that
    /// a handful of trips tells a quick officer from a slow one.
    fn default() -> Self {
        let seconds =
            |median: f64, noise, unit| Habit::new(Prior::of(median.ln(), noise, unit).at_any_time());
        Self {
            answer: seconds(8.0, 0.6, 0.3),
            start: seconds(25.0, 0.6, 0.3),
            pace: seconds(1.05, 0.15, 0.15),
            near: Habit::new(Prior::of(20_f64.ln(), 0.4, 0.0)).apart_by_mode(0.8),
            // What is done at a scene depends more on the scene than on the officer.
            last: seconds(35.0, 0.6, 0.05),
            video: seconds(30.0, 0.6, 0.05),
            report: seconds(90.0, 0.6, 0.05),
            after_picture: seconds(60.0, 0.6, 0.05),
            task: seconds(900.0, 0.6, 0.1),
            wander: Wander::default(),
            refusals: Refusals::default(),
        }
    }
}

impl Habits {
    /// The chance that `unit` refuses an offer or leaves it unanswered.
    pub(crate) fn refuses(&self, unit: UnitId) -> f64 {
        let all = self.refusals.everyone;
        let usual = (all.refused + REFUSED_AT_FIRST * REFUSAL_PRIOR) / (all.offers + REFUSAL_PRIOR);
        let own = self.refusals.units.get(&unit).copied().unwrap_or_default();
        (own.refused + usual * REFUSAL_SHRINKAGE) / (own.offers + REFUSAL_SHRINKAGE)
    }

    /// Takes in what a record says; `order` is as it was before.
    pub(crate) fn observe(&mut self, order: &Order, event: &OrderEvent, mode: impl Fn(UnitId) -> TravelMode) {
        let who = |unit, at| Who::new(unit, mode(unit), at);
        let assignment = |id| order.assignments.get(id);
        match event {
            OrderEvent::Offered { at, unit, .. } => {
                let replaced = order
                    .assignments
                    .values()
                    .filter(|known| !known.state.is_taken() && (!order.is_team() || known.unit == *unit));
                for known in replaced {
                    self.taken_back(known, *at);
                }
            }
            OrderEvent::Withdrawn {
                assignment: id, at, ..
            } => {
                if let Some(known) = assignment(id) {
                    self.taken_back(known, *at);
                }
            }
            OrderEvent::Declined { assignment: id, .. } => {
                if let Some(known) = assignment(id) {
                    self.answered(known.unit, true);
                }
            }
            OrderEvent::Accepted { assignment: id, when } => {
                if let Some(known) = assignment(id) {
                    self.answered(known.unit, false);
                    let rang = known.delivered.map_or(known.offered_at, |moment| moment.at);
                    self.answer
                        .observe(who(known.unit, when.at), seconds(rang, when.at));
                }
            }
            OrderEvent::SetOff { assignment: id, when } => {
                if let Some((known, yes)) = assignment(id).and_then(|known| Some((known, known.answered?))) {
                    self.start
                        .observe(who(known.unit, when.at), seconds(yes.at, when.at));
                }
            }
            OrderEvent::LegMet {
                leg: Leg::OnVideo,
                stamp,
                ..
            } => {
                if let Some(since) = first_since_arrival(order, Leg::OnVideo, stamp.unit, stamp.met_at) {
                    self.video.observe(who(stamp.unit, stamp.met_at), since);
                }
            }
            OrderEvent::Reported(report) => {
                if let Some(since) = first_since_arrival(order, Leg::Reported, report.unit, report.at) {
                    self.report.observe(who(report.unit, report.at), since);
                    let picture = order
                        .legs
                        .get(Leg::OnVideo)
                        .filter(|stamp| stamp.unit == report.unit);
                    if let Some(picture) = picture {
                        let since = since.min(seconds(picture.met_at, report.at));
                        self.after_picture.observe(who(report.unit, report.at), since);
                    }
                }
            }
            OrderEvent::Ended(OrderStatus::Closed { at, .. }) if order.kind != OrderKind::Standby => {
                if let Some(arrived) = order.legs.get(Leg::Arrived) {
                    self.task
                        .observe(who(arrived.unit, *at), seconds(arrived.met_at, *at));
                }
            }
            _ => {}
        }
    }

    /// Seconds of road that belong to the last metres.
    pub(crate) fn near_s(&self, who: Who) -> f64 {
        self.near.expect(who).mu.exp()
    }

    /// How long `route_s` seconds of road take until a unit is near the scene.
    pub(crate) fn road(&self, who: Who, route_s: f64) -> Spread {
        self.pace.expect(who).times((route_s - self.near_s(who)).max(3.0))
    }

    /// Takes in how a trip for an order of that kind went.
    pub(crate) fn observe_trip(&mut self, who: Who, kind: OrderKind, trip: TripSeen) {
        // A short way says more of traffic lights than of the officer.
        if trip.route_s >= 60 {
            self.pace
                .observe(who, f64::from(trip.took_s.max(1)) / f64::from(trip.route_s));
        }
        if let Some(halves) = trip.half {
            self.wander.observe(halves.map(f64::from));
        }
        // Who is to stand by somewhere looks for no door.
        if kind != OrderKind::Standby {
            self.last.observe(who, f64::from(trip.last_s));
            if let Some(left_s) = trip.left_s {
                self.near.observe(who, f64::from(left_s));
            }
        }
    }

    fn taken_back(&mut self, known: &Assignment, at: Timestamp) {
        let unanswered = known.state.stands() && !known.state.is_taken();
        if unanswered && at.since(known.offered_at) >= SILENCE_TELLS {
            self.answered(known.unit, true);
        }
    }

    fn answered(&mut self, unit: UnitId, refused: bool) {
        let refused = if refused { 1.0 } else { 0.0 };
        let own = self.refusals.units.entry(unit).or_default();
        for asked in [&mut self.refusals.everyone, own] {
            asked.offers += 1.0;
            asked.refused += refused;
        }
    }
}

/// Seconds between the unit's arrival and its meeting another leg, unless the leg was met before.
fn first_since_arrival(order: &Order, leg: Leg, unit: UnitId, at: Timestamp) -> Option<f64> {
    let arrived = order.arrival_of(unit)?;
    (order.legs.get(leg).is_none() && at >= arrived.met_at).then(|| seconds(arrived.met_at, at))
}

pub(crate) fn seconds(from: Timestamp, to: Timestamp) -> f64 {
    to.since(from).as_secs_f64()
}

#[cfg(test)]
mod tests;
