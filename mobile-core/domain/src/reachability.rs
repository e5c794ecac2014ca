//! Whether an order would reach a unit, measured rather than assumed.
//!
//! Every phone on duty is tested silently and says what might keep an order from its officer. What
//! that and its silence mean is decided here; when a phone is tested is decided by the hall. Each
//! [`Doubt`] has a stable code, under which the screens keep the words of how to mend it.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// A phone that says nothing for this long is doubtful.
pub const DOUBTFUL_AFTER: Duration = Duration::from_mins(1);
/// A phone that says nothing for this long is dark.
pub const DARK_AFTER: Duration = Duration::from_secs(150);
/// A phone that is heard, but has answered no test for this long, is dark: five of them, with twenty seconds and more
/// for each.
pub const DEAF_AFTER: Duration = Duration::from_secs(110);
/// A fix as old as this says where the unit was, not where it is.
pub const STALE_AFTER: Duration = Duration::from_mins(1);
/// At or below this a battery is low, in percent.
const LOW_PCT: u8 = 15;
/// At or below this a battery may not last to the end of an order, in percent.
const CRITICAL_PCT: u8 = 5;

/// Whether an order would reach a unit, with what stands against it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reachability {
    /// Whether it would.
    pub state: Reach,
    /// What stands against it, gravest first; empty if nothing does.
    pub reasons: Vec<Doubt>,
    /// Since when the state is what it is.
    pub since: Timestamp,
}

/// Whether an order would reach a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// It would.
    Reachable,
    /// It might not, or late.
    Doubtful,
    /// It would not.
    Dark,
}

/// What may keep an order from a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Doubt {
    /// The hall has not heard from its phone since the hall started or the unit came to be.
    NeverConnected,
    /// Its phone has said nothing for [`DARK_AFTER`].
    Dark,
    /// Its phone is heard, but has answered no test for [`DEAF_AFTER`].
    Deaf,
    /// Its phone has said nothing for [`DOUBTFUL_AFTER`].
    Silent,
    /// Its phone did not answer the latest test.
    NoAnswer,
    /// The app may not know where the phone is.
    LocationDenied,
    /// The app may know where the phone is only while it is looked at.
    LocationWhileInUse,
    /// The app may not ring.
    NotificationsOff,
    /// The system may put the app to sleep to save the battery.
    BatteryOptimised,
    /// The latest fix is [`STALE_AFTER`] old or older.
    StaleFix,
    /// The latest fix is an app's invention: where the unit is, nobody knows.
    Mock,
    /// The battery may not last to the end of an order.
    BatteryCritical,
    /// The battery is low.
    BatteryLow,
    /// Its phone measures in another datum than WGS-84 without saying so; the hall puts its positions right.
    WrongDatum,
}

impl Doubt {
    /// What this alone makes of a unit.
    pub const fn reach(self) -> Reach {
        match self {
            Self::NeverConnected | Self::Dark | Self::Deaf => Reach::Dark,
            Self::Silent
            | Self::NoAnswer
            | Self::LocationDenied
            | Self::LocationWhileInUse
            | Self::NotificationsOff
            | Self::BatteryOptimised
            | Self::StaleFix
            | Self::Mock
            | Self::BatteryCritical => Reach::Doubtful,
            Self::BatteryLow | Self::WrongDatum => Reach::Reachable,
        }
    }
}

/// What the app may do on its phone, as the officer or the system allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Permissions {
    /// When it may know where the phone is.
    pub location: LocationPermission,
    /// Whether it may ring and show notices.
    pub notifications: bool,
    /// Whether the system lets it run however full the battery is.
    pub battery_exempt: bool,
}

/// When an app may know where its phone is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum LocationPermission {
    /// At any time.
    Always,
    /// While it is looked at.
    WhileInUse,
    /// Never.
    Denied,
}

/// What a phone answers when it is tested.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct PhoneCondition {
    /// What the app may do; null if the phone does not know.
    #[serde(default)]
    pub permissions: Option<Permissions>,
    /// Battery charge in percent, if known.
    #[serde(default)]
    pub battery_pct: Option<u8>,
    /// How old its latest measurement of where it is is, in seconds; null if there is none.
    #[serde(default)]
    pub fix_age_s: Option<u32>,
}

impl PhoneCondition {
    /// What in this may keep an order from the officer.
    pub fn doubts(&self) -> Vec<Doubt> {
        let mut doubts = Vec::new();
        if let Some(permissions) = self.permissions {
            doubts.extend(match permissions.location {
                LocationPermission::Always => None,
                LocationPermission::WhileInUse => Some(Doubt::LocationWhileInUse),
                LocationPermission::Denied => Some(Doubt::LocationDenied),
            });
            doubts.extend((!permissions.notifications).then_some(Doubt::NotificationsOff));
            doubts.extend((!permissions.battery_exempt).then_some(Doubt::BatteryOptimised));
        }
        doubts.extend(match self.battery_pct {
            Some(..=CRITICAL_PCT) => Some(Doubt::BatteryCritical),
            Some(..=LOW_PCT) => Some(Doubt::BatteryLow),
            _ => None,
        });
        doubts
    }
}

impl Reachability {
    /// What these doubts make of a unit at `now`, after what was known `before`.
    pub fn of(mut doubts: Vec<Doubt>, now: Timestamp, before: Option<&Self>) -> Self {
        doubts.sort_unstable();
        doubts.dedup();
        let state = doubts
            .iter()
            .map(|doubt| doubt.reach())
            .max()
            .unwrap_or(Reach::Reachable);
        let since = before
            .filter(|before| before.state == state)
            .map_or(now, |before| before.since);
        Self {
            state,
            reasons: doubts,
            since,
        }
    }
}

#[cfg(test)]
mod tests;
