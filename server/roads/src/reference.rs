//! Plain Dijkstra over lanes, against which every faster answer is checked.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::time::Duration;

use domain::{LatLon, TravelMode};

use crate::cover::Origin;
use crate::network::RoadNetwork;
use crate::search::NEVER;
use crate::spot::{Errand, Spot, along_ms};

/// Random numbers that are the same in each run.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number below `sides`.
    pub(crate) fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % sides as u64).unwrap()
    }

    /// A point beside some street of `network`.
    pub(crate) fn place(&mut self, network: &RoadNetwork) -> LatLon {
        let street = network.street(self.roll(network.streets().count())).unwrap();
        let start = self.roll(street.line.len() - 1);
        let share = f64::from(u32::try_from(self.roll(1000)).unwrap()) / 1000.0;
        let at = street.line[start].toward(street.line[start + 1], share);
        LatLon::new(at.lat() + 0.0001, at.lon() - 0.0001).unwrap()
    }
}

/// The milliseconds from the beginning of `from`'s lanes to each lane's beginning.
fn reached(network: &RoadNetwork, mode: TravelMode, from: Spot) -> Vec<u32> {
    let (lanes, times) = (network.lanes(mode), network.times(mode));
    let mut reached = vec![NEVER; lanes.len()];
    let mut queue = BinaryHeap::new();
    for start in network.ends(mode, from) {
        for turn in lanes.after.of_lane(start.lane) {
            queue.push(Reverse((start.lead_ms + start.rest_ms + turn.cost_ms, turn.lane)));
        }
    }
    while let Some(Reverse((time, lane))) = queue.pop() {
        if time >= reached[lane as usize] {
            continue;
        }
        reached[lane as usize] = time;
        if let Some(through) = times.of(lane) {
            for turn in lanes.after.of_lane(lane) {
                queue.push(Reverse((time + through + turn.cost_ms, turn.lane)));
            }
        }
    }
    reached
}

/// The milliseconds from one spot to each of others, by the rules and nothing else.
pub(crate) fn millis(network: &RoadNetwork, mode: TravelMode, from: Spot, to: &[Spot]) -> Vec<Option<u32>> {
    let reached = reached(network, mode, from);
    let lanes = network.lanes(mode);
    to.iter()
        .map(|&to| {
            let around = network.ends(mode, to).flat_map(|goal| {
                let entries: Vec<u32> = lanes.entries(goal.lane).collect();
                let reached = &reached;
                entries.into_iter().filter_map(move |lane| {
                    let time = reached[lane as usize];
                    (time != NEVER).then(|| time + goal.comes_in_ms())
                })
            });
            let along = network.ends(mode, from).flat_map(|start| {
                network
                    .ends(mode, to)
                    .filter_map(move |goal| Some(start.lead_ms + along_ms(start, goal)?))
            });
            around.chain(along).min()
        })
        .collect()
}

/// For each cell the first two of `units` with their milliseconds.
pub(crate) fn cover(
    network: &RoadNetwork,
    units: &[Origin],
    limit: Duration,
) -> Vec<[Option<(usize, u32)>; 2]> {
    let mut found: Vec<Vec<(u32, usize)>> = vec![Vec::new(); network.cells().len()];
    for (number, unit) in units.iter().enumerate() {
        let spots = network.cell_spots(unit.mode);
        let known: Vec<Spot> = spots.iter().flatten().copied().collect();
        let from = network.spot(unit.mode, unit.at, Errand::SettingOut).unwrap();
        let mut times = millis(network, unit.mode, from, &known).into_iter();
        let free = u32::try_from(unit.free_in.as_millis()).unwrap();
        for (cell, _) in spots.iter().enumerate().filter(|(_, spot)| spot.is_some()) {
            if let Some(time) = times.next().unwrap() {
                found[cell].push((time + free, number));
            }
        }
    }
    let limit = u32::try_from(limit.as_millis()).unwrap();
    found
        .into_iter()
        .map(|mut found| {
            found.sort_unstable();
            let mut within = found
                .into_iter()
                .filter(|(time, _)| *time <= limit)
                .map(|(time, unit)| (unit, time));
            [within.next(), within.next()]
        })
        .collect()
}
