//! What it costs to send a candidate.

use domain::order::{DispatchRule, OrderKind};
use domain::reachability::{Doubt, STALE_AFTER};

use super::Candidate;

/// Seconds by which each further second of a fix's age lowers the rank, since the unit may have gone elsewhere.
const STALE_COSTS: f64 = 0.3;
/// The most that an old fix may cost, in seconds.
const STALE_COSTS_MOST: f64 = 600.0;
/// What it costs to call a unit away from an errand that can wait, in seconds.
const DISTURBANCE: f64 = 120.0;
/// What it costs to wait for a unit that is still needed elsewhere, in seconds.
const STILL_NEEDED: f64 = 120.0;
/// What it costs if the shift ends before the errand would, in seconds.
const SHIFT_COSTS: f64 = 300.0;
/// What it costs to ask a phone that does not answer, in seconds: whoever can be reached comes first.
const UNREACHABLE_COSTS: f64 = 100_000.0;
/// The time in seconds that lateness stands for under the rule that keeps coverage.
const LATE_COSTS: f64 = 900.0;
/// How many incidents fall before the gap that a unit leaves is closed.
const NEXT_INCIDENTS: f64 = 2.0;
/// What a second on the way costs under the rule that keeps coverage, where lateness alone does not decide.
const SECOND_COSTS: f64 = 0.25;

/// Puts those that cost least first.
pub(crate) fn rank(candidates: &mut [Candidate], kind: OrderKind, rule: DispatchRule) {
    for candidate in &mut *candidates {
        candidate.cost = cost(candidate, kind, rule);
    }
    candidates.sort_by(|a, b| a.cost.total_cmp(&b.cost).then(a.unit.cmp(&b.unit)));
}

/// What it costs to send the candidate, in seconds.
fn cost(candidate: &Candidate, kind: OrderKind, rule: DispatchRule) -> f64 {
    let goes = match rule {
        DispatchRule::Nearest => candidate.eta_s,
        DispatchRule::Cover => {
            LATE_COSTS * (1.0 - candidate.on_time + NEXT_INCIDENTS * candidate.coverage_lost)
                + SECOND_COSTS * candidate.eta_s
        }
    };
    let age_s = f64::from(candidate.fix_age_s) - STALE_AFTER.as_secs_f64();
    let stale = if candidate.doubts.contains(&Doubt::Mock) {
        // It may be anywhere, as if nothing had been heard of where it is for long.
        STALE_COSTS_MOST
    } else {
        (age_s.max(0.0) * STALE_COSTS).min(STALE_COSTS_MOST)
    };
    let busy = match candidate.busy_with {
        Some(_) if kind == OrderKind::Emergency => DISTURBANCE,
        Some(_) => STILL_NEEDED,
        None => 0.0,
    };
    let doubts: f64 = candidate.doubts.iter().copied().map(doubt_costs).sum();
    let mut cost = goes + stale + busy + doubts;
    if candidate.goes_home_before() {
        cost += SHIFT_COSTS;
    }
    if !candidate.reachable {
        cost += UNREACHABLE_COSTS;
    }
    cost
}

/// What it costs to ask a phone of which this is doubted, in seconds: about what is lost if the doubt is right, as
/// often as it is. Whoever is nearer by more than that is asked in spite of it.
const fn doubt_costs(doubt: Doubt) -> f64 {
    match doubt {
        Doubt::BatteryCritical => 300.0,
        Doubt::NotificationsOff => 180.0,
        Doubt::NoAnswer => 120.0,
        Doubt::BatteryLow => 90.0,
        Doubt::LocationDenied => 60.0,
        Doubt::LocationWhileInUse | Doubt::BatteryOptimised => 30.0,
        // A phone that does not answer at all costs more than any doubt, an old fix counts by its age and one
        // made up like the oldest, a shift of the datum is undone.
        Doubt::NeverConnected
        | Doubt::Dark
        | Doubt::Deaf
        | Doubt::Silent
        | Doubt::StaleFix
        | Doubt::Mock
        | Doubt::WrongDatum => 0.0,
    }
}
