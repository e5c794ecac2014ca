//! Which ways through junctions the rules about turning forbid.

use std::collections::{BTreeMap, BTreeSet};

use domain::TravelMode;

use super::Directed;
use super::build::Draft;
use crate::import::Material;
use crate::pieces::{NONE, Roads};
use crate::restriction::{Kind, Rule, Via};

/// A way that leads a rule over more pieces than this is taken for a mistake.
const LONGEST_VIA: usize = 64;

/// The rows of lanes that nobody of `mode` may follow from first to last; each at least two lanes.
///
/// A rule whose roads do not meet, or meet in more than one way at its node, says nothing certain
/// and is left out.
pub(super) fn paths(roads: &Roads, draft: &Draft, mode: TravelMode, material: &Material) -> Vec<Vec<u32>> {
    let rules = || material.rules.iter().filter(|rule| *rule.binds.get(mode));
    let ground = Ground::of(roads, draft, material, rules());
    rules().flat_map(|rule| ground.forbidden_by(rule)).collect()
}

/// The lanes that rules speak of.
struct Ground<'a> {
    roads: &'a Roads,
    draft: &'a Draft,
    material: &'a Material,
    /// The lanes of each way, by its id.
    of_way: BTreeMap<i64, Vec<u32>>,
    /// The junction of each node, by the node's place.
    junction_of: BTreeMap<u32, u32>,
}

impl<'a> Ground<'a> {
    fn of(
        roads: &'a Roads,
        draft: &'a Draft,
        material: &'a Material,
        rules: impl Iterator<Item = &'a Rule>,
    ) -> Self {
        let mut ids = BTreeSet::new();
        for rule in rules {
            ids.extend([rule.from, rule.to]);
            if let Via::Ways(ways) = &rule.via {
                ids.extend(ways);
            }
        }
        let mut of_way: BTreeMap<i64, Vec<u32>> = BTreeMap::new();
        for (number, piece) in (0_u32..).zip(&roads.pieces) {
            let Some(way) = material
                .ways
                .get(piece.way as usize)
                .filter(|way| ids.contains(&way.id))
            else {
                continue;
            };
            let both = [true, false].map(|forward| draft.lane_of(Directed::new(number, forward)));
            of_way
                .entry(way.id)
                .or_default()
                .extend(both.into_iter().flatten());
        }
        let junctions = (0_u32..).zip(&roads.junctions);
        Self {
            roads,
            draft,
            material,
            of_way,
            junction_of: junctions
                .filter(|(_, junction)| junction.node != NONE)
                .map(|(number, junction)| (junction.node, number))
                .collect(),
        }
    }

    fn forbidden_by(&self, rule: &Rule) -> Vec<Vec<u32>> {
        let rows = match &rule.via {
            Via::Node(node) => self.over_node(rule, *node),
            Via::Ways(ways) => self.over_ways(rule, ways),
        };
        match rule.kind {
            Kind::No => rows,
            Kind::Only => rows.iter().flat_map(|row| self.all_but(row)).collect(),
        }
    }

    fn over_node(&self, rule: &Rule, node: i64) -> Vec<Vec<u32>> {
        let place = self
            .material
            .nodes
            .place_of(node)
            .and_then(|place| u32::try_from(place).ok());
        let Some(&junction) = place.and_then(|place| self.junction_of.get(&place)) else {
            return Vec::new();
        };
        let only = |lanes: &mut dyn Iterator<Item = u32>| lanes.next().filter(|_| lanes.next().is_none());
        let from = only(&mut self.lanes(rule.from).filter(|&lane| self.head(lane) == junction));
        let to = only(&mut self.lanes(rule.to).filter(|&lane| self.tail(lane) == junction));
        from.zip(to)
            .map(|(from, to)| vec![from, to])
            .into_iter()
            .collect()
    }

    fn over_ways(&self, rule: &Rule, ways: &[i64]) -> Vec<Vec<u32>> {
        let mut rows: Vec<Vec<u32>> = self.lanes(rule.from).map(|lane| vec![lane]).collect();
        for (number, &way) in ways.iter().chain([&rule.to]).enumerate() {
            rows = rows
                .into_iter()
                .filter_map(|row| self.go_on(row, way, number > 0))
                .collect();
        }
        rows
    }

