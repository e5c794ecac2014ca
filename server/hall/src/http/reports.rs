//! Figures on orders that have been.

use axum::Json;
use axum::extract::State;
use dispatch::{Answered, Ask, KindFigures};
use domain::Timestamp;
use domain::order::OrderKind;
use protocol::api::{Fault, KindReport, OrderKindView, Part};
use serde::Deserialize;

use super::HttpFault;
use super::auth::Signed;
use super::query::Query;
use crate::state::Shared;

/// Which orders, for [`orders`].
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Asked {
    /// Those sent at this moment or later; from the beginning if left out.
    from: Option<Timestamp>,
    /// Those sent before this moment; all until now if left out.
    to: Option<Timestamp>,
    /// Of this kind; of all if left out.
    kind: Option<OrderKind>,
}

/// How well the promise was kept, one row a kind; a desk's figures are its town's.
#[utoipa::path(get, path = "/api/reports/orders", tag = "orders", params(Asked), responses(
    (status = 200, body = Vec<KindReport>), (status = 400, body = Fault), (status = 403, body = Fault),
))]
pub(super) async fn orders(
    State(hall): State<Shared>,
    signed: Signed,
    asked: Result<Query<Asked>, HttpFault>,
) -> Result<Json<Vec<KindReport>>, HttpFault> {
    signed.must_see_board()?;
    let Query(asked) = asked?;
    if let (Some(from), Some(to)) = (asked.from, asked.to)
        && from > to
    {
        return Err(HttpFault::bad("to", "ask for a time that is not before `from`"));
    }
    let ask = Ask::Report {
        from: asked.from.unwrap_or(Timestamp::from_millis(0)),
        to: asked.to.unwrap_or(Timestamp::MAX),
    };
    let rows = match hall.desk.ask(signed.session.seat(), ask).await? {
        Answered::Report(rows) => rows,
        _ => Vec::new(),
    };
    let wanted = |row: &&KindFigures| asked.kind.is_none_or(|kind| row.kind == kind);
    Ok(Json(rows.iter().filter(wanted).map(report).collect()))
}

/// The kinds of order, each with its limit.
#[utoipa::path(get, path = "/api/order-kinds", tag = "orders", responses((status = 200, body = Vec<OrderKindView>), (status = 403, body = Fault)))]
pub(super) async fn kinds(signed: Signed) -> Result<Json<Vec<OrderKindView>>, HttpFault> {
    signed.must_see_board()?;
    let view = |kind: OrderKind| OrderKindView {
        kind,
        limit_s: kind.limit().and_then(|limit| u32::try_from(limit.as_secs()).ok()),
    };
    Ok(Json(OrderKind::ALL.into_iter().map(view).collect()))
}

fn report(row: &KindFigures) -> KindReport {
    let has_limit = row.kind.limit().is_some();
    let part = |count, of| has_limit.then_some(Part { count, of });
    let [arrived, on_video, reported] = row.in_time;
    let [arrived_of, on_video_of, reported_of] = row.decided;
    KindReport {
        kind: row.kind,
        orders: row.orders,
        open: row.open,
        cancelled: row.cancelled,
        arrived_in_time: part(arrived, arrived_of),
        on_video_in_time: part(on_video, on_video_of),
        reported_in_time: part(reported, reported_of),
        late: part(row.late, row.decided_orders),
        items_done: (row.items > 0).then_some(Part {
            count: row.items_done,
            of: row.items,
        }),
        mean_response_s: row.mean_response_s(),
        p90_response_s: row.p90_response_s(),
    }
}
