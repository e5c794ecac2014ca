//! What the machine foresees, as viewers read it.

use std::collections::{BTreeMap, BTreeSet};

use dispatch::{Forecast, Move, Outlook};
use domain::{LatLon, Role, TownId, UnitId};
use protocol::api::{Cause, Cure, ForecastView, SuggestedMove, UnitView};

/// The legs that are not met yet, each with its forecast.
pub(super) fn forecasts(outlook: &Outlook) -> Vec<ForecastView> {
    let view = |forecast: &Forecast| ForecastView {
        leg: forecast.leg,
        at: outlook.at,
        in_time_pct: percent(forecast.met_in_time),
        expected_at: forecast.expected_at,
        amber: forecast.amber,
        cause: forecast.cause.map(cause),
        cure: forecast.cure.map(cure),
    };
    outlook.legs.iter().map(view).collect()
}

/// The forecasts as somebody of `role` may read them: a desk is not told which unit of another town would help.
pub(super) fn forecasts_for(
    role: Role,
    units: &BTreeMap<UnitId, (UnitView, BTreeSet<TownId>)>,
    forecasts: &[ForecastView],
) -> Vec<ForecastView> {
    let sees = |cure: &Cure| match cure {
        Cure::OtherUnit { unit, .. } | Cure::SecondUnit { unit, .. } => {
            units.get(unit).is_some_and(|(unit, _)| role.sees_town(unit.town))
        }
        // It stands in the order, which is shown.
        Cure::Call { .. } => true,
    };
    let mut forecasts = forecasts.to_vec();
    for forecast in &mut forecasts {
        forecast.cure = forecast.cure.take().filter(sees);
    }
    forecasts
}

fn cause(cause: dispatch::Cause) -> Cause {
    use dispatch::Cause as From;
    match cause {
        From::NobodyFree => Cause::NobodyFree,
        From::NobodyAsked => Cause::NobodyAsked,
        From::Declined { units } => Cause::Declined { units },
        From::NoAnswer { unit, for_s } => Cause::NoAnswer { unit, for_s },
        From::PhoneDark { unit, for_s } => Cause::PhoneDark { unit, for_s },
        From::NotSetOff { unit, for_s } => Cause::NotSetOff { unit, for_s },
        From::NotMoving { unit, for_s } => Cause::NotMoving { unit, for_s },
        From::Slow { unit } => Cause::Slow { unit },
        From::TooFar { unit } => Cause::TooFar { unit },
        From::NotDone { unit, for_s } => Cause::NotDone { unit, for_s },
    }
}

fn cure(cure: dispatch::Cure) -> Cure {
    use dispatch::Cure as From;
    match cure {
        From::Call { unit } => Cure::Call { unit },
        From::OtherUnit { unit, on_time } => Cure::OtherUnit {
            unit,
            in_time_pct: percent(on_time),
        },
        From::SecondUnit { unit, on_time } => Cure::SecondUnit {
            unit,
            in_time_pct: percent(on_time),
        },
    }
}

/// A move of the unit called `name`, which is at `from`.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a cast of a float saturates"
)]
pub(crate) fn suggested_move(best: &Move, name: String, from: LatLon) -> SuggestedMove {
    SuggestedMove {
        unit: best.unit,
        name,
        from,
        to: best.to,
        gains: thousandths(best.saves),
        route_s: best.way_s.round() as u32,
    }
}

/// A probability in whole percent.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to what fits"
)]
pub(crate) fn percent(probability: f64) -> u8 {
    (probability.clamp(0.0, 1.0) * 100.0).round() as u8
}

/// A share in whole thousandths.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to what fits"
)]
pub(crate) fn thousandths(share: f64) -> u16 {
    (share.clamp(0.0, 1.0) * 1000.0).round() as u16
}

#[cfg(test)]
mod tests;
