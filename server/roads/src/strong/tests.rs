//! The largest component against plain reachability on random graphs.

use proptest::prelude::*;

use super::*;
use crate::import::Piece;
use crate::import::tests::ONE_WAY;

fn graph(junctions: usize, arcs: &[(usize, usize)]) -> Graph {
    let pieces: Vec<_> = arcs
        .iter()
        .map(|&(from, to)| Piece {
            from,
            to,
            shape: 0..2,
            metres: 1.0,
            passage: ONE_WAY,
            name: None,
        })
        .collect();
    Graph::new(junctions, &pieces)
}

fn reaches(graph: &Graph, from: usize) -> Vec<bool> {
    let mut seen = vec![false; graph.junctions()];
    let mut open = vec![from];
    while let Some(junction) = open.pop() {
        if !std::mem::replace(&mut seen[junction], true) {
            open.extend(graph.leaving(junction).iter().map(|arc| arc.head));
        }
    }
    seen
}

proptest! {
    #[test]
    fn members_reach_each_other_and_no_set_is_larger(arcs in prop::collection::vec((0..12_usize, 0..12_usize), 0..30)) {
        let graph = graph(12, &arcs);
        let reach: Vec<_> = (0..12).map(|from| reaches(&graph, from)).collect();
        let component = |of: usize| (0..12).map(|other| reach[of][other] && reach[other][of]).collect::<Vec<_>>();
        let size = |set: &[bool]| set.iter().filter(|&&member| member).count();
        let found = largest_component(&graph);
        let member = found.iter().position(|&inside| inside).unwrap();
        prop_assert_eq!(&found, &component(member));
        prop_assert_eq!(size(&found), (0..12).map(|of| size(&component(of))).max().unwrap());
    }
}
