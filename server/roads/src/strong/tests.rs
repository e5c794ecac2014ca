//! Components against plain reachability on random graphs.

use proptest::prelude::*;

use super::*;

struct Arrows(Vec<Vec<u32>>);

impl Successors for Arrows {
    fn nodes(&self) -> u32 {
        u32::try_from(self.0.len()).unwrap()
    }

    fn successor(&self, node: u32, number: u32) -> Option<u32> {
        self.0[node as usize].get(number as usize).copied()
    }
}

fn reaches(graph: &Arrows, from: u32) -> Vec<bool> {
    let mut seen = vec![false; graph.0.len()];
    let mut open = vec![from];
    while let Some(node) = open.pop() {
        if !std::mem::replace(&mut seen[node as usize], true) {
            open.extend(&graph.0[node as usize]);
        }
    }
    seen
}

proptest! {
    #[test]
    fn members_reach_each_other_and_nobody_else_both_ways(arrows in prop::collection::vec((0..12_u32, 0..12_u32), 0..30)) {
        let mut graph = Arrows(vec![Vec::new(); 12]);
        for (from, to) in arrows {
            graph.0[from as usize].push(to);
        }
        let reach: Vec<_> = (0..12).map(|from| reaches(&graph, from)).collect();
        let found = components(&graph);
        let pairs = (0..12).flat_map(|one| (0..12).map(move |other| (one, other)));
        for (one, other) in pairs {
            let together = reach[one][other] && reach[other][one];
            prop_assert_eq!(found[one] == found[other], together, "{} and {}", one, other);
        }
        let numbers: std::collections::BTreeSet<u32> = found.iter().copied().collect();
        prop_assert!(numbers.into_iter().eq(0..=*found.iter().max().unwrap()));
    }
}
