//! Which parts of a map are kept, of those that do not reach each other.
//!
//! An extract is full of car parks behind footpaths, of yards behind gates, of streets cut off at its
//! border. Who is there is beside a road that leads on: such a part is left out,
//! and the road beside it is taken in its stead. What is too large for that, or an island far from
//! every other road, is kept: nobody gets there from elsewhere, and who asks is told so.
//!
//! Where the way back alone is missing, nothing is left out: a journey begins in a street that can only be
//! left, and ends in one that can only be entered.

#![expect(
    clippy::indexing_slicing,
    reason = "every index is a lane's, a piece's or a part's number, below the length of each array"
)]

use std::collections::HashSet;

use domain::LatLon;

use super::{Directed, LaneTurn};
use crate::pieces::Roads;

/// A part with so many metres of lanes is kept wherever it lies: three kilometres of street.
const LARGE_M: f64 = 6_000.0;
/// One with fewer than these is left out wherever it lies: a pier, a helipad's apron.
const SMALL_M: f64 = 200.0;
/// Roads in the same square or in squares that touch are not far from each other.
const SQUARE_M: f64 = 500.0;

/// For each of `lanes` whether it is kept; `parts` are the parts' numbers by lane, from 0 without a gap.
pub(super) fn kept(roads: &Roads, lanes: &[Directed], parts: &[u32]) -> Vec<bool> {
    let count = parts.iter().max().map_or(0, |&last| last as usize + 1);
    let mut sizes = vec![0_u32; count];
    let mut metres = vec![0.0; count];
    for (road, &part) in lanes.iter().zip(parts) {
        sizes[part as usize] += 1;
        metres[part as usize] += roads.pieces[road.piece()].metres;
    }
    let largest = sizes.iter().max().copied().unwrap_or(0);
    let main = sizes.iter().position(|&size| size == largest).unwrap_or(0);
    let of_part = |which: usize| {
        let of_it = lanes.iter().zip(parts);
        of_it
            .filter(move |(_, part)| **part as usize == which)
            .map(|(road, _)| *road)
    };
    let mut keeps: Vec<bool> = metres.iter().map(|&metres| metres >= LARGE_M).collect();
    let mut may_be_island: Vec<bool> = metres.iter().map(|&metres| metres >= SMALL_M).collect();
    if let (Some(main_is_kept), Some(main_may_be)) = (keeps.get_mut(main), may_be_island.get_mut(main)) {
        (*main_is_kept, *main_may_be) = (true, false);
    }
    if may_be_island
        .iter()
        .zip(&keeps)
        .any(|(may_be, keeps)| *may_be && !keeps)
    {
        let map = Map::of(roads, of_part(main));
        for (road, &part) in lanes.iter().zip(parts) {
            let part = part as usize;
            may_be_island[part] = may_be_island[part] && !map.has_roads_beside(roads, *road);
        }
        for (keeps, is_island) in keeps.iter_mut().zip(&may_be_island) {
            *keeps |= is_island;
        }
    }
    parts.iter().map(|&part| keeps[part as usize]).collect()
}

/// How a lane is joined to the parts of the map that are kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Standing {
    /// Whether it lies in one.
    is_kept: bool,
    /// Whether it leads to one.
    pub(super) leads_on: bool,
    /// Whether it is reached from one, itself or by a twin.
    pub(super) is_entered: bool,
}

impl Standing {
    pub(super) const fn is_inside(self) -> bool {
        self.leads_on || self.is_entered
    }

    /// Whether whoever goes on there gets as far as from a lane that is joined like `other`.
    pub(super) const fn is_as_good_as(self, other: Self) -> bool {
        if other.is_kept {
            self.is_kept
        } else {
            self.leads_on || !other.leads_on
        }
    }
}

/// How each lane is joined to those that are `kept`, by the turns `after` each.
pub(super) fn standing(kept: &[bool], after: &[Vec<LaneTurn>], twins: &[(u32, u32)]) -> Vec<Standing> {
    let mut before: Vec<Vec<u32>> = vec![Vec::new(); after.len()];
    for (lane, turns) in (0_u32..).zip(after) {
        for turn in turns {
            before[turn.lane as usize].push(lane);
        }
    }
    let leads_on = spread(kept, |lane| before[lane].iter().copied());
    let mut is_entered = spread(kept, |lane| after[lane].iter().map(|turn| turn.lane));
    for &(base, twin) in twins {
        is_entered[base as usize] |= is_entered[twin as usize];
    }
    let lanes = kept.iter().zip(leads_on.into_iter().zip(is_entered));
    lanes
        .map(|(&is_kept, (leads_on, is_entered))| Standing {
            is_kept,
            leads_on,
            is_entered,
        })
        .collect()
}

/// All lanes that are got to from those that are `kept` by steps to their `neighbours`.
fn spread<I: Iterator<Item = u32>>(kept: &[bool], neighbours: impl Fn(usize) -> I) -> Vec<bool> {
    let mut reached = kept.to_vec();
    let first = (0_u32..).zip(kept).filter(|(_, kept)| **kept);
    let mut open: Vec<u32> = first.map(|(lane, _)| lane).collect();
    while let Some(lane) = open.pop() {
        for next in neighbours(lane as usize) {
            if !std::mem::replace(&mut reached[next as usize], true) {
                open.push(next);
            }
        }
    }
    reached
}

/// Squares with roads in them.
struct Map {
    squares: HashSet<(i32, i32)>,
    /// How many squares a degree is wide and high.
    per_degree: (f64, f64),
}

impl Map {
    fn of(roads: &Roads, lanes: impl Iterator<Item = Directed>) -> Self {
        let lat = roads.points.first().map_or(0.0, |at| at.lat());
        let high = 111_195.0 / SQUARE_M;
        let mut map = Self {
            squares: HashSet::new(),
            per_degree: (high * lat.to_radians().cos(), high),
        };
        for road in lanes {
            let line = roads.line(&roads.pieces[road.piece()]);
            for ends in line.windows(2) {
                map.mark(ends[0], ends[1]);
            }
        }
        map
    }

    /// Marks the squares from one point to another, none missing by more than one.
    fn mark(&mut self, from: LatLon, to: LatLon) {
        let (start, end) = (self.square(from), self.square(to));
        self.squares.extend([start, end]);
        let middle = from.toward(to, 0.5);
        let is_far = start.0.abs_diff(end.0) > 1 || start.1.abs_diff(end.1) > 1;
        if is_far && middle != from && middle != to {
            self.mark(from, middle);
            self.mark(middle, to);
        }
    }

    fn has_roads_beside(&self, roads: &Roads, road: Directed) -> bool {
        let line = roads.line(&roads.pieces[road.piece()]);
        line.iter().map(|at| self.square(*at)).any(|(east, north)| {
            let mut around = (-1..=1).flat_map(|over| (-1..=1).map(move |up| (east + over, north + up)));
            around.any(|square| self.squares.contains(&square))
        })
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "the earth is 80,000 squares around"
    )]
    fn square(&self, at: LatLon) -> (i32, i32) {
        (
            (at.lon() * self.per_degree.0).floor() as i32,
            (at.lat() * self.per_degree.1).floor() as i32,
        )
    }
}

#[cfg(test)]
mod tests;
