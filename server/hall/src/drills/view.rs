//! The score of a rehearsal, as viewers read it.

use protocol::api::DrillScore;
use rehearsal::drill::Score;

use super::count;

pub(super) fn view_of(score: &Score, wall_s: f64) -> DrillScore {
    DrillScore {
        orders: count(score.orders),
        arrived_in_limit: count(score.arrived_in_limit),
        all_legs_in_limit: count(score.all_legs_in_limit),
        late_share: score.late_share,
        mean_response_s: score.mean_response_s,
        p90_response_s: score.p90_response_s,
        moves_km: score.moves_km,
        breaches: count(score.forecast.breaches),
        announced_4min: count(score.forecast.announced_4min),
        false_alarms: count(score.forecast.false_alarms),
        reliability_error: score.forecast.reliability_error,
        unavoidable_late_share: score.bound.late_share,
        wall_s,
    }
}
