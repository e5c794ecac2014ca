//! How the phone of the recording reads what a hall says: its structs with their attributes, copied from its commit.
//!
//! Nothing here follows today's protocol. Two readings are equal if the phone would do the same on both, so that a time is equal to any
//! other; whether there is one is not the same.

use serde::Deserialize;
use uuid::Uuid;

use super::old_order::{Order, OrderView};

/// A moment in RFC 3339; another run has other ones.
#[derive(Clone, Copy, Debug)]
pub(super) struct Time(pub(super) domain::Timestamp);

impl PartialEq for Time {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map(Self).map_err(serde::de::Error::custom)
    }
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum ToUnit {
    Welcome {
        version: u32,
        unit: Unit,
        on_duty: bool,
        hall_time: Time,
    },
    Orders {
        orders: Vec<UnitOrder>,
    },
    OrderChanged {
        order: Box<UnitOrder>,
    },
    Answers {
        answers: Vec<Answer>,
    },
    Time {
        asked_at: f64,
        hall_time: Time,
    },
    Bye {
        reason: ByeReason,
        #[serde(default)]
        detail: String,
    },
    #[serde(other)]
    Unknown,
}

impl ToUnit {
    /// The orders that it tells of.
    pub(super) fn orders(&self) -> &[UnitOrder] {
        match self {
            Self::Orders { orders } => orders,
            Self::OrderChanged { order } => std::slice::from_ref(order),
            _ => &[],
        }
    }
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(super) struct Unit {
    id: Uuid,
    name: String,
    town: Uuid,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(super) struct UnitOrder {
    pub(super) view: OrderView,
    order: Order,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(super) struct Answer {
    id: Uuid,
    outcome: Outcome,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
enum Outcome {
    Taken,
    Refused {
        code: String,
        message: String,
    },
    #[serde(other)]
    Unknown,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum ByeReason {
    SignedOut,
    Replaced,
    Stopping,
    TooSlow,
    Malformed,
    #[serde(other)]
    Unknown,
}

/// What `POST /api/session` answers.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(super) struct SignedIn {
    pub(super) token: String,
    expires_at: Time,
    pub(super) session: SessionView,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(super) struct SessionView {
    pub(super) person: Uuid,
    name: String,
    #[serde(flatten)]
    role: Role,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(tag = "role", rename_all = "snake_case")]
enum Role {
    Officer { unit: Uuid },
    Dispatcher,
    Leader,
    TownDesk { town: Uuid },
    Administrator,
}
