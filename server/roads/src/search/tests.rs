//! Every answer against plain Dijkstra: in random towns, in Liechtenstein, in any city by path.

use std::time::Duration;

use domain::{LatLon, TravelMode};
use proptest::prelude::*;

use crate::cover::Origin;
use crate::drawing::{Drawing, Words};
use crate::network::RoadNetwork;
use crate::network::tests::LIECHTENSTEIN;
use crate::reach::Reach;
use crate::reference::{self, Dice};
use crate::spot::{Errand, Spot};

const KINDS: [Words<'static>; 6] = [
    &[("highway", "residential")],
    &[("highway", "residential"), ("oneway", "yes")],
    &[("highway", "primary"), ("maxspeed", "50")],
    &[("highway", "footway")],
    &[("highway", "service"), ("oneway", "-1"), ("oneway:bicycle", "no")],
    &[("highway", "tertiary"), ("junction", "roundabout")],
];
const RULES: [Words<'static>; 3] = [
    &[("restriction", "no_left_turn")],
    &[("restriction", "only_right_turn")],
    &[("restriction", "no_u_turn"), ("except", "bicycle")],
];
const MARKS: [Words<'static>; 5] = [
    &[],
    &[],
    &[("highway", "traffic_signals")],
    &[("barrier", "bollard")],
    &[("barrier", "gate"), ("access", "no"), ("foot", "yes")],
];

/// A town of up to 12 crossings with ways between them at random.
fn town() -> impl Strategy<Value = Option<RoadNetwork>> {
    let crossing = (0..1_000_i32, 0..1_000_i32, 0..MARKS.len());
    let way = (prop::collection::vec(0..12_i64, 2..5), 0..KINDS.len());
    let rule = (
        1..16_i64,
        0..12_i64,
        1..16_i64,
        1..16_i64,
        0..RULES.len(),
        any::<bool>(),
    );
    (
        prop::collection::vec(crossing, 12),
        prop::collection::vec(way, 6..16),
        prop::collection::vec(rule, 0..8),
    )
        .prop_map(|(crossings, ways, rules)| {
            let mut drawing = Drawing::default();
            for (id, (east, north, marks)) in (0..).zip(crossings) {
                drawing = drawing.node_with(id, east.into(), north.into(), MARKS[marks]);
            }
            for (nodes, kind) in ways {
                drawing = drawing.way(&nodes, KINDS[kind]);
            }
            for (from, node, way, to, kind, over_way) in rules {
                let via = if over_way {
                    ("ways", [way])
                } else {
                    ("node", [node])
                };
                drawing = drawing.rule(RULES[kind], from, (via.0, &via.1), to);
            }
            drawing.try_network().ok()
        })
}

/// How many of the answers of `network` about random places differ from plain Dijkstra's, and how many were asked for.
fn differences(
    network: &RoadNetwork,
    mode: TravelMode,
    dice: &mut Dice,
    units: usize,
    goals: usize,
) -> (usize, usize) {
    let places =
        |count: usize, dice: &mut Dice| -> Vec<LatLon> { (0..count).map(|_| dice.place(network)).collect() };
    let spots = |places: &[LatLon], errand| -> Option<Vec<Spot>> {
        places.iter().map(|&at| network.spot(mode, at, errand)).collect()
    };
    let (from, to) = (places(units, dice), places(goals, dice));
    let (Some(starts), Some(ends)) = (spots(&from, Errand::SettingOut), spots(&to, Errand::Arriving)) else {
        return (0, 0);
    };
    let limit = Duration::from_secs(60 + dice.roll(900) as u64);
    let reaches = || -> Vec<Reach> {
        let reach = |&to: &LatLon| network.reach_to(mode, to, limit).unwrap();
        to.iter().map(reach).collect()
    };
    let searched = reaches();
    let matrix = network.matrix(mode, &from, &to);
    // Now that there is a hierarchy, far limits are swept.
    let swept = reaches();
    let mut different = 0;
    for (row, &start) in starts.iter().enumerate() {
        for (column, exact) in reference::millis(network, mode, start, &ends)
            .into_iter()
            .enumerate()
        {
            let exact = exact.map(|millis| f64::from(millis) / 1000.0);
            let route = network
                .route_by(mode, from[row], to[column])
                .map(|route| route.seconds);
            let within = exact.filter(|seconds| *seconds <= limit.as_secs_f64());
            let same = matrix[row][column] == exact
                && searched[column].seconds_from(from[row]) == within
                && swept[column].seconds_from(from[row]) == within
                && route.map(to_millis) == exact.map(to_millis);
            different += usize::from(!same);
        }
    }
    (different, units * goals)
}

