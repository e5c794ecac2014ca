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
    /// entered from: lanes inside it get twins that are entered by the row alone.
    pub(super) fn ban(&mut self, rows: &[Vec<u32>]) {
        for row in rows {
            if let [from, to] = row.as_slice() {
                self.take_out(*from, *to);
            }
        }
        let mut twin_of: BTreeMap<Vec<u32>, u32> = BTreeMap::new();
        for row in rows.iter().filter(|row| row.len() > 2) {
            self.ban_row(row, &mut twin_of);
        }
    }

    fn ban_row(&mut self, row: &[u32], twin_of: &mut BTreeMap<Vec<u32>, u32>) {
        let Some((&to, before)) = row.split_last() else {
            return;
        };
        let Some((&first, inside)) = before.split_first() else {
            return;
        };
        let mut at = first;
        let mut come_by = vec![first];
        for &lane in inside {
            come_by.push(lane);
            let known = twin_of.get(&come_by).copied();
            let Some(twin) = known.or_else(|| self.add_twin(lane)) else {
                return;
            };
            twin_of.insert(come_by.clone(), twin);
            self.lead_into(at, lane, twin);
            at = twin;
        }
        self.take_out(at, to);
    }
}
