//! Towns and units.

use axum::Json;
use axum::extract::{Query, State};
use dispatch::{Answered, Ask, Ranked};
use domain::{LatLon, Town};
use protocol::api::{Fault, Recommendation, UnitView};
use serde::Deserialize;

use super::HttpFault;
use super::auth::Signed;
use crate::state::Shared;

/// The towns that the caller sees.
#[utoipa::path(get, path = "/api/towns", tag = "board", responses((status = 200, body = Vec<Town>)))]
pub(super) async fn towns(State(hall): State<Shared>, signed: Signed) -> Result<Json<Vec<Town>>, HttpFault> {
    signed.must_see_board()?;
    Ok(Json(hall.feed.towns(signed.role())))
}

/// The units that the caller sees.
#[utoipa::path(get, path = "/api/units", tag = "board", responses((status = 200, body = Vec<UnitView>)))]
pub(super) async fn list(
    State(hall): State<Shared>,
    signed: Signed,
) -> Result<Json<Vec<UnitView>>, HttpFault> {
    signed.must_see_board()?;
    Ok(Json(hall.feed.units(signed.role())))
}

/// Where to, for [`nearest`].
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Near {
    /// Degrees north, WGS-84.
    lat: f64,
    /// Degrees east, WGS-84.
    lon: f64,
    /// How many at most: 1 to 50, 5 if left out.
    limit: Option<usize>,
}

/// The free units closest to a place as the crow flies, those with a fresh position first.
#[utoipa::path(get, path = "/api/units/nearest", tag = "board", params(Near), responses(
    (status = 200, body = Vec<Recommendation>), (status = 400, body = Fault),
))]
pub(super) async fn nearest(
    State(hall): State<Shared>,
    signed: Signed,
    near: Result<Query<Near>, axum::extract::rejection::QueryRejection>,
) -> Result<Json<Vec<Recommendation>>, HttpFault> {
    signed.must_see_board()?;
    let Query(near) = near.map_err(|error| {
        HttpFault::bad(
            "lat",
            format!("give lat and lon in degrees: {}", error.body_text()),
        )
    })?;
    let at = LatLon::new(near.lat, near.lon).map_err(|error| HttpFault::bad("lat", error.to_string()))?;
    let most = near.limit.unwrap_or(5).clamp(1, 50);
    match hall
        .desk
        .ask(signed.session.seat(), Ask::Rank { at, most })
        .await?
    {
        Answered::Ranked(units) => Ok(Json(units.into_iter().map(recommendation).collect())),
        _ => Ok(Json(Vec::new())),
    }
}

fn recommendation(ranked: Ranked) -> Recommendation {
    let Ranked {
        unit,
        name,
        distance_m,
        fix_age_s,
        battery_pct,
    } = ranked;
    Recommendation {
        unit,
        name,
        distance_m,
        straight_line: true,
        fix_age_s,
        battery_pct,
    }
}
