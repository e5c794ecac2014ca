//! Orders.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderName, StatusCode, header};
use dispatch::{Answered, Ask};
use domain::order::Leg;
use domain::{AssignmentId, OrderId, Place};
use protocol::MAX_TEXT_CHARS;
use protocol::api::{ArrivedByHand, BreachReason, Fault, NewOffer, NewOrder, OrderUnits, OrderView, Reason};

use super::HttpFault;
use super::auth::{Ids, Signed};
use super::body::Body;
use crate::clock;
use crate::state::Shared;

/// Open orders, with those ended in the last day.
#[utoipa::path(get, path = "/api/orders", tag = "orders", responses((status = 200, body = Vec<OrderView>)))]
pub(super) async fn list(
    State(hall): State<Shared>,
    signed: Signed,
) -> Result<Json<Vec<OrderView>>, HttpFault> {
    signed.must_see_board()?;
    Ok(Json(hall.feed.orders(clock::now(), signed.role())))
}

/// Sends an order.
#[utoipa::path(post, path = "/api/orders", tag = "orders", request_body = NewOrder, responses(
    (status = 201, body = OrderView, headers(("Location" = String))),
    (status = 400, body = Fault), (status = 409, body = Fault), (status = 422, body = Fault), (status = 507, body = Fault),
))]
pub(super) async fn send(
    State(hall): State<Shared>,
    signed: Signed,
    Body(new): Body<NewOrder>,
) -> Result<(StatusCode, [(HeaderName, String); 1], Json<OrderView>), HttpFault> {
    let ask = Ask::SendOrder {
        id: new.id,
        kind: new.kind.unwrap_or_default(),
        incident: new.incident,
        place: new.place.map(place).transpose()?,
        addressee: new.addressee,
        note: text("note", new.note.unwrap_or_default())?,
    };
    let Json(order) = asked(&hall, &signed, ask).await?;
    Ok((
        StatusCode::CREATED,
        [(header::LOCATION, format!("/api/orders/{}", order.id))],
        Json(order),
    ))
}

/// One order.
#[utoipa::path(get, path = "/api/orders/{id}", tag = "orders", params(("id" = OrderId, Path)), responses(
    (status = 200, body = OrderView), (status = 404, body = Fault),
))]
pub(super) async fn show(
    State(hall): State<Shared>,
    signed: Signed,
    Ids(order): Ids<OrderId>,
) -> Result<Json<OrderView>, HttpFault> {
    signed.must_see_board()?;
    let order = hall.feed.order(signed.role(), order);
    order
        .map(Json)
        .ok_or_else(|| HttpFault::not_found("there is no such order; GET /api/orders lists them"))
}

/// Asks a unit: a desk gives the order on, a dispatcher offers it anew. The clock goes on.
#[utoipa::path(post, path = "/api/orders/{id}/offers", tag = "orders", params(("id" = OrderId, Path)), request_body = NewOffer, responses(
    (status = 200, body = OrderView), (status = 404, body = Fault), (status = 409, body = Fault), (status = 422, body = Fault),
))]
pub(super) async fn offer(
    State(hall): State<Shared>,
    signed: Signed,
    Ids(order): Ids<OrderId>,
    Body(NewOffer { unit }): Body<NewOffer>,
) -> Result<Json<OrderView>, HttpFault> {
    asked(&hall, &signed, Ask::Offer { order, unit }).await
}

/// Sets which units have an order: those not asked yet are asked, from all others it is taken back, at once or not at
/// all. The clock goes on. To undo it, the units of before are set again.
#[utoipa::path(put, path = "/api/orders/{id}/units", tag = "orders", params(("id" = OrderId, Path)), request_body = OrderUnits, responses(
    (status = 200, body = OrderView), (status = 404, body = Fault), (status = 409, body = Fault), (status = 422, body = Fault),
))]
pub(super) async fn set_units(
    State(hall): State<Shared>,
    signed: Signed,
    Ids(order): Ids<OrderId>,
    Body(OrderUnits { units }): Body<OrderUnits>,
) -> Result<Json<OrderView>, HttpFault> {
    asked(&hall, &signed, Ask::SetUnits { order, units }).await
}

/// Takes an assignment back.
#[utoipa::path(delete, path = "/api/orders/{id}/assignments/{assignment}", tag = "orders",
    params(("id" = OrderId, Path), ("assignment" = AssignmentId, Path)), responses(
    (status = 200, body = OrderView), (status = 404, body = Fault), (status = 409, body = Fault),
))]
pub(super) async fn withdraw(
    State(hall): State<Shared>,
    signed: Signed,
    Ids((order, assignment)): Ids<(OrderId, AssignmentId)>,
) -> Result<Json<OrderView>, HttpFault> {
    asked(&hall, &signed, Ask::Withdraw { order, assignment }).await
}

