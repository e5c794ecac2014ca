//! The district as a rehearsal takes it over: who is on duty where, with the places of past incidents.

use domain::{LatLon, UnitState};
use rehearsal::drill::Post;

use super::Feed;

/// Past incidents that a rehearsal learns from, the oldest left out first.
const INCIDENTS: usize = 2_000;

/// Who is on duty, with where incidents have fallen.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PresentDistrict {
    /// How many units are on duty.
    pub(crate) on_duty: usize,
    /// Where those of them are whose position is known.
    pub(crate) posts: Vec<Post>,
    /// Where incidents have fallen.
    pub(crate) incidents: Vec<LatLon>,
}

impl Feed {
    /// The district as it is now.
    pub(crate) fn present(&self) -> PresentDistrict {
        self.read(|seen| {
            let on_duty = || {
                seen.units
                    .values()
                    .map(|(unit, _)| unit)
                    .filter(|unit| unit.state != UnitState::OffDuty)
            };
            let post = |unit: &protocol::api::UnitView| {
                let at = unit.position.as_ref()?.at;
                Some(Post {
                    lat: at.lat(),
                    lon: at.lon(),
                    mode: unit.mode,
                })
            };
            // Ids grow with time.
            let incidents = seen.incidents.values().rev().map(|(incident, _)| incident);
            PresentDistrict {
                on_duty: on_duty().count(),
                posts: on_duty().filter_map(post).collect(),
                incidents: incidents
                    .filter(|incident| incident.place_known)
                    .map(|incident| incident.place.at)
                    .take(INCIDENTS)
                    .collect(),
            }
        })
    }
}
