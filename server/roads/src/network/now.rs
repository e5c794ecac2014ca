//! What changes about a network: how fast it is, and what is closed.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use domain::{LatLon, TravelMode};

use super::{Ground, RoadNetwork};
use crate::cells::{CellEnds, CellSpots, spot_in};
use crate::closure::Closure;
use crate::hierarchy::{Customised, Hierarchy};
use crate::metric::Metric;
use crate::mode::PerMode;
use crate::speeds::Speeds;
use crate::spot::Errand;

/// What changes. It is replaced whole, never altered.
#[derive(Debug)]
pub(super) struct Now {
    pub(super) metric: Metric,
    /// Where each mode gets to in each cell.
    pub(super) cells: PerMode<Arc<CellSpots>>,
    /// By which lanes, with the time from their beginnings; found when first asked for.
    cell_ends: PerMode<OnceLock<CellEnds>>,
    speeds: Speeds,
    closed: PerMode<BTreeSet<u32>>,
    /// Poured in when first asked for.
    customised: PerMode<OnceLock<Customised>>,
}

impl Now {
    /// At the speeds that the extract suggests, with nothing closed.
    pub(super) fn at_first(ground: &Ground) -> Self {
        Self::new(
            ground,
            ground.cell_spots.clone(),
            &Speeds::default(),
            PerMode::default(),
        )
    }

    fn new(
        ground: &Ground,
        cells: PerMode<Arc<CellSpots>>,
        speeds: &Speeds,
        closed: PerMode<BTreeSet<u32>>,
    ) -> Self {
        Self {
            metric: Metric::new(&ground.roads, &ground.lanes, speeds, &closed),
            cells,
            cell_ends: PerMode::new(|_| OnceLock::new()),
            speeds: *speeds,
            closed,
            customised: PerMode::new(|_| OnceLock::new()),
        }
    }
}

impl RoadNetwork {
    /// The same roads with these speeds in place of whatever they had, closures kept.
    #[must_use]
    pub fn with_speeds(&self, speeds: &Speeds) -> Self {
        self.with_now(Now::new(
            &self.ground,
            self.now.cells.clone(),
            speeds,
            self.now.closed.clone(),
        ))
    }

    /// The same roads with exactly these closures, whatever was closed before; speeds kept.
    ///
    /// Nobody passes a closed road, and nobody is taken to stand on one: who does starts from the
    /// open road nearest by. Places that a closure cuts off are not reached.
    #[must_use]
    pub fn with_closures(&self, closures: &[Closure]) -> Self {
        let mut closed: PerMode<BTreeSet<u32>> = PerMode::default();
        for closure in closures {
            for &mode in &closure.modes {
                closed.get_mut(mode).extend(self.pieces_closed_by(closure, mode));
            }
        }
        let ground = &self.ground;
        let cells = PerMode::new(|mode| {
            let (all, closed) = (ground.cell_spots.get(mode), closed.get(mode));
            if closed.is_empty() {
                return all.clone();
            }
            let anew = |cell: usize| {
                let lanes = ground.lanes.get(mode);
                let is_open =
                    |piece: u32| !closed.contains(&piece) && lanes.piece_serves(piece, Errand::Staying);
                spot_in(
                    &ground.roads,
                    &ground.streets,
                    *ground.cells.get(cell)?,
                    mode,
                    is_open,
                )
            };
            Arc::new(all.without(closed, anew))
        });
        self.with_now(Now::new(ground, cells, &self.now.speeds, closed))
    }

    pub(super) fn speeds(&self) -> &Speeds {
        &self.now.speeds
    }

    /// The lines of the roads that `closure` closes, to show before it is made; none if there is no
    /// such road.
    pub fn closed_by(&self, closure: &Closure) -> Vec<Vec<LatLon>> {
        let modes = closure.modes.iter();
        self.lines_of(
            &modes
                .flat_map(|&mode| self.pieces_closed_by(closure, mode))
                .collect(),
        )
    }

    /// The lines of the roads that are closed to `mode`.
    pub fn closed_to(&self, mode: TravelMode) -> Vec<Vec<LatLon>> {
        self.lines_of(self.now.closed.get(mode))
    }

    fn lines_of(&self, pieces: &BTreeSet<u32>) -> Vec<Vec<LatLon>> {
        let pieces = pieces.iter().filter_map(|&piece| self.piece(piece));
        pieces
            .map(|piece| self.ground.roads.line(piece).to_vec())
            .collect()
    }

    /// Makes ready for matrices of `mode` what the first of them would have to wait for.
    ///
    /// Networks made from this one are then ready from the start.
    pub fn prepare(&self, mode: TravelMode) {
        self.customised(mode);
    }

    pub(super) fn cell_ends(&self, mode: TravelMode) -> &CellEnds {
        let spots = self.now.cells.get(mode).spots().iter();
        let ends = spots.map(|spot| spot.iter().flat_map(|spot| self.ends(mode, *spot)));
        self.now.cell_ends.get(mode).get_or_init(|| CellEnds::of(ends))
    }

    pub(crate) fn hierarchy(&self, mode: TravelMode) -> &Hierarchy {
        let ground = &self.ground;
        let hierarchy = ground.hierarchies.get(mode);
        hierarchy.get_or_init(|| Hierarchy::of(&ground.roads, ground.lanes.get(mode)))
    }

    pub(crate) fn customised(&self, mode: TravelMode) -> &Customised {
        let customised = self.now.customised.get(mode);
        customised.get_or_init(|| Customised::of(self.hierarchy(mode), self.lanes(mode), self.times(mode)))
    }

    /// The hierarchy's times, if [`RoadNetwork::prepare`] or a matrix has made them.
    pub(super) fn customised_if_ready(&self, mode: TravelMode) -> Option<&Customised> {
        self.now.customised.get(mode).get()
    }

    fn with_now(&self, now: Now) -> Self {
        let network = Self {
            ground: self.ground.clone(),
            now: Arc::new(now),
        };
        for mode in TravelMode::ALL {
            if self.customised_if_ready(mode).is_some() {
                network.prepare(mode);
            }
        }
        network
    }
}
