//! What an app hands in: how a phone starts, what its receiver measured, what it may do.

use std::path::PathBuf;
use std::time::Duration;

use domain::LatLon;
use phone::PhoneConfig;

use crate::{Enrolled, PhoneFault};

/// What a phone is started with.
#[derive(Clone, uniffi::Record)]
pub struct PhoneSettings {
    /// The hall's address, `https://hall.example` or `http://127.0.0.1:8080`.
    pub hall: String,
    /// The name to sign in with.
    pub name: String,
    /// The password; not looked at by an enrolled phone.
    pub password: String,
    /// The file that keeps what the hall has yet to be told; made if absent. In the app's files, never in a cache folder,
    /// which the system may empty.
    pub store: String,
    /// Name and version of the app, for the hall's log.
    pub app: String,
    /// Dial this `IP:port` instead of the hall's own, as through a tunnel.
    #[uniffi(default = None)]
    pub connect_to: Option<String>,
    /// Go through this proxy, `http://host:port` or `http://user:password@host:port`: everything but media does.
    #[uniffi(default = None)]
    pub proxy: Option<String>,
    /// Certificates in PEM to trust beside the system's.
    #[uniffi(default = None)]
    pub ca: Option<Vec<u8>>,
    /// What an enrolled phone signs in with, instead of a password.
    #[uniffi(default = None)]
    pub enrolled: Option<Enrolled>,
}

impl TryFrom<PhoneSettings> for PhoneConfig {
    type Error = PhoneFault;

    fn try_from(settings: PhoneSettings) -> Result<Self, PhoneFault> {
        let connect_to = settings.connect_to.as_deref().map(str::parse).transpose();
        Ok(Self {
            hall: settings.hall,
            name: settings.name,
            password: settings.password,
            enrolled: settings.enrolled.map(TryInto::try_into).transpose()?,
            store: PathBuf::from(settings.store),
            app: settings.app,
            connect_to: connect_to.map_err(|_| PhoneFault::HallAddress)?,
            proxy: settings.proxy,
            ca: settings.ca,
        })
    }
}

/// One position measurement, just made or `age_ms` old.
#[derive(Clone, Copy, Debug, PartialEq, uniffi::Record)]
pub struct Measurement {
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// Radius in metres within which the true position lies with 68 % probability.
    pub accuracy_m: f64,
    /// Speed over ground in metres a second, if measured.
    #[uniffi(default = None)]
    pub speed_mps: Option<f64>,
    /// Direction of movement in degrees clockwise from north, if measured.
    #[uniffi(default = None)]
    pub heading_deg: Option<f64>,
    /// Height above the WGS-84 ellipsoid in metres, if measured.
    #[uniffi(default = None)]
    pub altitude_m: Option<f64>,
    /// Whether the system says that an app made this position up.
    #[uniffi(default = false)]
    pub mock: bool,
    /// Battery charge in percent, if known.
    #[uniffi(default = None)]
    pub battery_pct: Option<u8>,
    /// What its carrier is doing, if the system is sure of it.
    #[uniffi(default = None)]
    pub activity: Option<Activity>,
    /// How old the measurement is when it is handed in; less than nothing counts as nothing.
    #[uniffi(default = 0)]
    pub age_ms: i64,
    /// The datum of the degrees, if the receiver is known for one. Of a phone that only hopes for WGS-84 the hall watches whether
    /// the roads agree.
    #[uniffi(default = None)]
    pub datum: Option<Datum>,
}

impl TryFrom<Measurement> for phone::Measurement {
    type Error = PhoneFault;

    fn try_from(measured: Measurement) -> Result<Self, PhoneFault> {
        let at = LatLon::new(measured.lat, measured.lon).map_err(|error| PhoneFault::NotAPlace {
            detail: error.to_string(),
        })?;
        Ok(Self {
            at,
            accuracy_m: measured.accuracy_m,
            speed_mps: measured.speed_mps,
            heading_deg: measured.heading_deg,
            altitude_m: measured.altitude_m,
            mock: measured.mock,
            battery_pct: measured.battery_pct,
            activity: measured.activity.map(Into::into),
            age: duration(measured.age_ms),
            datum: measured.datum.map(Into::into),
        })
    }
}

/// What the one who carries the phone is doing, as the system's activity recognition has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum Activity {
    /// At rest.
    Still,
    /// Walking.
    Walking,
    /// Running.
    Running,
    /// On a bicycle.
    Cycling,
    /// In a vehicle, whether it moves or stands at a light.
    Driving,
}

impl From<Activity> for domain::Activity {
    fn from(activity: Activity) -> Self {
        match activity {
            Activity::Still => Self::Still,
            Activity::Walking => Self::Walking,
            Activity::Running => Self::Running,
            Activity::Cycling => Self::Cycling,
            Activity::Driving => Self::Driving,
        }
    }
}

/// The geodetic datum a receiver measures in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum Datum {
    /// World Geodetic System 1984, what GNSS receivers give.
    Wgs84,
    /// China Geodetic Coordinate System 2000.
    Cgcs2000,
    /// The datum of published maps of China, and of the phones' map libraries there.
    Gcj02,
    /// Baidu's datum.
    Bd09,
}

impl From<Datum> for domain::Datum {
    fn from(datum: Datum) -> Self {
        match datum {
            Datum::Wgs84 => Self::Wgs84,
            Datum::Cgcs2000 => Self::Cgcs2000,
            Datum::Gcj02 => Self::Gcj02,
            Datum::Bd09 => Self::Bd09,
        }
    }
}

/// What the app may do on its phone, as the officer or the system allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Permissions {
    /// When it may know where the phone is.
    pub location: LocationPermission,
    /// Whether it may ring and show notices.
    pub notifications: bool,
    /// Whether the system lets it run however full the battery is.
    pub battery_exempt: bool,
}

impl From<Permissions> for domain::reachability::Permissions {
    fn from(permissions: Permissions) -> Self {
        Self {
            location: permissions.location.into(),
            notifications: permissions.notifications,
            battery_exempt: permissions.battery_exempt,
        }
    }
}

/// When an app may know where its phone is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum LocationPermission {
    /// At any time.
    Always,
    /// While it is looked at.
    WhileInUse,
    /// Never.
    Denied,
}

impl From<LocationPermission> for domain::reachability::LocationPermission {
    fn from(permission: LocationPermission) -> Self {
        match permission {
            LocationPermission::Always => Self::Always,
            LocationPermission::WhileInUse => Self::WhileInUse,
            LocationPermission::Denied => Self::Denied,
        }
    }
}

/// A length of time; less than nothing is nothing.
pub(crate) fn duration(millis: i64) -> Duration {
    Duration::from_millis(u64::try_from(millis).unwrap_or(0))
}

/// A length of time in milliseconds.
pub(crate) fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}