fn to_millis(seconds: f64) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "a few hours at most")]
    let millis = (seconds * 1000.0).round() as i64;
    millis
}

/// How many cells the two quickest differ in from plain Dijkstra's.
fn differently_covered(network: &RoadNetwork, dice: &mut Dice, units: usize) -> usize {
    let units: Vec<Origin> = (0..units)
        .map(|_| Origin {
            at: dice.place(network),
            mode: TravelMode::ALL[dice.roll(3)],
            free_in: Duration::from_secs(dice.roll(120) as u64),
        })
        .filter(|unit| network.spot(unit.mode, unit.at, Errand::SettingOut).is_some())
        .collect();
    let limit = Duration::from_mins(10);
    let cover = network.cover(&units, limit);
    let exact = reference::cover(network, &units, limit);
    let found = |label: Option<(usize, f32)>| label.map(|(unit, seconds)| (unit, to_millis(seconds.into())));
    let differs = |(cell, exact): (usize, &[Option<(usize, u32)>; 2])| {
        let exact = exact.map(|label| label.map(|(unit, millis)| (unit, i64::from(millis))));
        [found(cover.first(cell)), found(cover.second(cell))] != exact
    };
    exact.iter().enumerate().filter(|&cell| differs(cell)).count()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn random_towns_are_answered_as_by_plain_dijkstra(network in town(), seed in any::<u64>()) {
        let Some(network) = network else { return Ok(()) };
        let mut dice = Dice::new(seed);
        for mode in TravelMode::ALL {
            prop_assert_eq!(differences(&network, mode, &mut dice, 6, 12).0, 0, "{:?}", mode);
        }
        prop_assert_eq!(differently_covered(&network, &mut dice, 8), 0);
    }
}

#[test]
fn liechtenstein_is_answered_as_by_plain_dijkstra() {
    let mut dice = Dice::new(4);
    for mode in TravelMode::ALL {
        assert_eq!(
            differences(&LIECHTENSTEIN, mode, &mut dice, 20, 20),
            (0, 400),
            "{mode:?}"
        );
    }
    assert_eq!(differently_covered(&LIECHTENSTEIN, &mut dice, 30), 0);
}

/// `YIKE_ROADS=city.osm.pbf cargo test --release -p roads -- --ignored ten_thousand`
#[test]
#[ignore = "takes the path of an extract"]
fn ten_thousand_answers_on_a_city_are_those_of_plain_dijkstra() {
    #[expect(
        clippy::disallowed_methods,
        reason = "run by hand, with the city of one's choice"
    )]
    let bytes = std::env::var("YIKE_ROADS").map(std::fs::read).unwrap().unwrap();
    let network = RoadNetwork::from_pbf(&bytes).unwrap();
    let mut dice = Dice::new(10_000);
    let mut sum = (0, 0);
    for mode in TravelMode::ALL {
        for _ in 0..4 {
            let (different, asked) = differences(&network, mode, &mut dice, 30, 30);
            sum = (sum.0 + different, sum.1 + asked);
        }
    }
    println!(
        "{} of {} answers differ; each by matrix, reach and route",
        sum.0, sum.1
    );
    assert!(sum.0 == 0 && sum.1 >= 10_000);
    assert_eq!(differently_covered(&network, &mut dice, 300), 0);
}
