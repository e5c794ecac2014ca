//! Who could be sent to a place.

use axum::Json;
use axum::extract::State;
use dispatch::{Answered, Ask, Candidate, Move};
use domain::order::OrderKind;
use domain::{OrderId, Role};
use protocol::api::{Chance, Fault, Recommendation, Recommendations, SuggestedMove, UnitView};
use serde::Deserialize;

use super::HttpFault;
use super::auth::Signed;
use super::query::{self, Query};
use crate::feed::{percent, suggested_move, thousandths};
use crate::state::Shared;

/// Where to, for [`list`].
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Asked {
    /// Degrees north, WGS-84.
    lat: f64,
    /// Degrees east, WGS-84.
    lon: f64,
    /// For what kind of errand; an emergency if left out.
    kind: Option<OrderKind>,
    /// For this order: it says where to and of what kind, whom it asks is left out, and the time it has left counts.
    order: Option<OrderId>,
    /// How many units at most: 1 to 50, 8 if left out.
    most: Option<usize>,
}

/// Who could be sent to a place, best first, with the reasons; what each of the two rules would do is among them.
#[utoipa::path(get, path = "/api/recommendations", tag = "board", params(Asked), responses(
    (status = 200, body = Recommendations), (status = 400, body = Fault), (status = 404, body = Fault),
))]
pub(super) async fn list(
    State(hall): State<Shared>,
    signed: Signed,
    asked: Result<Query<Asked>, HttpFault>,
) -> Result<Json<Recommendations>, HttpFault> {
    signed.must_see_board()?;
    let Query(asked) = asked?;
    let at = query::place(asked.lat, asked.lon)?;
    let ask = Ask::Recommend {
        at,
        kind: asked.kind.unwrap_or_default(),
        order: asked.order,
        most: asked.most.unwrap_or(8).clamp(1, 50),
    };
    match hall.desk.ask(signed.session.seat(), ask).await? {
        Answered::Recommended(advice) => {
            let known = |candidate: &Candidate| {
                let unit = hall.feed.unit(signed.role(), candidate.unit)?;
                Some(recommendation(candidate, unit))
            };
            Ok(Json(Recommendations {
                rule: advice.rule,
                nearest: advice.nearest,
                cover: advice.cover,
                units: advice.candidates.iter().filter_map(known).collect(),
                moves: advice
                    .moves
                    .first()
                    .and_then(|best| move_of(best, &hall))
                    .into_iter()
                    .collect(),
            }))
        }
        _ => Err(HttpFault::not_found("there is no advice")),
    }
}

fn move_of(best: &Move, hall: &Shared) -> Option<SuggestedMove> {
    // Whoever is told of moves sees every unit.
    let unit = hall.feed.unit(Role::Dispatcher, best.unit)?;
    Some(suggested_move(best, unit.name, unit.position?.at))
}

fn recommendation(candidate: &Candidate, unit: UnitView) -> Recommendation {
    Recommendation {
        unit: candidate.unit,
        name: unit.name,
        mode: unit.mode,
        eta_s: whole(candidate.eta_s).try_into().unwrap_or(0),
        route_s: whole(candidate.route_s).try_into().unwrap_or(0),
        guessed: candidate.guessed,
        margin_s: candidate.margin_s.map(whole),
        on_time_pct: percent(candidate.on_time),
        chance: match candidate.chance() {
            dispatch::Chance::Good => Chance::Good,
            dispatch::Chance::Doubtful => Chance::Doubtful,
            dispatch::Chance::Bad => Chance::Bad,
        },
        fix_age_s: candidate.fix_age_s,
        stale: candidate.stale,
        unreachable: !candidate.reachable,
        doubts: candidate.doubts.clone(),
        battery_pct: candidate.battery_pct,
        battery_low: candidate.is_low_on_battery(),
        shift_ends_in_s: candidate
            .shift_ends_in_s
            .map(|left| left.try_into().unwrap_or(i32::MAX)),
        shift_ends_before: candidate.goes_home_before(),
        busy_with: candidate.busy_with,
        coverage_lost: thousandths(candidate.coverage_lost),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a cast of a float saturates")]
fn whole(seconds: f64) -> i32 {
    seconds.round() as i32
}
