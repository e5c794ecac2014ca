//! What a phone knows at one moment, for a screen to draw.

use domain::Timestamp;

use crate::{Order, TalkState, Unit};

/// What a phone knows at one moment.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a state of its own, and any may hold with any"
)]
#[derive(Clone, Debug, PartialEq, uniffi::Record)]
pub struct Snapshot {
    /// The unit that this phone is, once the hall said so.
    pub unit: Option<Unit>,
    /// Whether the officer is on duty.
    pub on_duty: bool,
    /// Whether the hall can be reached.
    pub online: bool,
    /// Whether the camera is to be on.
    pub live: bool,
    /// Whether anybody needs the camera's picture; while nobody does, none need be encoded.
    pub camera_needed: bool,
    /// Whether anybody needs each layer of the camera's picture, the smallest first; one beyond the last is needed.
    pub layers_wanted: Vec<bool>,
    /// Who watches the camera's picture, the longest first. The officer is to see it.
    pub watchers: Vec<Watcher>,
    /// The officer's line to talk.
    pub talk: TalkState,
    /// Whether the officer's call for help is open.
    pub sos: bool,
    /// How many things wait for the hall's answer.
    pub waiting: u32,
    /// The unit's open orders, oldest first.
    pub orders: Vec<Order>,
    /// The number at which the officer calls the hall, with the net or without: digits, perhaps after a `+`; none if the hall has
    /// none.
    #[uniffi(default = None)]
    pub hall_telephone: Option<String>,
    /// Who asks the officer to switch the camera on; nobody once it is on. The picture begins with the officer's yes alone.
    #[uniffi(default = None)]
    pub camera_asked: Option<CameraAsked>,
}

impl Snapshot {
    /// What is known, at a time of the hall's.
    pub(crate) fn at(known: &phone::Snapshot, now: Timestamp) -> Self {
        let watchers = known.watchers.iter().map(|watcher| Watcher {
            name: watcher.name.clone(),
            role: watcher.role.name().to_owned(),
            since_ms: watcher.since.as_millis(),
        });
        let orders = known.orders.iter().cloned();
        Self {
            unit: known.unit.clone().map(Into::into),
            on_duty: known.on_duty,
            online: known.online,
            live: known.live,
            camera_needed: known.camera_needed,
            layers_wanted: known.layers_wanted.clone(),
            watchers: watchers.collect(),
            talk: (&known.talk).into(),
            sos: known.sos,
            waiting: u32::try_from(known.waiting).unwrap_or(u32::MAX),
            orders: orders.map(|order| Order::at(order, now)).collect(),
            hall_telephone: known.hall_telephone.clone(),
            camera_asked: known.camera_asked.as_ref().map(CameraAsked::from),
        }
    }
}

/// Somebody who watches the camera's picture.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Watcher {
    /// The name they signed in with.
    pub name: String,
    /// What they are: `dispatcher`, `leader`, `town_desk`, `administrator` or `officer`.
    pub role: String,
    /// Since when, in hall time.
    pub since_ms: i64,
}

/// Somebody who asks for the officer's camera.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct CameraAsked {
    /// The name they signed in with.
    pub name: String,
    /// What they are: `dispatcher` or `town_desk`.
    pub role: String,
    /// Since when, in hall time.
    pub since_ms: i64,
    /// When it lapses, in hall time.
    pub until_ms: i64,
}

impl From<&domain::CameraAsked> for CameraAsked {
    fn from(asked: &domain::CameraAsked) -> Self {
        Self {
            name: asked.name.clone(),
            role: asked.role.name().to_owned(),
            since_ms: asked.since.as_millis(),
            until_ms: asked.until.as_millis(),
        }
    }
}

/// What the hall's clock shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Record)]
pub struct HallTime {
    /// The time.
    pub at_ms: i64,
    /// How far it may be off, either way.
    pub error_ms: u32,
}
