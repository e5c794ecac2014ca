//! A field unit, as the officer's app knows its own.

/// A field unit (单兵): an officer with a phone.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Unit {
    /// Its identity.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// The town it belongs to.
    pub town: String,
    /// What it travels by.
    pub mode: TravelMode,
}

impl From<domain::Unit> for Unit {
    fn from(unit: domain::Unit) -> Self {
        Self {
            id: unit.id.to_string(),
            name: unit.name,
            town: unit.town.to_string(),
            mode: unit.mode.into(),
        }
    }
}

/// What a unit travels by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum TravelMode {
    /// A car or a van.
    Car,
    /// An e-bike, which may go where bicycles may.
    EBike,
    /// On foot.
    Foot,
}

impl From<domain::TravelMode> for TravelMode {
    fn from(mode: domain::TravelMode) -> Self {
        match mode {
            domain::TravelMode::Car => Self::Car,
            domain::TravelMode::EBike => Self::EBike,
            domain::TravelMode::Foot => Self::Foot,
        }
    }
}
