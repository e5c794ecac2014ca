//! The roads of a district, ready to be asked.
//!
//! For each mode, a route exists between any two points near a road, until somebody closes one; but for
//! islands and other large parts of the map that no road of the extract joins.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use domain::{LatLon, TravelMode};
use h3o::CellIndex;

use self::now::Now;
use crate::ExtractError;
use crate::cells::{self, CellSpots};
use crate::cover::{Cover, CoverSearch, Origin, Placed};
use crate::hierarchy::Hierarchy;
use crate::import::{self, Material};
use crate::lanes::Lanes;
use crate::mode::PerMode;
use crate::pieces::{Piece, Roads};
use crate::reach::Reach;
use crate::route::Route;
use crate::side;
use crate::snap::{Snap, Streets};
use crate::spot::Errand;
use crate::turn::whole_ms;

mod inside;
mod line;
mod now;

/// The road network of a district, with how fast it is at the moment.
///
/// A clone is cheap and shares everything. Nothing ever changes a network that somebody holds: new
/// speeds and closures make another one beside it.
#[derive(Clone, Debug)]
pub struct RoadNetwork {
    ground: Arc<Ground>,
    now: Arc<Now>,
}

/// What never changes.
#[derive(Debug)]
struct Ground {
    roads: Roads,
    lanes: PerMode<Lanes>,
    streets: Streets,
    /// The mode that streets and cells are those of: cars, if the extract has roads for them.
    main_mode: TravelMode,
    /// The pieces of that mode.
    main_pieces: Vec<u32>,
    cells: Vec<CellIndex>,
    /// Where each mode gets to in each cell while nothing is closed.
    cell_spots: PerMode<Arc<CellSpots>>,
    /// Made when first asked for.
    hierarchies: PerMode<OnceLock<Hierarchy>>,
}

/// A stretch of street without a crossing inside.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Street<'a> {
    /// Its shape, at least two points.
    pub line: &'a [LatLon],
    /// Its length on the ground.
    pub metres: f64,
    /// What it is called, if it has a name.
    pub name: Option<&'a str>,
}

/// Why there is no road network.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RoadsError {
    /// The extract cannot be read.
    #[error(transparent)]
    Extract(#[from] ExtractError),
    /// The extract has no two places that anybody can travel between.
    #[error("the OpenStreetMap extract has no roads")]
    NoRoads,
}

impl RoadNetwork {
    /// Makes the network from the bytes of an OpenStreetMap extract in the PBF format.
    pub fn from_pbf(bytes: &[u8]) -> Result<Self, RoadsError> {
        Self::from_material(import::read(bytes)?)
    }

    pub(crate) fn from_material(mut material: Material) -> Result<Self, RoadsError> {
        let roads = Roads::cut(&mut material);
        let side = side::driven_on(&roads);
        let lanes = PerMode::new(|mode| Lanes::of(&roads, mode, &material, side));
        let is_on_land = |number: u32| roads.pieces.get(number as usize).is_some_and(Piece::is_on_land);
        let stays_on = |mode, number: u32| lanes.get(mode).piece_serves(number, Errand::Staying);
        let streets = Streets::of(&roads, |mode, number| {
            lanes.get(mode).has_piece(number) && is_on_land(number)
        });
        let pieces_of = |mode| -> Vec<u32> {
            let all = (0_u32..).zip(&roads.pieces).map(|(number, _)| number);
            all.filter(|&number| stays_on(mode, number) && is_on_land(number))
                .collect()
        };
        let (main_mode, main_pieces) = TravelMode::ALL
            .into_iter()
            .map(|mode| (mode, pieces_of(mode)))
            .find(|(_, pieces)| !pieces.is_empty())
            .ok_or(RoadsError::NoRoads)?;
        let for_all = main_pieces
            .iter()
            .filter_map(|&number| roads.pieces.get(number as usize));
        let cells = cells::passed(for_all.map(|piece| roads.line(piece)));
        let cell_spots = PerMode::new(|mode| {
            let spots = cells
                .iter()
                .map(|&cell| cells::spot_in(&roads, &streets, cell, mode, |piece| stays_on(mode, piece)));
            Arc::new(CellSpots::new(spots.collect()))
        });
        let ground = Ground {
            roads,
            lanes,
            streets,
            main_mode,
            main_pieces,
            cells,
            cell_spots,
            hierarchies: PerMode::new(|_| OnceLock::new()),
        };
        let now = Now::at_first(&ground);
        Ok(Self {
            ground: Arc::new(ground),
            now: Arc::new(now),
        })
    }

    /// The point of the network nearest to `place`, however far: of that for cars, if there are roads for
    /// them.
    pub fn nearest_road(&self, place: LatLon) -> Option<Snap> {
        self.snap(self.ground.main_mode, place, None)
    }

