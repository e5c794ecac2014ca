//! The way to an order's scene, as an app draws it.

use domain::Timestamp;
use phone::{DrawnLine, WayError};

use crate::{Datum, FieldPhone, PhoneFault};

/// The way to an order's scene: all degrees in WGS-84, all times in hall time.
#[derive(Clone, Debug, PartialEq, uniffi::Record)]
pub struct Way {
    /// Of which order.
    pub order: String,
    /// When the hall worked it out.
    pub made_at_ms: i64,
    /// When the position was measured at which it begins; none if the hall knew none.
    pub fix_at_ms: Option<i64>,
    /// Whether the hall cannot be asked, or has not answered, so that this is from before.
    pub kept: bool,
    /// The line by road, from the officer to the scene; empty if there is none.
    pub line: Vec<LatLon>,
    /// Why there is none.
    pub no_way: Option<NoWay>,
    /// Metres of road.
    pub metres: Option<u32>,
    /// Seconds on the road.
    pub eta_s: Option<u32>,
    /// When the hall expects the arrival, the officer's usual pace and the last metres included, if it foresees it.
    pub expected_at_ms: Option<i64>,
    /// The streets around, nearest first, to be drawn below it.
    pub streets: Vec<Street>,
    /// The others that have taken the order, with where they were last; nobody from what was kept.
    pub team: Vec<TeamMate>,
}

/// A point in degrees.
#[derive(Clone, Copy, Debug, PartialEq, uniffi::Record)]
pub struct LatLon {
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
}

/// Why there is no way to draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum NoWay {
    /// The officer is at the scene.
    There,
    /// The hall does not know where the officer is.
    NoPosition,
    /// The hall has no roads, or none that leads there.
    NoRoads,
    /// Any other reason.
    Other,
}

/// Streets of one name.
#[derive(Clone, Debug, PartialEq, uniffi::Record)]
pub struct Street {
    /// How large they are: `highway`, `main`, `street`, `lane`, `path`, `ferry`, or `unknown`.
    pub size: String,
    /// What they are called, if they have a name.
    pub name: Option<String>,
    /// Their lines.
    pub lines: Vec<Vec<LatLon>>,
}

/// Another unit that has taken the order.
#[derive(Clone, Debug, PartialEq, uniffi::Record)]
pub struct TeamMate {
    /// What people call it.
    pub name: String,
    /// Where it was last.
    pub at: LatLon,
    /// When that was.
    pub fix_at_ms: i64,
    /// Whether it is at the scene.
    pub there: bool,
}

#[uniffi::export]
impl FieldPhone {
    /// The way from where the officer was last to the scene of one of the unit's open orders. It may be asked for as often as a screen
    /// is drawn: the core asks the hall when there is reason to, with a deadline, and keeps the newest answer for off the net until
    /// the order is ended.
    pub async fn way(&self, order: String) -> Result<Way, PhoneFault> {
        let id = order.parse().map_err(|_| PhoneFault::NotAnId { text: order })?;
        let phone = self.phone().clone();
        let way = self.threads().run(async move { phone.way(id).await }).await??;
        Ok(way.into())
    }
}

/// A point of WGS-84 in another datum: what a map application of the country reads. Outside China every datum is WGS-84.
#[uniffi::export]
pub fn in_datum(point: LatLon, datum: Datum) -> Result<LatLon, PhoneFault> {
    let at = domain::LatLon::new(point.lat, point.lon).map_err(|error| PhoneFault::NotAPlace {
        detail: error.to_string(),
    })?;
    Ok(domain::Datum::from(datum).from_wgs84(at).into())
}

impl From<domain::LatLon> for LatLon {
    fn from(at: domain::LatLon) -> Self {
        Self {
            lat: at.lat(),
            lon: at.lon(),
        }
    }
}

impl From<phone::Way> for Way {
    fn from(way: phone::Way) -> Self {
        let phone::Way { view, kept } = way;
        let points = |line: &DrawnLine| -> Vec<LatLon> {
            let points = line.points(view.scene).into_iter();
            points.map(Into::into).collect()
        };
        let streets = view.streets.iter().flatten().map(|street| Street {
            size: street.class.name().to_owned(),
            name: street.name.clone(),
            lines: street.lines.iter().map(points).collect(),
        });
        let team = view.team.iter().map(|mate| TeamMate {
            name: mate.name.clone(),
            at: mate.place.into(),
            fix_at_ms: mate.fix_at.as_millis(),
            there: mate.there,
        });
        Self {
            order: view.order.to_string(),
            made_at_ms: view.made_at.as_millis(),
            fix_at_ms: view.fix_at.map(Timestamp::as_millis),
            kept,
            line: points(&view.route),
            no_way: view.no_way.map(Into::into),
            metres: view.metres,
            eta_s: view.eta_s,
            expected_at_ms: view.expected_at.map(Timestamp::as_millis),
            streets: streets.collect(),
            team: team.collect(),
        }
    }
}

impl From<phone::NoWay> for NoWay {
    fn from(reason: phone::NoWay) -> Self {
        match reason {
            phone::NoWay::There => Self::There,
            phone::NoWay::NoPosition => Self::NoPosition,
            phone::NoWay::NoRoads => Self::NoRoads,
            phone::NoWay::NobodyGoes | phone::NoWay::Unknown => Self::Other,
        }
    }
}

impl From<WayError> for PhoneFault {
    fn from(error: WayError) -> Self {
        match error {
            WayError::Stopped(_) => Self::Stopped,
            WayError::NotAtHand => Self::Refused {
                reason: "not_at_hand".to_owned(),
                detail: error.to_string(),
            },
            WayError::Away | WayError::Refused { .. } | WayError::Unreadable => Self::NoWay {
                detail: error.to_string(),
            },
        }
    }
}

#[cfg(test)]
mod tests;
