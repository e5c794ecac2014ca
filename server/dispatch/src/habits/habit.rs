//! One habit: how long something takes, by unit, time of day and means of travel.
//!
//! The logarithm of what is observed is the sum of what holds for everybody, for the hour, for the
//! means of travel, for these days and for the unit, and of noise. Each part is a normal variable of
//! its own, and an observation is shared among the parts by how uncertain each of them still is (a
//! Kalman filter without the covariances). So a part that is well known hardly moves, and a unit
//! seen once is hardly told from the others. An observation far out counts as one not so far out.

use std::collections::BTreeMap;

use domain::{Timestamp, TravelMode, UnitId};
use serde::{Deserialize, Serialize};

use super::Spread;

/// Bands of the day.
const HOURS: usize = 8;
/// How long each of them is.
const BAND_MS: i64 = 3 * 3_600_000;

/// An observation further from what was expected counts as if it were so many deviations away.
const FAR: f64 = 2.5;

/// Observations' worth of evidence behind the supposed noise.
const NOISE_PRIOR: f64 = 4.0;

/// How fast these days may come to differ from the rest: variance in an hour.
const DRIFT_PER_HOUR: f64 = 0.004;

/// Whose habit, and when.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Who {
    unit: UnitId,
    mode: TravelMode,
    at: Timestamp,
}

impl Who {
    pub(crate) const fn new(unit: UnitId, mode: TravelMode, at: Timestamp) -> Self {
        Self { unit, mode, at }
    }

    /// Somebody nothing is known of.
    pub(crate) const fn anyone(mode: TravelMode, at: Timestamp) -> Self {
        Self::new(UnitId(uuid::Uuid::nil()), mode, at)
    }
}

/// What is supposed of a habit before anything is observed.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Prior {
    /// The logarithm's usual value.
    mean: f64,
    /// Standard deviations: of the noise of one observation, of a unit's own part, of the part of an hour, a
    /// means of travel or these days.
    noise: f64,
    unit: f64,
    #[serde(default = "usual_times")]
    times: f64,
}

const fn usual_times() -> f64 {
    0.1
}

impl Prior {
    pub(crate) const fn of(mean: f64, noise: f64, unit: f64) -> Self {
        Self {
            mean,
            noise,
            unit,
            times: usual_times(),
        }
    }

    /// The same for what hardly depends on when it is done, or how one came there.
    pub(crate) const fn at_any_time(self) -> Self {
        Self { times: 0.05, ..self }
    }
}

/// A habit of all units.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Habit {
    prior: Prior,
    everyone: Part,
    hours: [Part; HOURS],
    modes: [Part; 3],
    lately: Part,
    lately_at: Option<Timestamp>,
    units: BTreeMap<UnitId, Part>,
    /// The noise's variance times the evidence, with the evidence.
    noise: [f64; 2],
}

/// One part of a habit's logarithm: a normal variable.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct Part {
    mean: f64,
    variance: f64,
}

impl Part {
    const fn supposed(deviation: f64) -> Self {
        Self {
            mean: 0.0,
            variance: deviation * deviation,
        }
    }

    /// Takes its share of a surprise.
    fn learn(&mut self, surprise: f64, variance_of_all: f64) {
        let gain = self.variance / variance_of_all;
        self.mean += gain * surprise;
        self.variance *= 1.0 - gain;
    }
}

impl Habit {
    pub(crate) fn new(prior: Prior) -> Self {
        Self {
            prior,
            everyone: Part {
                mean: prior.mean,
                variance: (prior.noise * prior.noise).max(0.09),
            },
            hours: [Part::supposed(prior.times); HOURS],
            modes: [Part::supposed(prior.times); 3],
            lately: Part::supposed(0.0),
            lately_at: None,
            units: BTreeMap::new(),
            noise: [prior.noise * prior.noise * NOISE_PRIOR, NOISE_PRIOR],
        }
    }

    /// The same, where much depends on the means of travel: its part's standard deviation.
    pub(crate) fn apart_by_mode(mut self, deviation: f64) -> Self {
        self.modes = [Part::supposed(deviation); 3];
        self
    }

    /// What to expect of the unit at that time.
    pub(crate) fn expect(&self, who: Who) -> Spread {
        let (mean, variance) = self.parts(who);
        Spread {
            mu: mean,
            sigma: (variance + self.noise_variance()).sqrt(),
        }
    }

    /// What to expect of anybody at that time.
    pub(crate) fn expect_anyone(&self, mode: TravelMode, at: Timestamp) -> Spread {
        self.expect(Who::anyone(mode, at))
    }

    /// The variance of what remains unexplained when the unit, the hour and the means of travel are known.
    pub(crate) fn noise_variance(&self) -> f64 {
        self.noise[0] / self.noise[1]
    }

    /// Takes in one observation, in seconds or as a ratio.
    pub(crate) fn observe(&mut self, who: Who, value: f64) {
        let value = value.max(if self.prior.mean > 1.0 { 1.0 } else { 0.05 }).ln();
        self.drift(who.at);
        let (mean, variance) = self.parts(who);
        let noise = self.noise_variance();
        let all = variance + noise;
        let surprise = (value - mean).clamp(-FAR * all.sqrt(), FAR * all.sqrt());
        let unit = Part::supposed(self.prior.unit);
        let own = self.units.entry(who.unit).or_insert(unit);
        let hour = self.hours.get_mut(band(who.at));
        let mode = self.modes.get_mut(who.mode as usize);
        for part in [
            Some(&mut self.everyone),
            Some(&mut self.lately),
            Some(own),
            hour,
            mode,
        ]
        .into_iter()
        .flatten()
        {
            part.learn(surprise, all);
        }
        // What of the surprise was noise, on average; evidence is bounded so that old noise fades.
        self.noise[0] += surprise * surprise * noise / all;
        self.noise[1] += 1.0;
        if self.noise[1] > 500.0 {
            self.noise = self.noise.map(|sum| sum * 0.5);
        }
    }

    /// Lets these days wander from what they were, and back to what is usual.
    fn drift(&mut self, at: Timestamp) {
        let hours = self
            .lately_at
            .map_or(0.0, |before| at.since(before).as_secs_f64() / 3600.0);
        self.lately_at = Some(self.lately_at.map_or(at, |before| before.max(at)));
        self.lately = self.lately.after(hours, self.prior.times);
    }

    /// Mean and variance of the parts together.
    fn parts(&self, who: Who) -> (f64, f64) {
        let unit = Part::supposed(self.prior.unit);
        let hours = self
            .lately_at
            .map_or(0.0, |before| who.at.since(before).as_secs_f64() / 3600.0);
        let nothing = Part::supposed(0.0);
        [
            self.everyone,
            self.lately.after(hours, self.prior.times),
            self.units.get(&who.unit).copied().unwrap_or(unit),
            self.hours.get(band(who.at)).copied().unwrap_or(nothing),
            self.modes.get(who.mode as usize).copied().unwrap_or(nothing),
        ]
        .iter()
        .fold((0.0, 0.0), |(mean, variance), part| {
            (mean + part.mean, variance + part.variance)
        })
    }
}

impl Part {
    fn after(self, hours: f64, at_most: f64) -> Self {
        let kept = (-hours / 4.0).exp();
        Self {
            mean: self.mean * kept,
            variance: (self.variance + DRIFT_PER_HOUR * hours).min(at_most.powi(2).max(self.variance)),
        }
    }
}

fn band(at: Timestamp) -> usize {
    usize::try_from(at.as_millis() / BAND_MS).unwrap_or(0) % HOURS
}