/// Closes an order: the errand is done with.
#[utoipa::path(post, path = "/api/orders/{id}/close", tag = "orders", params(("id" = OrderId, Path)), responses(
    (status = 200, body = OrderView), (status = 404, body = Fault), (status = 409, body = Fault),
))]
pub(super) async fn close(
    State(hall): State<Shared>,
    signed: Signed,
    Ids(order): Ids<OrderId>,
) -> Result<Json<OrderView>, HttpFault> {
    asked(&hall, &signed, Ask::CloseOrder(order)).await
}

/// Cancels an order: the errand is called off.
#[utoipa::path(post, path = "/api/orders/{id}/cancel", tag = "orders", params(("id" = OrderId, Path)), request_body = Reason, responses(
    (status = 200, body = OrderView), (status = 404, body = Fault), (status = 409, body = Fault),
))]
pub(super) async fn cancel(
    State(hall): State<Shared>,
    signed: Signed,
    Ids(order): Ids<OrderId>,
    Body(why): Body<Reason>,
) -> Result<Json<OrderView>, HttpFault> {
    let reason = reason(why)?;
    asked(&hall, &signed, Ask::CancelOrder { order, reason }).await
}

/// Says why a leg was late; the reason stays on record beside the breach.
#[utoipa::path(post, path = "/api/orders/{id}/breaches/{leg}/reason", tag = "orders",
    params(("id" = OrderId, Path), ("leg" = Leg, Path)), request_body = BreachReason, responses(
    (status = 200, body = OrderView), (status = 400, body = Fault), (status = 404, body = Fault),
    (status = 409, description = "the leg was not missed", body = Fault),
))]
pub(super) async fn explain(
    State(hall): State<Shared>,
    signed: Signed,
    Ids((order, leg)): Ids<(OrderId, Leg)>,
    Body(BreachReason { reason, note }): Body<BreachReason>,
) -> Result<Json<OrderView>, HttpFault> {
    let note = text("note", note.unwrap_or_default())?;
    let ask = Ask::ExplainBreach {
        order,
        leg,
        reason,
        note,
    };
    asked(&hall, &signed, ask).await
}

/// Says on an officer's behalf that the unit is at the place; the stamp says that it was said by hand.
#[utoipa::path(post, path = "/api/orders/{id}/arrived", tag = "orders", params(("id" = OrderId, Path)), request_body = ArrivedByHand, responses(
    (status = 200, body = OrderView), (status = 404, body = Fault), (status = 409, body = Fault),
))]
pub(super) async fn arrived(
    State(hall): State<Shared>,
    signed: Signed,
    Ids(order): Ids<OrderId>,
    Body(ArrivedByHand { assignment }): Body<ArrivedByHand>,
) -> Result<Json<OrderView>, HttpFault> {
    asked(&hall, &signed, Ask::ConfirmArrival { order, assignment }).await
}

/// Hands an order up that was sent to the desk's town: the hall may pick others' units as well.
#[utoipa::path(post, path = "/api/orders/{id}/pass-on", tag = "orders", params(("id" = OrderId, Path)), responses(
    (status = 200, body = OrderView), (status = 404, body = Fault), (status = 409, body = Fault),
))]
pub(super) async fn pass_on(
    State(hall): State<Shared>,
    signed: Signed,
    Ids(order): Ids<OrderId>,
) -> Result<Json<OrderView>, HttpFault> {
    asked(&hall, &signed, Ask::PassOn(order)).await
}

pub(super) async fn asked(hall: &Shared, signed: &Signed, ask: Ask) -> Result<Json<OrderView>, HttpFault> {
    match hall.desk.ask(signed.session.seat(), ask).await? {
        Answered::Order(order) => {
            let view = OrderView::new(&order, clock::now());
            Ok(Json(hall.feed.order_for(signed.role(), view)))
        }
        _ => Err(HttpFault::not_found("there is no such order")),
    }
}

/// A text that is not too long.
pub(super) fn text(field: &str, text: String) -> Result<String, HttpFault> {
    if text.chars().count() > MAX_TEXT_CHARS {
        return Err(HttpFault::bad(field, "at most 4000 characters"));
    }
    Ok(text)
}

/// A place whose words are not too long.
pub(super) fn place(place: Place) -> Result<Place, HttpFault> {
    let Place { at, name, address } = place;
    Ok(Place {
        at,
        name: text("place.name", name)?,
        address: text("place.address", address)?,
    })
}

/// A reason that says something.
pub(super) fn reason(why: Reason) -> Result<String, HttpFault> {
    if why.reason.trim().is_empty() {
        return Err(HttpFault::bad("reason", "say why, in 1 to 4000 characters"));
    }
    text("reason", why.reason)
}
