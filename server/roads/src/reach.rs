//! From where a place is reached in time.

use std::collections::BTreeSet;

use domain::{LatLon, TravelMode};
use h3o::CellIndex;

use crate::network::RoadNetwork;
use crate::outline;
use crate::search::NEVER;
use crate::snap::Snap;
use crate::spot::{End, Errand, Spot, along_ms};

/// How long it takes from everywhere to one place, up to a limit.
///
/// It stands for the weights of the network it was asked of, whatever becomes of that one.
#[derive(Clone, Debug)]
pub struct Reach {
    pub(crate) network: RoadNetwork,
    pub(crate) mode: TravelMode,
    pub(crate) goals: Vec<End>,
    /// By lane: the time left at its end.
    pub(crate) left: Vec<u32>,
    pub(crate) limit_ms: u32,
}

impl Reach {
    /// The seconds from the road nearest to `at`; none beyond the limit.
    pub fn seconds_from(&self, at: LatLon) -> Option<f64> {
        self.seconds(self.network.spot(self.mode, at, Errand::SettingOut)?)
    }

    /// The seconds from `at` for somebody who heads for so many degrees clockwise from north, if that
    /// is known; none beyond the limit. See [`RoadNetwork::snap`].
    pub fn seconds_heading(&self, at: LatLon, heading_deg: Option<f64>) -> Option<f64> {
        let near = self
            .network
            .near(self.mode, at, heading_deg, Errand::SettingOut)?;
        self.seconds(near.spot)
    }

    /// The seconds from a point on the road; none beyond the limit.
    pub fn seconds_from_snap(&self, snap: &Snap) -> Option<f64> {
        self.seconds(snap.spot)
    }

    /// The cells of [`RoadNetwork::cells`] within the limit, with the seconds from there.
    pub fn cells(&self) -> impl Iterator<Item = (CellIndex, f64)> {
        let spots = self.network.cell_spots(self.mode).iter();
        self.network
            .cells()
            .iter()
            .zip(spots)
            .filter_map(|(cell, spot)| Some((*cell, self.seconds((*spot)?)?)))
    }

    /// Rings around where the place is reached from, for drawing: outer rings run counter-clockwise,
    /// holes clockwise.
    ///
    /// They follow cells a size larger than [`Reach::cells`], of which at least half is within the
    /// limit, as single streets would make a ragged shore.
    pub fn outline(&self) -> Vec<Vec<LatLon>> {
        let reached: BTreeSet<CellIndex> = self.cells().map(|(cell, _)| cell).collect();
        outline::around(self.network.cells(), &reached)
    }

    /// How many junctions lie within the limit.
    pub fn junctions(&self) -> usize {
        self.network.junctions_before(self.mode, |lane| {
            self.left.get(lane).is_some_and(|&left| left != NEVER)
        })
    }

    pub(crate) fn seconds(&self, spot: Spot) -> Option<f64> {
        let ends = self.network.ends(self.mode, spot);
        let times = ends.filter_map(|from| {
            let left = self.left.get(from.lane as usize).copied().unwrap_or(NEVER);
            let around = from.sets_out_ms().checked_add(left);
            let along = self.goals.iter().filter_map(|to| along_ms(from, *to)).min();
            let along = along.map(|along| along.saturating_add(from.lead_ms));
            around.into_iter().chain(along).min()
        });
        let least = times.min().filter(|&time| time <= self.limit_ms)?;
        Some(f64::from(least) / 1000.0)
    }
}
