//! The largest set of nodes that all reach each other.
//!
//! An extract is full of car parks behind footpaths, and of streets whose way out was cut off at
//! its border. A route from or to such a place does not exist, so the network leaves them out.
//! This is Tarjan's algorithm (1972) with its recursion unrolled.

#![expect(
    clippy::indexing_slicing,
    reason = "every index is a node's number, below the length of each array"
)]

const NOT_SEEN: u32 = u32::MAX;

/// A directed graph whose nodes are numbered from 0.
pub(crate) trait Successors {
    /// How many nodes there are.
    fn nodes(&self) -> u32;
    /// The node at place `number` after `node`, if it has so many successors.
    fn successor(&self, node: u32, number: u32) -> Option<u32>;
}

/// For each node, whether it belongs to the largest strongly connected component.
pub(crate) fn largest_component(graph: &impl Successors) -> Vec<bool> {
    let count = graph.nodes() as usize;
    let mut search = Search {
        order: vec![NOT_SEEN; count],
        low: vec![0; count],
        waiting: vec![false; count],
        stack: Vec::new(),
        seen: 0,
        largest: Vec::new(),
    };
    for root in 0..graph.nodes() {
        if search.order[root as usize] == NOT_SEEN {
            search.walk(graph, root);
        }
    }
    let mut inside = vec![false; count];
    for node in search.largest {
        inside[node as usize] = true;
    }
    inside
}

struct Search {
    order: Vec<u32>,
    low: Vec<u32>,
    /// Whether the node is on `stack`.
    waiting: Vec<bool>,
    stack: Vec<u32>,
    seen: u32,
    largest: Vec<u32>,
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
                } else if self.waiting[next as usize] {
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
        self.waiting[node as usize] = true;
        self.stack.push(node);
    }

    /// Takes the component of `node` off the stack.
    fn close(&mut self, node: u32) {
        let from = self.stack.iter().rposition(|&other| other == node).unwrap_or(0);
        let component = self.stack.split_off(from);
        for &member in &component {
            self.waiting[member as usize] = false;
        }
        if component.len() > self.largest.len() {
            self.largest = component;
        }
    }
}

#[cfg(test)]
mod tests;
