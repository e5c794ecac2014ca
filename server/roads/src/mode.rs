//! One value for each mode of travel.

use domain::TravelMode;
use serde::{Deserialize, Serialize};

/// A value for each mode.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct PerMode<T> {
    car: T,
    e_bike: T,
    foot: T,
}

impl<T> PerMode<T> {
    /// Asks `make` for the value of each mode.
    pub(crate) fn new(mut make: impl FnMut(TravelMode) -> T) -> Self {
        let [car, e_bike, foot] = TravelMode::ALL.map(&mut make);
        Self { car, e_bike, foot }
    }

    /// The value for `mode`.
    pub(crate) const fn get(&self, mode: TravelMode) -> &T {
        match mode {
            TravelMode::Car => &self.car,
            TravelMode::EBike => &self.e_bike,
            TravelMode::Foot => &self.foot,
        }
    }

    /// The value for `mode`, to change.
    pub(crate) const fn get_mut(&mut self, mode: TravelMode) -> &mut T {
        match mode {
            TravelMode::Car => &mut self.car,
            TravelMode::EBike => &mut self.e_bike,
            TravelMode::Foot => &mut self.foot,
        }
    }
}