    /// Leads `row` into the way `next`, along the way it is on if `may_run_on`.
    fn go_on(&self, mut row: Vec<u32>, next: i64, may_run_on: bool) -> Option<Vec<u32>> {
        while row.len() < LONGEST_VIA {
            let last = *row.last()?;
            let road = self.road(last)?;
            let mut entered = self.lanes(next).filter(|&lane| {
                self.tail(lane) == self.head(last) && self.road(lane) != Some(road.reverse())
            });
            if let Some(lane) = entered.next() {
                row.push(lane);
                return Some(row);
            }
            let way = self.roads.pieces.get(road.piece())?.way;
            let id = self.material.ways.get(way as usize)?.id;
            let further = self.lanes(id).find(|&lane| {
                self.tail(lane) == self.head(last)
                    && self
                        .road(lane)
                        .is_some_and(|next| next != road.reverse() && next.is_forward() == road.is_forward())
            });
            row.push(further.filter(|_| may_run_on)?);
        }
        None
    }

    /// What `row` forbids if its end is the only one allowed.
    fn all_but(&self, row: &[u32]) -> Vec<Vec<u32>> {
        let Some((&to, before)) = row.split_last() else {
            return Vec::new();
        };
        let turns = before.last().map_or(&[][..], |&lane| self.draft.turns(lane));
        turns
            .iter()
            .filter(|turn| turn.lane != to)
            .map(|turn| before.iter().copied().chain([turn.lane]).collect())
            .collect()
    }

    fn lanes(&self, way: i64) -> impl Iterator<Item = u32> {
        self.of_way.get(&way).into_iter().flatten().copied()
    }

    fn road(&self, lane: u32) -> Option<Directed> {
        self.draft.roads.get(lane as usize).copied()
    }

    fn head(&self, lane: u32) -> u32 {
        self.road(lane).map_or(NONE, |road| self.roads.head(road))
    }

    fn tail(&self, lane: u32) -> u32 {
        self.road(lane)
            .map_or(NONE, |road| self.roads.head(road.reverse()))
    }
}

impl Draft {
    /// Forbids each of `rows`.
    ///
    /// A row of two lanes is a turn, which is taken out. A longer one needs to know where a lane was
    /// entered from: for each beginning of a row the lane that it ends with gets a twin, entered by
    /// that beginning alone. Rows overlap, so that whoever leaves one may be inside another: the
    /// twins are the states of an automaton that finds all of them at once (Aho, Corasick 1975).
    pub(super) fn ban(&mut self, rows: &[Vec<u32>]) {
        for row in rows {
            if let [from, to] = row.as_slice() {
                self.take_out(*from, *to);
            }
        }
        let rows: BTreeSet<&[u32]> = rows
            .iter()
            .map(Vec::as_slice)
            .filter(|row| row.len() > 2)
            .collect();
        let beginnings = rows
            .iter()
            .flat_map(|row| (1..row.len()).filter_map(|length| row.get(..length)));
        let mut known = Beginnings {
            lane_of: BTreeMap::new(),
            rows: &rows,
        };
        for beginning in beginnings.collect::<BTreeSet<_>>() {
            let lane = match beginning {
                [lane] => Some(*lane),
                [.., lane] => self.add_twin(*lane),
                [] => None,
            };
            let Some(lane) = lane else { return };
            known.lane_of.insert(beginning, lane);
        }
        // A twin has the turns of its lane until now, which name lanes that are no twins.
        for (come_by, &lane) in &known.lane_of {
            self.lead_on(lane, |next| known.after(come_by, next));
        }
    }
}

/// What the rows begin with.
struct Beginnings<'a> {
    /// For each beginning the lane that is entered by it; for one of a single lane, that lane.
    lane_of: BTreeMap<&'a [u32], u32>,
    rows: &'a BTreeSet<&'a [u32]>,
}

impl Beginnings<'_> {
    /// The lane that somebody who came by the lanes `come_by` enters with the lane `next`; none if a
    /// row forbids it.
    fn after(&self, come_by: &[u32], next: u32) -> Option<u32> {
        let way: Vec<u32> = come_by.iter().copied().chain([next]).collect();
        let mut ends = (0..come_by.len()).filter_map(|from| way.get(from..));
        if ends.clone().any(|end| self.rows.contains(end)) {
            return None;
        }
        Some(
            ends.find_map(|end| self.lane_of.get(end).copied())
                .unwrap_or(next),
        )
    }
}

#[cfg(test)]
mod tests;
