//! The turn-aware graph of one mode.
//!
//! Its nodes are *lanes*: one direction of one piece of road. An edge leads from a lane to each lane
//! that may follow it, and carries the cost of that turn, so that turn costs and turn restrictions
//! are part of the graph itself. How long a lane takes is not in it: see `metric`.

#![expect(
    clippy::indexing_slicing,
    reason = "every index is a lane's or a piece's number, below the length of each array"
)]

use domain::TravelMode;

use crate::import::Material;
use crate::lanes::build::Draft;
use crate::pieces::{NONE, Roads};
use crate::spot::Errand;

mod bans;
mod build;
mod ends;
mod parts;

/// The lanes of a mode: parts within which all reach each other, and what leads to one or away from one.
#[derive(Debug)]
pub(crate) struct Lanes {
    /// Each lane's road.
    pub(crate) roads: Vec<Directed>,
    /// For each direction of each piece its lane, or [`NONE`].
    lane_of: Vec<u32>,
    /// Which lanes may follow each.
    pub(crate) after: Turns,
    /// Which lanes each may follow.
    pub(crate) before: Turns,
    /// Whether each leads to where the map goes on.
    leads_on: Vec<bool>,
    /// Whether each is reached from there, itself or by a twin.
    is_entered: Vec<bool>,
    /// Lanes that stand for a road as it is entered by some ways only, since a restriction looks back
    /// further than one road: the ordinary lane of that road, and the other.
    pub(crate) twins: Vec<(u32, u32)>,
    /// What the dearest turn costs.
    pub(crate) dearest_turn_ms: u32,
}

/// One direction of a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Directed(u32);

impl Directed {
    pub(crate) const fn new(piece: u32, forward: bool) -> Self {
        Self(piece << 1 | !forward as u32)
    }

    pub(crate) const fn piece(self) -> usize {
        (self.0 >> 1) as usize
    }

    pub(crate) const fn is_forward(self) -> bool {
        self.0 & 1 == 0
    }

    pub(crate) const fn reverse(self) -> Self {
        Self(self.0 ^ 1)
    }

    const fn place(self) -> usize {
        self.0 as usize
    }
}

/// Turns in compressed sparse rows: those of one lane lie side by side.
#[derive(Debug, Default)]
pub(crate) struct Turns {
    /// Where each lane's begin; one entry more than lanes.
    first: Vec<u32>,
    turns: Vec<LaneTurn>,
}

/// A turn as one of its two lanes sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct LaneTurn {
    /// The other lane.
    pub(crate) lane: u32,
    pub(crate) cost_ms: u32,
}

impl Turns {
    /// From turns `(lane, turn)`, sorted by lane.
    fn of(lanes: usize, sorted: &[(u32, LaneTurn)]) -> Self {
        let mut first = vec![0_u32; lanes + 1];
        for (lane, _) in sorted {
            first[*lane as usize + 1] += 1;
        }
        for lane in 0..lanes {
            first[lane + 1] += first[lane];
        }
        Self {
            first,
            turns: sorted.iter().map(|(_, turn)| *turn).collect(),
        }
    }

    /// The turns of `lane`.
    #[inline]
    pub(crate) fn of_lane(&self, lane: u32) -> &[LaneTurn] {
        let lane = lane as usize;
        &self.turns[self.first[lane] as usize..self.first[lane + 1] as usize]
    }
}

impl Lanes {
    /// The lanes of `mode` on `roads`, under `rules`.
    pub(crate) fn of(roads: &Roads, mode: TravelMode, material: &Material, side: crate::turn::Side) -> Self {
        let mut draft = Draft::of(roads, mode, side);
        let rows = bans::paths(roads, &draft, mode, material);
        draft.ban(&rows);
        draft.keep_parts(roads);
        draft.turn_back_only_at_dead_ends();
        draft.keep_parts(roads);
        draft.into_lanes()
    }

    /// How many lanes there are, twins included.
    pub(crate) fn len(&self) -> usize {
        self.roads.len()
    }

    /// The lane of `road`, if the mode may use it.
    #[inline]
    pub(crate) fn lane_of(&self, road: Directed) -> Option<u32> {
        self.lane_of
            .get(road.place())
            .copied()
            .filter(|&lane| lane != NONE)
    }

    /// All lanes that enter the road of `lane`: itself, and its twins.
    pub(crate) fn entries(&self, lane: u32) -> impl Iterator<Item = u32> {
        let twins = self.twins.iter().filter(move |(base, _)| *base == lane);
        std::iter::once(lane).chain(twins.map(|(_, twin)| *twin))
    }

    /// Whether `lane` is `base` or a twin of it.
    pub(crate) fn stands_for(&self, lane: u32, base: u32) -> bool {
        self.roads[lane as usize] == self.roads[base as usize]
    }

    /// Whether the mode may use the piece in any direction.
    pub(crate) fn has_piece(&self, piece: u32) -> bool {
        self.of_piece(piece).next().is_some()
    }

    /// Whether whoever is at the piece can go about `errand` there.
    pub(crate) fn piece_serves(&self, piece: u32, errand: Errand) -> bool {
        self.of_piece(piece).any(|lane| self.serves(lane, errand))
    }

    /// Whether whoever is on `lane` can go about `errand` there.
    pub(crate) fn serves(&self, lane: u32, errand: Errand) -> bool {
        let (leads_on, is_entered) = (self.leads_on[lane as usize], self.is_entered[lane as usize]);
        match errand {
            Errand::SettingOut => leads_on,
            Errand::Arriving => is_entered,
            Errand::Staying => leads_on && is_entered,
        }
    }

    fn of_piece(&self, piece: u32) -> impl Iterator<Item = u32> {
        let both = [true, false].map(|forward| Directed::new(piece, forward));
        both.into_iter().filter_map(|road| self.lane_of(road))
    }
}

#[cfg(test)]
pub(crate) mod tests;
