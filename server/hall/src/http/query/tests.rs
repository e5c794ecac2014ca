//! Faults in addresses.

use axum::http::Request;
use domain::order::OrderKind;
use serde::Deserialize;

use super::*;

#[derive(Debug, PartialEq, Deserialize)]
struct Asked {
    lat: f64,
    lon: f64,
    kind: Option<OrderKind>,
}

async fn asked(query: &str) -> Result<Asked, Option<String>> {
    let (mut parts, ()) = Request::get(format!("/?{query}")).body(()).unwrap().into_parts();
    let Query(asked): Query<Asked> = Query::from_request_parts(&mut parts, &())
        .await
        .map_err(|fault| fault.field().map(str::to_owned))?;
    place(asked.lat, asked.lon).map_err(|fault| fault.field().map(str::to_owned))?;
    Ok(asked)
}

#[tokio::test]
async fn a_fault_names_its_field() {
    for (query, field) in [
        ("lon=9", "lat"),
        ("lat=47", "lon"),
        ("lat=47&lon=east", "lon"),
        ("lat=47&lon=9&kind=parade", "kind"),
        ("lat=47&lon=999", "lon"),
        ("lat=-91&lon=9", "lat"),
        ("lat=NaN&lon=9", "lat"),
    ] {
        assert_eq!(asked(query).await, Err(Some(field.to_owned())), "{query}");
    }
}

#[tokio::test]
async fn what_is_right_is_read_and_what_is_unknown_passed_over() {
    let right = Asked {
        lat: 47.0,
        lon: 9.5,
        kind: Some(OrderKind::Routine),
    };
    assert_eq!(asked("lat=47&lon=9.5&kind=routine&colour=red").await, Ok(right));
}
