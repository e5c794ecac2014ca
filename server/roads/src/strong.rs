//! The largest set of junctions that all reach each other.
//!
//! An extract is full of car parks behind footpaths, and of streets whose way out was cut off at
//! its border. A route from or to such a place does not exist, so the network leaves them out.
//! This is Tarjan's algorithm (1972) with its recursion unrolled.

#![expect(
    clippy::indexing_slicing,
    reason = "every index is a junction's number, below the length of each array"
)]

use crate::graph::Graph;

const NOT_SEEN: usize = usize::MAX;

/// For each junction, whether it belongs to the largest strongly connected component.
pub(crate) fn largest_component(graph: &Graph) -> Vec<bool> {
    let count = graph.junctions();
    let mut search = Search {
        order: vec![NOT_SEEN; count],
        low: vec![0; count],
        waiting: vec![false; count],
        stack: Vec::new(),
        seen: 0,
        largest: Vec::new(),
    };
    for root in 0..count {
        if search.order[root] == NOT_SEEN {
            search.walk(graph, root);
        }
    }
    let mut inside = vec![false; count];
    for junction in search.largest {
        inside[junction] = true;
    }
    inside
}

struct Search {
    order: Vec<usize>,
    low: Vec<usize>,
    /// Whether the junction is on `stack`.
    waiting: Vec<bool>,
    stack: Vec<usize>,
    seen: usize,
    largest: Vec<usize>,
}

impl Search {
    fn walk(&mut self, graph: &Graph, root: usize) {
        // Each entry: a junction and how many of its arcs are done.
        let mut path = vec![(root, 0)];
        self.enter(root);
        while let Some((junction, done)) = path.last_mut() {
            let junction = *junction;
            if let Some(arc) = graph.leaving(junction).get(*done) {
                *done += 1;
                if self.order[arc.head] == NOT_SEEN {
                    self.enter(arc.head);
                    path.push((arc.head, 0));
                } else if self.waiting[arc.head] {
                    self.low[junction] = self.low[junction].min(self.order[arc.head]);
                }
                continue;
            }
            path.pop();
            if let Some(&(parent, _)) = path.last() {
                self.low[parent] = self.low[parent].min(self.low[junction]);
            }
            if self.low[junction] == self.order[junction] {
                self.close(junction);
            }
        }
    }

    fn enter(&mut self, junction: usize) {
        self.order[junction] = self.seen;
        self.low[junction] = self.seen;
        self.seen += 1;
        self.waiting[junction] = true;
        self.stack.push(junction);
    }

    /// Takes the component of `junction` off the stack.
    fn close(&mut self, junction: usize) {
        let from = self
            .stack
            .iter()
            .rposition(|&other| other == junction)
            .unwrap_or(0);
        let component = self.stack.split_off(from);
        for &member in &component {
            self.waiting[member] = false;
        }
        if component.len() > self.largest.len() {
            self.largest = component;
        }
    }
}

#[cfg(test)]
mod tests;
