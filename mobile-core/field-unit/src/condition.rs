//! What the phone says of itself when the hall asks quietly whether an order would reach the officer.

use std::time::Duration;

use domain::LatLon;
use domain::reachability::{Permissions, PhoneCondition};

use crate::{Measurement, PhoneTime};

/// What is known of the phone itself.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Condition {
    permissions: Option<Permissions>,
    battery_pct: Option<u8>,
    measured: Option<PhoneTime>,
    position: Option<(LatLon, f64)>,
    measurements: u32,
}

/// A receiver that is silent for longer than this is to be helped.
const SILENT: Duration = Duration::from_secs(45);

impl Condition {
    /// The officer or the system allows the app this from now on.
    pub(crate) fn permitted(&mut self, permissions: Permissions) {
        self.permissions = Some(permissions);
    }

    /// The receiver measured something at `taken`.
    pub(crate) fn measured(&mut self, taken: PhoneTime, measured: &Measurement) {
        self.battery_pct = measured.battery_pct.or(self.battery_pct);
        if self.measured.is_none_or(|newest| newest <= taken) {
            self.measured = Some(taken);
            self.position = Some((measured.at, measured.accuracy_m));
        }
        self.measurements = self.measurements.wrapping_add(1);
    }

    /// How many times the receiver measured, over and over again from 0.
    pub(crate) const fn measurements(self) -> u32 {
        self.measurements
    }

    /// Where the receiver was last, with the radius of that in metres.
    pub(crate) const fn position(self) -> Option<(LatLon, f64)> {
        self.position
    }

    /// Whether the receiver has been silent for long at `now`.
    pub(crate) fn is_silent(self, now: PhoneTime) -> bool {
        self.measured.is_none_or(|measured| now.since(measured) > SILENT)
    }

    /// The charge in percent, as far as it was told.
    pub(crate) const fn battery_pct(self) -> Option<u8> {
        self.battery_pct
    }

    /// As the hall is told at `now`.
    pub(crate) fn at(self, now: PhoneTime) -> PhoneCondition {
        let seconds = |age: Duration| u32::try_from(age.as_secs()).unwrap_or(u32::MAX);
        PhoneCondition {
            permissions: self.permissions,
            battery_pct: self.battery_pct,
            fix_age_s: self.measured.map(|measured| seconds(now.since(measured))),
        }
    }
}
