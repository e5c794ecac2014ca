//! How the hall chooses among the units that could go.

use axum::Json;
use axum::extract::State;
use dispatch::Ask;
use protocol::api::{Fault, Rule};

use super::HttpFault;
use super::auth::Signed;
use super::body::Body;
use crate::state::Shared;

/// The rule in force.
#[utoipa::path(get, path = "/api/rule", tag = "board", responses((status = 200, body = Rule)))]
pub(super) async fn show(State(hall): State<Shared>, signed: Signed) -> Result<Json<Rule>, HttpFault> {
    signed.must_see_board()?;
    Ok(Json(Rule {
        rule: hall.feed.rule(),
    }))
}

/// Sets the rule for the whole district, on record.
#[utoipa::path(put, path = "/api/rule", tag = "board", request_body = Rule, responses(
    (status = 200, body = Rule), (status = 400, body = Fault), (status = 403, body = Fault), (status = 507, body = Fault),
))]
pub(super) async fn set(
    State(hall): State<Shared>,
    signed: Signed,
    Body(Rule { rule }): Body<Rule>,
) -> Result<Json<Rule>, HttpFault> {
    hall.desk.ask(signed.session.seat(), Ask::SetRule(rule)).await?;
    Ok(Json(Rule { rule }))
}
