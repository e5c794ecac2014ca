//! The largest layer that the network of a viewer of one stream was found to carry.
//!
//! It is sent the largest there is until, for two spans on end, more than a tenth of it is lost. Then it gets the largest
//! that what arrived would have had room for, in any case a smaller one. What more its network would carry, losses do not
//! tell, so that after a calm while the next larger layer is tried; when that fails, it is given up at the first sign, and
//! the next try waits twice as long. It leaves the reports to the transport and the choice to `allocation`.

use std::time::{Duration, Instant};

use crate::allocation::{Layer, ROOM_TO_SPARE};

/// How much has to be lost for a layer to be given up, in per mille.
const LOSSY: u64 = 100;
/// How much may be lost where a larger layer is tried, in per mille.
const CALM: u64 = 50;
/// For how many spans on end a layer has to be lossy: one may be a moment's trouble.
const LOSSY_SPANS: u8 = 2;
/// For how long one such span is enough, after a layer was tried.
const ON_TRIAL: Duration = Duration::from_secs(8);
/// After how long a layer that was tried is no failure any more.
const PROVED_AFTER: Duration = Duration::from_secs(30);
/// How long it takes the smaller layer to begin, and a queue on the way to empty.
const SETTLES: Duration = Duration::from_secs(3);
/// How long it has to be calm before a larger layer is tried, at first and at most.
const FIRST_CALM: Duration = Duration::from_secs(15);
const LONGEST_CALM: Duration = Duration::from_mins(4);

/// What became of what a viewer was sent in a span of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Carried {
    /// When the span began.
    pub(crate) since: Instant,
    pub(crate) sent_bps: u64,
    pub(crate) arrived_bps: u64,
    /// How much was lost at first, even if it was repaired.
    pub(crate) lost_per_mille: u64,
}

/// The largest layer a viewer gets.
#[derive(Debug)]
pub(crate) struct Ceiling {
    /// None as long as nothing speaks against any.
    most: Option<Most>,
    lossy_spans: u8,
    calm_since: Option<Instant>,
    /// How long it has to be calm.
    calm_for: Duration,
    /// What was sent before says nothing of what is sent now.
    settled_at: Option<Instant>,
    /// When a larger layer was tried.
    raised_at: Option<Instant>,
    verdict: Option<Verdict>,
}

#[derive(Debug, Clone, Copy)]
struct Most {
    layer: usize,
    /// What it took when that was last known.
    bps: u64,
}

/// What the spans add up to.
#[derive(Debug, Clone, Copy)]
enum Verdict {
    /// Too much is lost; so much arrives.
    Lossy(u64),
    /// A larger layer is worth a try.
    Calm,
}

impl Default for Ceiling {
    fn default() -> Self {
        Self {
            most: None,
            lossy_spans: 0,
            calm_since: None,
            calm_for: FIRST_CALM,
            settled_at: None,
            raised_at: None,
            verdict: None,
        }
    }
}

impl Carried {
    /// The same where the viewer itself thinks that no more than so much is carried.
    pub(crate) fn at_most(self, bps: u64) -> Self {
        let beyond = self.sent_bps.saturating_sub(bps);
        Self {
            arrived_bps: self.arrived_bps.min(bps),
            lost_per_mille: self.lost_per_mille.max(per_mille(beyond, self.sent_bps)),
            ..self
        }
    }
}

impl Ceiling {
    /// Takes note of a span; tells whether the layer has to be chosen anew.
    pub(crate) fn carried(&mut self, now: Instant, carried: Carried) -> bool {
        if self.settled_at.is_some_and(|at| carried.since < at) {
            return false;
        }
        let lost = carried.lost_per_mille;
        if lost > LOSSY {
            self.calm_since = None;
            self.lossy_spans += 1;
            if self.lossy_spans < LOSSY_SPANS && !self.was_raised_within(now, ON_TRIAL) {
                return false;
            }
            self.lossy_spans = 0;
            self.verdict = Some(Verdict::Lossy(carried.arrived_bps));
            return true;
        }
        self.lossy_spans = 0;
        let since = *self.calm_since.get_or_insert(carried.since);
        let is_calm = lost <= CALM && now.saturating_duration_since(since) >= self.calm_for;
        if self.most.is_none() || !is_calm {
            return false;
        }
        self.verdict = Some(Verdict::Calm);
        true
    }

    /// What its layer may take, if there is any limit to it, given what the stream's layers take and which of them it has.
    pub(crate) fn bps(&mut self, now: Instant, layers: &[Layer], present: Option<usize>) -> Option<u64> {
        let bps_of = |layer: usize| layers.get(layer).map_or(0, |layer| layer.bps);
        let present_bps = present.map_or(0, bps_of);
        match self.verdict.take() {
            Some(Verdict::Lossy(arrived_bps)) => self.lower(now, layers, present_bps, arrived_bps),
            Some(Verdict::Calm) => self.raise(now, layers),
            None => {}
        }
        let most = self.most.as_mut()?;
        if bps_of(most.layer) > 0 {
            most.bps = bps_of(most.layer);
        }
        let room = if present_bps < most.bps {
            ROOM_TO_SPARE
        } else {
            100
        };
        let smallest = sent(layers).map(|most| most.bps).min();
        // A picture that arrives in part is more than none.
        Some((most.bps.saturating_mul(room) / 100).max(smallest.unwrap_or(0)))
    }

    fn lower(&mut self, now: Instant, layers: &[Layer], present_bps: u64, arrived_bps: u64) {
        let smaller = || sent(layers).filter(|most| most.bps < present_bps);
        // Whatever arrives of one that was just tried, the one before it was carried.
        let was_carried = self.was_raised_within(now, ON_TRIAL);
        let fitting = smaller().filter(|most| was_carried || most.bps <= arrived_bps);
        let most = fitting.max_by_key(|most| most.bps);
        let Some(most) = most.or_else(|| smaller().min_by_key(|most| most.bps)) else {
            return;
        };
        self.calm_for = if self.was_raised_within(now, PROVED_AFTER) {
            (2 * self.calm_for).min(LONGEST_CALM)
        } else {
            FIRST_CALM
        };
        self.most = Some(most);
        self.raised_at = None;
        self.settled_at = Some(now + SETTLES);
    }

    fn raise(&mut self, now: Instant, layers: &[Layer]) {
        let present_bps = self.most.map_or(0, |most| most.bps);
        let larger = sent(layers).filter(|most| most.bps > present_bps);
        self.most = larger.min_by_key(|most| most.bps);
        self.calm_since = None;
        if self.most.is_some() {
            self.raised_at = Some(now);
            self.settled_at = Some(now);
        }
    }

    fn was_raised_within(&self, now: Instant, span: Duration) -> bool {
        self.raised_at
            .is_some_and(|at| now.saturating_duration_since(at) < span)
    }
}

/// How much a part is of a whole.
pub(crate) fn per_mille(part: u64, whole: u64) -> u64 {
    part.saturating_mul(1_000) / whole.max(1)
}

/// The layers of which it is known what they take.
fn sent(layers: &[Layer]) -> impl Iterator<Item = Most> + '_ {
    let all = layers.iter().enumerate();
    let all = all.map(|(layer, &Layer { bps, .. })| Most { layer, bps });
    all.filter(|most| most.bps > 0)
}

#[cfg(test)]
mod tests;
