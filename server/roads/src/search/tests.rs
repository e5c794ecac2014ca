//! Dijkstra against Bellman-Ford on random graphs.

use proptest::prelude::*;

use super::*;
use crate::import::Piece;
use crate::profile::Passage;

fn pieces(arcs: &[(usize, usize, u8)]) -> Vec<Piece> {
    let passage = Passage {
        speed_mps: 1.0,
        forward: true,
        backward: false,
    };
    arcs.iter()
        .map(|&(from, to, metres)| Piece {
            from,
            to,
            shape: 0..2,
            metres: metres.into(),
            passage,
            name: None,
        })
        .collect()
}

fn by_relaxing(arcs: &[(usize, usize, u8)], starts: &[Lead], goals: &[Lead]) -> f64 {
    let mut seconds = [f64::INFINITY; 10];
    for start in starts {
        seconds[start.junction] = seconds[start.junction].min(start.seconds);
    }
    for _ in 0..10 {
        for &(from, to, metres) in arcs {
            seconds[to] = seconds[to].min(seconds[from] + f64::from(metres));
        }
    }
    goals
        .iter()
        .map(|goal| seconds[goal.junction] + goal.seconds)
        .fold(f64::INFINITY, f64::min)
}

fn leads() -> impl Strategy<Value = Vec<Lead>> {
    let lead = (0..10_usize, 0..50_u8).prop_map(|(junction, seconds)| Lead {
        junction,
        seconds: seconds.into(),
    });
    prop::collection::vec(lead, 1..3)
}

proptest! {
    #[test]
    fn finds_the_quickest_way_if_there_is_one(
        arcs in prop::collection::vec((0..10_usize, 0..10_usize, 1..100_u8), 0..40),
        starts in leads(),
        goals in leads(),
    ) {
        let way = quickest(&Graph::new(10, &pieces(&arcs)), &starts, &goals);
        let least = by_relaxing(&arcs, &starts, &goals);
        prop_assert_eq!(way.is_some(), least.is_finite());
        if let Some(way) = way {
            prop_assert!((way.seconds - least).abs() < 1e-9);
            let (start, goal) = (starts[way.start], goals[way.goal]);
            let mut junction = start.junction;
            let mut sum = start.seconds + goal.seconds;
            for arc in &way.arcs {
                prop_assert_eq!(arcs[arc.piece].0, junction, "arcs join");
                junction = arc.head;
                sum += arc.seconds;
            }
            prop_assert_eq!(junction, goal.junction);
            prop_assert!((sum - way.seconds).abs() < 1e-9);
        }
    }
}
