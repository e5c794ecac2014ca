//! The way to an order's scene, as an officer's phone keeps it and draws it without a net.
//!
//! Phones fetch it over bad lines, again and again while they move, so lines are written in steps of a metre.

use domain::{LatLon, OrderId, Timestamp, UnitId};
use serde::{Deserialize, Serialize};

/// `GET /api/orders/{id}/way`: how a unit gets to the scene, with the streets around its way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WayView {
    /// Of which order.
    pub order: OrderId,
    /// Whose way it is; null if nobody is on the way.
    pub unit: Option<UnitId>,
    /// When it was worked out.
    pub made_at: Timestamp,
    /// When the position was measured that the way begins at; null if none is known.
    pub fix_at: Option<Timestamp>,
    /// Where somebody is to be; all lines are told from here.
    pub scene: LatLon,
    /// The way, from the unit to the scene; empty if there is none.
    pub route: DrawnLine,
    /// Why there is none.
    pub no_way: Option<NoWay>,
    /// Seconds on the road from the unit's position.
    pub eta_s: Option<u32>,
    /// Metres of road.
    pub metres: Option<u32>,
    /// When the hall expects the arrival, the officer's usual pace and the last metres included, if it foresees it.
    pub expected_at: Option<Timestamp>,
    /// How likely that is to be in time, in percent.
    pub in_time_pct: Option<u8>,
    /// The streets around the way, nearest first; null if they were not asked for.
    pub streets: Option<Vec<StreetView>>,
    /// The other units that have taken the order, with where they were last, while all are on duty.
    pub team: Vec<TeamMate>,
}

/// Why there is no way to draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum NoWay {
    /// Nobody has taken the order, or all are there.
    NobodyGoes,
    /// The unit is at the scene.
    There,
    /// Where the unit is, nobody knows.
    NoPosition,
    /// The hall has no roads, or none that leads there.
    NoRoads,
    /// A reason of a newer hall.
    #[serde(other)]
    Unknown,
}

/// Streets of one name, drawn alike.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StreetView {
    /// How large they are.
    pub class: StreetClass,
    /// What they are called; null if they have no name.
    pub name: Option<String>,
    /// Their lines.
    pub lines: Vec<DrawnLine>,
}

/// How large a street is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum StreetClass {
    /// A motorway or a trunk road.
    Highway,
    /// A road between places or quarters.
    Main,
    /// A street.
    Street,
    /// An access road or a track.
    Lane,
    /// For feet and bicycles.
    Path,
    /// A crossing by boat.
    Ferry,
    /// One of a newer hall.
    #[serde(other)]
    Unknown,
}

impl StreetClass {
    /// Its stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Highway => "highway",
            Self::Main => "main",
            Self::Street => "street",
            Self::Lane => "lane",
            Self::Path => "path",
            Self::Ferry => "ferry",
            Self::Unknown => "unknown",
        }
    }
}

/// Another unit of the order, with where it was last.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TeamMate {
    /// Which unit.
    pub unit: UnitId,
    /// What people call it.
    pub name: String,
    /// Where, in WGS-84.
    pub place: LatLon,
    /// When that was measured.
    pub fix_at: Timestamp,
    /// 68 % radius in metres.
    pub accuracy_m: f64,
    /// Whether it is at the scene.
    pub there: bool,
}

/// A line for drawing: pairs of steps north and east in hundred-thousandths of a degree, the first from the scene, each other
/// from the point before it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct DrawnLine(Vec<i32>);

/// Steps in a degree.
const PER_DEGREE: f64 = 1e5;

impl DrawnLine {
    /// The line through `points`, told from `scene`; empty if they all fall on one step.
    pub fn through(scene: LatLon, points: &[LatLon]) -> Self {
        let mut steps: Vec<i32> = Vec::with_capacity(2 * points.len());
        let mut before = None;
        for at in points {
            let here = (whole(at.lat() - scene.lat()), whole(at.lon() - scene.lon()));
            if before != Some(here) {
                let (north, east) = before.unwrap_or_default();
                steps.extend([here.0 - north, here.1 - east]);
                before = Some(here);
            }
        }
        if steps.len() < 4 {
            Self::default()
        } else {
            Self(steps)
        }
    }

    /// Its points, but for those that lie off the globe.
    pub fn points(&self, scene: LatLon) -> Vec<LatLon> {
        let (mut north, mut east) = (0_i64, 0_i64);
        let steps = self.0.chunks_exact(2).filter_map(|step| match step {
            [up, over] => {
                north += i64::from(*up);
                east += i64::from(*over);
                LatLon::new(scene.lat() + degrees(north), scene.lon() + degrees(east)).ok()
            }
            _ => None,
        });
        steps.collect()
    }

    /// Whether there is nothing to draw.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many bytes it takes as JSON.
    pub fn json_bytes(&self) -> usize {
        let digits = |step: &i32| {
            usize::from(*step < 0) + step.unsigned_abs().checked_ilog10().unwrap_or(0) as usize + 1
        };
        let commas = self.0.len().saturating_sub(1);
        2 + commas + self.0.iter().map(digits).sum::<usize>()
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a cast of a float saturates, and the globe is 36 million steps around"
)]
fn whole(degrees: f64) -> i32 {
    (degrees * PER_DEGREE).round() as i32
}

#[expect(clippy::cast_precision_loss, reason = "sums beyond 52 bits are off the globe")]
fn degrees(steps: i64) -> f64 {
    steps as f64 / PER_DEGREE
}
