//! The quickest way between two junctions.
//!
//! Plain Dijkstra: on a district's graph it takes about a millisecond. Several starts and goals,
//! each with its own lead, because a journey begins and ends somewhere along a street.

#![expect(
    clippy::indexing_slicing,
    reason = "every index is a junction's number, below the length of each array"
)]

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use crate::graph::{Arc, Graph};

/// A junction with the seconds from the start of a journey to it, or from it to the goal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Lead {
    pub(crate) junction: usize,
    pub(crate) seconds: f64,
}

/// A way from a start to a goal.
#[derive(Clone, Debug)]
pub(crate) struct Way {
    /// Which of the starts it begins at.
    pub(crate) start: usize,
    /// Which of the goals it ends at.
    pub(crate) goal: usize,
    /// The arcs in between, in order.
    pub(crate) arcs: Vec<Arc>,
    /// The time for all, both leads included.
    pub(crate) seconds: f64,
}

/// The quickest way from one of `starts` to one of `goals`.
pub(crate) fn quickest(graph: &Graph, starts: &[Lead], goals: &[Lead]) -> Option<Way> {
    let mut search = Search {
        seconds: vec![f64::INFINITY; graph.junctions()],
        by: vec![By::Nobody; graph.junctions()],
        queue: BinaryHeap::new(),
    };
    for (number, start) in starts.iter().enumerate() {
        search.reach(*start, By::Start(number));
    }
    let mut best: Option<(usize, f64)> = None;
    while let Some(next) = search.queue.pop() {
        if best.is_some_and(|(_, seconds)| seconds <= next.seconds) {
            break;
        }
        if search.seconds[next.junction] < next.seconds {
            continue;
        }
        for (number, goal) in goals
            .iter()
            .enumerate()
            .filter(|(_, goal)| goal.junction == next.junction)
        {
            let all = next.seconds + goal.seconds;
            if best.is_none_or(|(_, seconds)| all < seconds) {
                best = Some((number, all));
            }
        }
        for arc in graph.leaving(next.junction) {
            let lead = Lead {
                junction: arc.head,
                seconds: next.seconds + arc.seconds,
            };
            search.reach(
                lead,
                By::Arc {
                    tail: next.junction,
                    arc: *arc,
                },
            );
        }
    }
    let (goal, seconds) = best?;
    search.walk_back(goals[goal].junction, |start, arcs| Way {
        start,
        goal,
        arcs,
        seconds,
    })
}

struct Search {
    /// The least time known to each junction.
    seconds: Vec<f64>,
    by: Vec<By>,
    queue: BinaryHeap<Queued>,
}

/// How a junction was reached.
#[derive(Clone, Copy)]
enum By {
    Nobody,
    Start(usize),
    Arc { tail: usize, arc: Arc },
}

impl Search {
    fn reach(&mut self, lead: Lead, by: By) {
        if lead.seconds < self.seconds[lead.junction] {
            self.seconds[lead.junction] = lead.seconds;
            self.by[lead.junction] = by;
            self.queue.push(Queued {
                seconds: lead.seconds,
                junction: lead.junction,
            });
        }
    }

    fn walk_back(&self, mut junction: usize, way: impl FnOnce(usize, Vec<Arc>) -> Way) -> Option<Way> {
        let mut arcs = Vec::new();
        loop {
            match self.by[junction] {
                By::Nobody => return None,
                By::Arc { tail, arc } => {
                    arcs.push(arc);
                    junction = tail;
                }
                By::Start(start) => {
                    arcs.reverse();
                    return Some(way(start, arcs));
                }
            }
        }
    }
}

/// An entry of the queue; the greatest is the one with the least seconds.
struct Queued {
    seconds: f64,
    junction: usize,
}

impl Ord for Queued {
    fn cmp(&self, other: &Self) -> Ordering {
        other
            .seconds
            .total_cmp(&self.seconds)
            .then_with(|| other.junction.cmp(&self.junction))
    }
}

impl PartialOrd for Queued {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Queued {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Queued {}

#[cfg(test)]
mod tests;
