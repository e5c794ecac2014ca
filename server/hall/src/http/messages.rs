//! What the hall writes to the units of an order, with what it has read of theirs.

use axum::Json;
use axum::extract::State;
use dispatch::Ask;
use domain::OrderId;
use protocol::api::{Fault, NewMessage, OrderView, ReadMessages};

use super::HttpFault;
use super::auth::{Ids, Signed};
use super::body::Body;
use super::orders::asked;
use crate::state::Shared;

/// Writes to the units of an order; those whose phones are away have it when they come back. Sent again under its id it
/// counts once.
#[utoipa::path(post, path = "/api/orders/{id}/messages", tag = "orders", params(("id" = OrderId, Path)), request_body = NewMessage, responses(
    (status = 200, body = OrderView), (status = 400, body = Fault), (status = 404, body = Fault),
    (status = 409, description = "the order has ended, or holds no more messages", body = Fault),
))]
pub(super) async fn write(
    State(hall): State<Shared>,
    signed: Signed,
    Ids(order): Ids<OrderId>,
    Body(new): Body<NewMessage>,
) -> Result<Json<OrderView>, HttpFault> {
    let NewMessage { id, text, attachment } = new;
    let ask = Ask::WriteMessage {
        order,
        id,
        text,
        attachment,
    };
    asked(&hall, &signed, ask).await
}

/// Says that the hall has read what units wrote; it reads as a whole, whoever sits there.
#[utoipa::path(post, path = "/api/orders/{id}/messages/read", tag = "orders", params(("id" = OrderId, Path)), request_body = ReadMessages, responses(
    (status = 200, body = OrderView), (status = 404, body = Fault),
))]
pub(super) async fn read(
    State(hall): State<Shared>,
    signed: Signed,
    Ids(order): Ids<OrderId>,
    Body(ReadMessages { messages }): Body<ReadMessages>,
) -> Result<Json<OrderView>, HttpFault> {
    asked(&hall, &signed, Ask::ReadMessages { order, messages }).await
}
