//! What changes about a network: how fast it is, and what is closed.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::{LatLon, TravelMode};

use super::{Ground, RoadNetwork};
use crate::cells::{CellSpots, spot_in};
use crate::closure::Closure;
use crate::metric::Metric;
use crate::mode::PerMode;
use crate::speeds::Speeds;

/// What changes. It is replaced whole, never altered.
#[derive(Debug)]
pub(super) struct Now {
    pub(super) metric: Metric,
    /// Where each mode gets to in each cell.
    pub(super) cells: PerMode<Arc<CellSpots>>,
    speeds: Speeds,
    closed: PerMode<BTreeSet<u32>>,
}

impl Now {
    /// At the speeds that the extract suggests, with nothing closed.
    pub(super) fn at_first(ground: &Ground) -> Self {
        Self::new(
            ground,
            ground.cell_spots.clone(),
            Speeds::default(),
            PerMode::default(),
        )
    }

    fn new(
        ground: &Ground,
        cells: PerMode<Arc<CellSpots>>,
        speeds: Speeds,
        closed: PerMode<BTreeSet<u32>>,
    ) -> Self {
        Self {
            metric: Metric::new(&ground.roads, &ground.lanes, &speeds, &closed),
            cells,
            speeds,
            closed,
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
            *speeds,
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
            let pieces = self.pieces_closed_by(closure);
            for &mode in &closure.modes {
                closed.get_mut(mode).extend(&pieces);
            }
        }
        let ground = &self.ground;
        let cells = PerMode::new(|mode| {
            let (all, closed) = (ground.cell_spots.get(mode), closed.get(mode));
            if closed.is_empty() {
                return all.clone();
            }
            let anew = |cell: usize| {
                let is_open = |piece: u32| !closed.contains(&piece);
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
        self.with_now(Now::new(ground, cells, self.now.speeds, closed))
    }

    /// The lines of the roads that `closure` closes, to show before it is made; none if there is no
    /// such road.
    pub fn closed_by(&self, closure: &Closure) -> Vec<Vec<LatLon>> {
        self.lines_of(&self.pieces_closed_by(closure))
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

    fn with_now(&self, now: Now) -> Self {
        Self {
            ground: self.ground.clone(),
            now: Arc::new(now),
        }
    }
}
