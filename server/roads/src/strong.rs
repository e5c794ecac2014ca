//! The sets of nodes that all reach each other.
//!
//! This is Tarjan's algorithm (1972) with its recursion unrolled.

#![expect(
    clippy::indexing_slicing,
    reason = "every index is a node's number, below the length of each array"
)]

const NOT_SEEN: u32 = u32::MAX;
const NOT_CLOSED: u32 = u32::MAX;

/// A directed graph whose nodes are numbered from 0.
pub(crate) trait Successors {
    /// How many nodes there are.
    fn nodes(&self) -> u32;
    /// The node at place `number` after `node`, if it has so many successors.
    fn successor(&self, node: u32, number: u32) -> Option<u32>;
}

/// For each node the number of its strongly connected component, from 0 without a gap.
pub(crate) fn components(graph: &impl Successors) -> Vec<u32> {
    let count = graph.nodes() as usize;
    let mut search = Search {
        order: vec![NOT_SEEN; count],
        low: vec![0; count],
        component: vec![NOT_CLOSED; count],
        components: 0,
        stack: Vec::new(),
        seen: 0,
    };
    for root in 0..graph.nodes() {
        if search.order[root as usize] == NOT_SEEN {
            search.walk(graph, root);
        }
    }
    search.component
}

struct Search {
    order: Vec<u32>,
    low: Vec<u32>,
    /// The component of each node; [`NOT_CLOSED`] until it is known.
    component: Vec<u32>,
    components: u32,
    stack: Vec<u32>,
    seen: u32,
}

impl Search {
    fn walk(&mut self, graph: &impl Successors, root: u32) {
        // Each entry: a node and how many of its successors are done.
        let mut path = vec![(root, 0)];
        self.enter(root);
        while let Some((node, done)) = path.last_mut() {
            let node = *node;
            if let Some(next) = graph.successor(node, *done) {
                *done += 1;
                if self.order[next as usize] == NOT_SEEN {
                    self.enter(next);
                    path.push((next, 0));
                } else if self.component[next as usize] == NOT_CLOSED {
                    self.low[node as usize] = self.low[node as usize].min(self.order[next as usize]);
                }
                continue;
            }
            path.pop();
            if let Some(&(parent, _)) = path.last() {
                self.low[parent as usize] = self.low[parent as usize].min(self.low[node as usize]);
            }
            if self.low[node as usize] == self.order[node as usize] {
                self.close(node);
            }
        }
    }

    fn enter(&mut self, node: u32) {
        self.order[node as usize] = self.seen;
        self.low[node as usize] = self.seen;
        self.seen += 1;
        self.stack.push(node);
    }

    /// Takes the component of `node` off the stack.
    fn close(&mut self, node: u32) {
        let from = self.stack.iter().rposition(|&other| other == node).unwrap_or(0);
        for member in self.stack.drain(from..) {
            self.component[member as usize] = self.components;
        }
        self.components += 1;
    }
}

#[cfg(test)]
mod tests;
