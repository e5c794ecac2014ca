//! Places, found by name or by a click.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use gazetteer::{Hit, HitKind, HowMatched, Nearest};
use protocol::api::{
    AddressView, Fault, FoundBy, FoundKind, FoundPlace, GazetteerSource, NearestAddress, PlacesFound,
};
use serde::Deserialize;

use super::HttpFault;
use super::auth::Signed;
use super::query::{self, Query};
use crate::state::Shared;

/// Characters of a question at most.
const MAX_QUESTION_CHARS: usize = 200;

/// What is looked for.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Question {
    /// A name or its beginning, in characters, pinyin or initials, a street with a house number, or two
    /// coordinates; at most 200 characters.
    q: String,
    /// Degrees north of the middle of the map, WGS-84: what is near comes first.
    lat: Option<f64>,
    /// Degrees east of it.
    lon: Option<f64>,
    /// How many at most: 1 to 50, 10 if left out.
    most: Option<usize>,
}

/// A point.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Point {
    /// Degrees north, WGS-84.
    lat: f64,
    /// Degrees east, WGS-84.
    lon: f64,
}

/// The places that fit what somebody types, best first.
#[utoipa::path(get, path = "/api/gazetteer", tag = "board", params(Question), responses(
    (status = 200, body = PlacesFound), (status = 400, body = Fault),
))]
pub(super) async fn search(
    State(hall): State<Shared>,
    signed: Signed,
    question: Result<Query<Question>, HttpFault>,
) -> Result<Json<PlacesFound>, HttpFault> {
    signed.must_see_board()?;
    let Query(question) = question?;
    if question.q.chars().count() > MAX_QUESTION_CHARS {
        return Err(HttpFault::bad("q", "at most 200 characters"));
    }
    let focus = match (question.lat, question.lon) {
        (None, None) => None,
        (Some(lat), Some(lon)) => Some(query::place(lat, lon)?),
        (None, Some(_)) => return Err(HttpFault::bad("lat", "give both lat and lon, or neither")),
        (Some(_), None) => return Err(HttpFault::bad("lon", "give both lat and lon, or neither")),
    };
    let most = question.most.unwrap_or(10).clamp(1, 50);
    let source = source(&hall);
    // Some milliseconds of reckoning, which must not hold up the sockets.
    let gazetteer = Arc::clone(&hall.gazetteer);
    let found = tokio::task::spawn_blocking(move || gazetteer.search(&question.q, focus, most)).await;
    let found = found.map_err(|error| {
        tracing::error!(%error, "a search in the gazetteer broke off");
        HttpFault::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "search_failed",
            "the search broke off; click the map instead",
        )
    })?;
    Ok(Json(PlacesFound {
        source,
        places: found.into_iter().map(place).collect(),
    }))
}

/// What a point on the map is called.
#[utoipa::path(get, path = "/api/gazetteer/nearest", tag = "board", params(Point), responses(
    (status = 200, body = NearestAddress), (status = 400, body = Fault),
))]
pub(super) async fn nearest(
    State(hall): State<Shared>,
    signed: Signed,
    at: Result<Query<Point>, HttpFault>,
) -> Result<Json<NearestAddress>, HttpFault> {
    signed.must_see_board()?;
    let Query(at) = at?;
    let address = hall.gazetteer.nearest_address(query::place(at.lat, at.lon)?);
    Ok(Json(NearestAddress {
        source: source(&hall),
        address: address.map(address_view),
    }))
}

fn source(hall: &Shared) -> GazetteerSource {
    if hall.gazetteer.is_empty() {
        GazetteerSource::None
    } else {
        GazetteerSource::District
    }
}

fn place(hit: Hit) -> FoundPlace {
    FoundPlace {
        name: hit.name,
        detail: hit.detail,
        kind: kind(hit.kind),
        at: hit.at,
        matched: match hit.matched {
            HowMatched::Exact => FoundBy::Exact,
            HowMatched::Prefix => FoundBy::Prefix,
            HowMatched::WordPrefix => FoundBy::WordPrefix,
            HowMatched::Inside => FoundBy::Inside,
            HowMatched::Initials => FoundBy::Initials,
            HowMatched::Typo => FoundBy::Typo,
        },
    }
}

fn kind(kind: HitKind) -> FoundKind {
    match kind {
        HitKind::Coordinates => FoundKind::Coordinates,
        HitKind::Address => FoundKind::Address,
        HitKind::Street => FoundKind::Street,
        HitKind::Place => FoundKind::Place,
        HitKind::Listed => FoundKind::Listed,
        HitKind::Hospital => FoundKind::Hospital,
        HitKind::School => FoundKind::School,
        HitKind::Station => FoundKind::Station,
        HitKind::Stop => FoundKind::Stop,
        HitKind::Cemetery => FoundKind::Cemetery,
        HitKind::Amenity => FoundKind::Amenity,
        HitKind::Shop => FoundKind::Shop,
        HitKind::Office => FoundKind::Office,
        HitKind::Sight => FoundKind::Sight,
        HitKind::Leisure => FoundKind::Leisure,
        HitKind::Building => FoundKind::Building,
        HitKind::Nature => FoundKind::Nature,
    }
}

fn address_view(near: Nearest) -> AddressView {
    AddressView {
        name: near.name,
        street: near.street,
        number: near.number,
        town: near.town,
        away_m: near.away_m,
    }
}
