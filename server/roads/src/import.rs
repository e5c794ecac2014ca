//! The roads of an extract as pieces between junctions.
//!
//! A way of OpenStreetMap runs through many crossings. Routing wants it cut there, and again
//! where a barrier closes it or the extract leaves out a node.

use std::collections::HashMap;
use std::ops::Range;

use domain::LatLon;

use crate::extract::{Element, ExtractError, for_each_element};
use crate::profile::{Passage, blocked, passage};

/// Roads cut at their junctions.
#[derive(Debug, Default)]
pub(crate) struct Roads {
    /// The shapes of all pieces, one after another.
    pub(crate) points: Vec<LatLon>,
    pub(crate) pieces: Vec<Piece>,
    /// How many junctions there are; they are numbered from 0.
    pub(crate) junctions: usize,
    /// Street names, each once.
    pub(crate) names: Vec<String>,
}

/// A stretch of road without a crossing inside.
#[derive(Clone, Debug)]
pub(crate) struct Piece {
    pub(crate) from: usize,
    pub(crate) to: usize,
    /// Its shape within [`Roads::points`], at least two points.
    pub(crate) shape: Range<usize>,
    pub(crate) metres: f64,
    pub(crate) passage: Passage,
    pub(crate) name: Option<usize>,
}

/// A way that cars may use.
#[derive(Clone, Debug)]
pub(crate) struct Way {
    pub(crate) nodes: Vec<i64>,
    pub(crate) passage: Passage,
    pub(crate) name: Option<String>,
}

/// A node of such a way.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node {
    pub(crate) at: LatLon,
    pub(crate) blocked: bool,
}

/// Reads the roads for cars from an extract.
pub(crate) fn read(bytes: &[u8]) -> Result<Roads, ExtractError> {
    let mut ways = Vec::new();
    for_each_element(bytes, |element| {
        if let Element::Way(way) = element {
            let tags: Vec<_> = way.tags().collect();
            if let Some(passage) = passage(&tags) {
                let name = crate::extract::tag(tags.into_iter(), "name").map(str::to_owned);
                ways.push(Way {
                    nodes: way.refs().collect(),
                    passage,
                    name,
                });
            }
        }
    })?;
    let mut nodes: HashMap<i64, Option<Node>> = ways
        .iter()
        .flat_map(|way| way.nodes.iter().map(|&node| (node, None)))
        .collect();
    for_each_element(bytes, |element| match element {
        Element::Node(node) => put(&mut nodes, node.id(), node.lat(), node.lon(), node.tags()),
        Element::DenseNode(node) => put(&mut nodes, node.id(), node.lat(), node.lon(), node.tags()),
        _ => {}
    })?;
    let nodes = nodes
        .into_iter()
        .filter_map(|(id, node)| Some((id, node?)))
        .collect();
    Ok(cut(&ways, &nodes))
}

/// Cuts ways into pieces between junctions.
pub(crate) fn cut(ways: &[Way], nodes: &HashMap<i64, Node>) -> Roads {
    let mut uses: HashMap<i64, usize> = HashMap::new();
    for way in ways {
        let last = way.nodes.len().saturating_sub(1);
        for (place, &node) in way.nodes.iter().enumerate() {
            // An end counts twice: it is a junction even where no other way goes on.
            *uses.entry(node).or_default() += if place == 0 || place == last { 2 } else { 1 };
        }
    }
    let mut cutting = Cutting::default();
    for way in ways {
        cutting.begin(way);
        for &id in &way.nodes {
            match nodes.get(&id) {
                None => cutting.end(None),
                Some(node) if node.blocked => {
                    cutting.point(node.at);
                    cutting.end(None);
                    cutting.point(node.at);
                }
                Some(node) => {
                    cutting.point(node.at);
                    if uses.get(&id).is_some_and(|&uses| uses > 1) {
                        cutting.end(Some(id));
                        cutting.restart(id, node.at);
                    }
                }
            }
        }
        cutting.end(None);
    }
    cutting.roads
}

#[derive(Default)]
struct Cutting {
    roads: Roads,
    junction_of: HashMap<i64, usize>,
    name_of: HashMap<String, usize>,
    passage: Option<Passage>,
    name: Option<usize>,
    /// The junction at which the open stretch began; none until it is known to be needed.
    from: Option<usize>,
    open: Vec<LatLon>,
}

impl Cutting {
    fn begin(&mut self, way: &Way) {
        self.passage = Some(way.passage);
        self.name = way.name.as_ref().map(|name| {
            *self.name_of.entry(name.clone()).or_insert_with(|| {
                self.roads.names.push(name.clone());
                self.roads.names.len() - 1
            })
        });
    }

    fn point(&mut self, at: LatLon) {
        self.open.push(at);
    }

    fn restart(&mut self, id: i64, at: LatLon) {
        self.from = Some(self.junction(Some(id)));
        self.open.push(at);
    }

    /// Closes the open stretch at the node `to`, or at a dead end of its own.
    fn end(&mut self, to: Option<i64>) {
        let open = std::mem::take(&mut self.open);
        let from = self.from.take();
        let metres: f64 = open
            .iter()
            .zip(open.iter().skip(1))
            .map(|(a, b)| a.distance_m(*b))
            .sum();
        let Some(passage) = self.passage.filter(|_| metres > 0.0) else {
            return;
        };
        let from = match from {
            Some(junction) => junction,
            None => self.junction(None),
        };
        let to = self.junction(to);
        let start = self.roads.points.len();
        self.roads.points.extend(open);
        let shape = start..self.roads.points.len();
        self.roads.pieces.push(Piece {
            from,
            to,
            shape,
            metres,
            passage,
            name: self.name,
        });
    }

    fn junction(&mut self, node: Option<i64>) -> usize {
        if let Some(known) = node.and_then(|node| self.junction_of.get(&node)) {
            return *known;
        }
        let number = self.roads.junctions;
        self.roads.junctions += 1;
        if let Some(node) = node {
            self.junction_of.insert(node, number);
        }
        number
    }
}

fn put<'a>(
    nodes: &mut HashMap<i64, Option<Node>>,
    id: i64,
    lat: f64,
    lon: f64,
    tags: impl Iterator<Item = (&'a str, &'a str)>,
) {
    // A node off the globe is treated like one that the extract leaves out.
    if let (Some(slot), Ok(at)) = (nodes.get_mut(&id), LatLon::new(lat, lon)) {
        let tags: Vec<_> = tags.collect();
        *slot = Some(Node {
            at,
            blocked: blocked(&tags),
        });
    }
}

#[cfg(test)]
pub(crate) mod tests;
