//! What a newer hall says, read by a side that is older.
//!
//! The domain knows only words that it has rules for, so a word it does not know is read here as the
//! nearest one it does: an order of a new kind still rings. An element of a list that makes no sense
//! even so is passed over, and the rest of the list is read.

use domain::order::{
    Addressee, AssignmentState, Attachment, CheckedItem, DeclineReason, Message, OrderKind, OrderStatus, Tick,
};
use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};

use crate::api::OrderState;

/// Reads the elements of a list that can be read.
pub(crate) fn readable<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned,
{
    let elements = Vec::<Value>::deserialize(deserializer)?;
    let read = |element| serde_json::from_value(element).ok();
    Ok(elements.into_iter().filter_map(read).collect())
}

/// Reads an order, in the domain's form or as a page draws it.
pub(crate) fn order<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned,
{
    let mut order = Value::deserialize(deserializer)?;
    let Some(fields) = order.as_object_mut() else {
        return Err(D::Error::custom("an order must be an object"));
    };
    if let Some(kind) = fields.get_mut("kind") {
        known_or::<OrderKind>(kind, |_| json!(OrderKind::Emergency));
    }
    if let Some(addressee) = fields.get_mut("addressee") {
        // A team of nobody known: the hall says by assignments who holds the order.
        known_or::<Addressee>(addressee, |_| json!(Addressee::Team(Vec::new())));
    }
    let ended = has(fields.get("ended_at"));
    match fields.get_mut("status") {
        Some(status @ Value::String(_)) => known_or::<OrderState>(status, |_| {
            json!(if ended {
                OrderState::Expired
            } else {
                OrderState::Open
            })
        }),
        Some(status) => known_or::<OrderStatus>(status, |status| match status.get("at") {
            // Every end has its moment.
            Some(at) => json!({"status": "expired", "at": at}),
            None => json!(OrderStatus::Open),
        }),
        None => {}
    }
    match fields.get_mut("assignments") {
        Some(Value::Array(assignments)) => assignments.iter_mut().for_each(assignment),
        Some(Value::Object(assignments)) => assignments.values_mut().for_each(assignment),
        _ => {}
    }
    if let Some(Value::Array(messages)) = fields.get_mut("messages") {
        messages.iter_mut().for_each(message);
        messages.retain(|message| Message::deserialize(message).is_ok());
    }
    if let Some(Value::Array(checklist)) = fields.get_mut("checklist") {
        checklist.iter_mut().for_each(item);
        checklist.retain(|item| CheckedItem::deserialize(item).is_ok());
    }
    serde_json::from_value(order).map_err(D::Error::custom)
}

/// An item is read whatever somebody said of it.
fn item(item: &mut Value) {
    if let Some(Value::Array(ticks)) = item.get_mut("ticks") {
        ticks.retain(|tick| Tick::deserialize(tick).is_ok());
    }
}

/// The words of a message are read whatever goes with it.
fn message(message: &mut Value) {
    if let Some(attachment) = message.get_mut("attachment") {
        known_or::<Option<Attachment>>(attachment, |_| Value::Null);
    }
}

/// Reads what may be missing; what cannot be read is missing.
pub(crate) fn known<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned,
{
    let value = Value::deserialize(deserializer)?;
    Ok(serde_json::from_value(value).ok())
}

fn assignment(assignment: &mut Value) {
    let Some(fields) = assignment.as_object_mut() else {
        return;
    };
    if let Some(reason) = fields
        .get_mut("declined_because")
        .filter(|reason| !reason.is_null())
    {
        known_or::<DeclineReason>(reason, |_| json!(DeclineReason::Other));
    }
    // A state nobody knows is judged by what happened.
    let happened = [
        ("withdrawn_at", AssignmentState::Withdrawn),
        ("declined_because", AssignmentState::Declined),
        ("under_way", AssignmentState::UnderWay),
        ("answered", AssignmentState::Accepted),
        ("delivered", AssignmentState::Delivered),
    ];
    let judged = happened
        .into_iter()
        .find(|(moment, _)| has(fields.get(*moment)))
        .map_or(AssignmentState::Offered, |(_, state)| state);
    if let Some(state) = fields.get_mut("state") {
        known_or::<AssignmentState>(state, |_| json!(judged));
    }
}

fn has(field: Option<&Value>) -> bool {
    field.is_some_and(|field| !field.is_null())
}

/// Puts what is nearest in the place of a value that is no `T`.
fn known_or<T: DeserializeOwned>(value: &mut Value, nearest: impl FnOnce(&Value) -> Value) {
    if T::deserialize(&*value).is_err() {
        *value = nearest(value);
    }
}