    /// The point of the network for `mode` nearest to `at`, however far, that is reached and left again.
    ///
    /// With a heading, in degrees clockwise from north, a road that leads there is preferred to one
    /// that is a few metres nearer, and who starts from it the other way has to turn round first.
    pub fn snap(&self, mode: TravelMode, at: LatLon, heading_deg: Option<f64>) -> Option<Snap> {
        let near = self.near(mode, at, heading_deg, Errand::Staying)?;
        let name = self.piece(near.spot.piece)?.name;
        Some(Snap {
            at: near.at,
            metres: near.at.distance_m(at),
            name: name
                .and_then(|name| self.ground.roads.names.get(name as usize))
                .cloned(),
            spot: near.spot,
        })
    }

    /// The quickest way by car between the points of the network nearest to `from` and `to`.
    pub fn route(&self, from: LatLon, to: LatLon) -> Option<Route> {
        self.route_by(TravelMode::Car, from, to)
    }

    /// The quickest way by `mode` between the points of its network nearest to `from` and `to`: that nearest to
    /// `from` from which a way leads on, and that nearest to `to` which a way leads to.
    pub fn route_by(&self, mode: TravelMode, from: LatLon, to: LatLon) -> Option<Route> {
        let from = self.near(mode, from, None, Errand::SettingOut)?;
        let to = self.near(mode, to, None, Errand::Arriving)?;
        let way = self.quickest(mode, &from, &to)?;
        Some(self.drive(mode, &from, &way, &to))
    }

    /// From where `mode` reaches the point of its network nearest to `to` within `limit`.
    ///
    /// None if there is no road for the mode.
    pub fn reach_to(&self, mode: TravelMode, to: LatLon, limit: Duration) -> Option<Reach> {
        Some(self.reach_to_spot(mode, self.spot(mode, to, Errand::Arriving)?, limit_ms(limit)))
    }

    /// From where `mode` gets to `place` within `limit`, on foot from any road that passes within `aside_m`
    /// of it, or from the nearest one.
    ///
    /// What lies beside one carriageway is soon reached from the other, however far the way round is. The walk
    /// counts as far as it is longer than from the nearest road. None if there is no road for the mode.
    pub fn reach_beside(
        &self,
        mode: TravelMode,
        place: LatLon,
        aside_m: f64,
        limit: Duration,
    ) -> Option<Reach> {
        Some(self.reach_to_ends(mode, self.ends_beside(mode, place, aside_m)?, limit_ms(limit)))
    }

    /// Which of `units` is in each cell of [`RoadNetwork::cells`] first, and which second, counting
    /// from now and up to `limit`. Units far from any road start from the road nearest to them.
    pub fn cover(&self, units: &[Origin], limit: Duration) -> Cover {
        let limit_ms = limit_ms(limit);
        let mut cover = Cover::nobody(self.ground.cells.len(), false);
        for mode in TravelMode::ALL {
            let placed: Vec<Placed> = (0_u32..)
                .zip(units)
                .filter(|(_, unit)| unit.mode == mode)
                .filter_map(|(origin, unit)| {
                    Some(Placed {
                        origin,
                        spot: self.spot(mode, unit.at, Errand::SettingOut)?,
                        free_ms: whole_ms(unit.free_in.as_secs_f64() * 1000.0),
                    })
                })
                .collect();
            if placed.is_empty() {
                continue;
            }
            let search = CoverSearch {
                lanes: self.lanes(mode),
                times: self.times(mode),
                mode,
                cells: self.now.cells.get(mode),
                cell_ends: self.cell_ends(mode),
                limit_ms,
            };
            search.add_to(&mut cover, &placed);
        }
        cover
    }

    /// The H3 cells of resolution 10 that have a road for cars, in a fixed order; in an extract without
    /// such roads those that have one for e-bikes, or else for feet.
    pub fn cells(&self) -> &[CellIndex] {
        &self.ground.cells
    }

    /// The corners of each of [`RoadNetwork::cells`], in turn, for drawing.
    pub fn cell_borders(&self) -> impl Iterator<Item = Vec<LatLon>> {
        self.cells().iter().map(|cell| cells::border(*cell))
    }

    /// All streets for cars, in an order that depends on the extract alone; in an extract without any,
    /// those for e-bikes, or else for feet.
    pub fn streets(&self) -> impl Iterator<Item = Street<'_>> {
        self.ground
            .main_pieces
            .iter()
            .filter_map(|&number| Some(self.as_street(self.piece(number)?)))
    }

    /// The street at place `number` of [`RoadNetwork::streets`].
    pub fn street(&self, number: usize) -> Option<Street<'_>> {
        let piece = self.piece(*self.ground.main_pieces.get(number)?)?;
        Some(self.as_street(piece))
    }

    fn as_street(&self, piece: &Piece) -> Street<'_> {
        let roads = &self.ground.roads;
        Street {
            line: roads.line(piece),
            metres: piece.metres,
            name: piece.name.and_then(|name| self.name(name)),
        }
    }
}

/// A limit as the searches know it.
fn limit_ms(limit: Duration) -> u32 {
    whole_ms(limit.as_secs_f64() * 1000.0)
}

#[cfg(test)]
pub(crate) mod tests;
