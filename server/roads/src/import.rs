//! What an extract says about roads, before it is cut into pieces.
//!
//! Two passes: ways and turn restrictions first, then only those nodes that the ways use.

use std::collections::HashMap;

use domain::LatLon;

use crate::extract::{Element, ExtractError, RelMemberType, for_each_element};
use crate::mode::PerMode;
use crate::profile::{NodeMarks, Profile, Tags, profile};
use crate::restriction::{Rule, rules_of};

/// The ways that anybody may use, with their nodes and the rules about turning.
#[derive(Debug, Default)]
pub(crate) struct Material {
    pub(crate) ways: Vec<Way>,
    pub(crate) nodes: Nodes,
    pub(crate) rules: Vec<Rule>,
    /// Street names, each once.
    pub(crate) names: Vec<String>,
}

/// A way that somebody may use.
#[derive(Clone, Debug)]
pub(crate) struct Way {
    pub(crate) id: i64,
    pub(crate) nodes: Vec<i64>,
    pub(crate) profile: Profile,
    /// Its name's place in [`Material::names`].
    pub(crate) name: Option<u32>,
}

/// The nodes of ways, found by their id.
#[derive(Debug, Default)]
pub(crate) struct Nodes {
    /// Sorted, each once.
    ids: Vec<i64>,
    found: Vec<Option<Node>>,
}

/// A node of a way.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node {
    pub(crate) at: LatLon,
    pub(crate) marks: NodeMarks,
}

/// Reads everything about roads from an extract.
pub(crate) fn read(bytes: &[u8]) -> Result<Material, ExtractError> {
    let mut material = Material::default();
    let mut known_names = HashMap::new();
    for_each_element(bytes, |element| match element {
        Element::Way(way) => {
            let tags: Vec<_> = way.tags().collect();
            material.add_way(way.id(), Tags(&tags), way.refs(), &mut known_names);
        }
        Element::Relation(relation) => {
            let tags: Vec<_> = relation.tags().collect();
            if !Tags(&tags).is("type", &["restriction"]) {
                return;
            }
            let members: Vec<_> = relation
                .members()
                .filter_map(|member| {
                    let is_way = match member.member_type {
                        RelMemberType::Way => true,
                        RelMemberType::Node => false,
                        RelMemberType::Relation => return None,
                    };
                    Some((member.role().ok()?.to_owned(), is_way, member.member_id))
                })
                .collect();
            material.rules.extend(rules_of(Tags(&tags), &members));
        }
        _ => {}
    })?;
    material.nodes = Nodes::of(&material.ways);
    for_each_element(bytes, |element| match element {
        Element::Node(node) => material.nodes.put(node.id(), node.lat(), node.lon(), node.tags()),
        Element::DenseNode(node) => material.nodes.put(node.id(), node.lat(), node.lon(), node.tags()),
        _ => {}
    })?;
    Ok(material)
}

impl Material {
    /// Takes a way in, if anybody may use it.
    pub(crate) fn add_way(
        &mut self,
        id: i64,
        tags: Tags<'_>,
        nodes: impl Iterator<Item = i64>,
        known_names: &mut HashMap<String, u32>,
    ) {
        let Some(profile) = profile(tags) else {
            return;
        };
        let name = tags.get("name").and_then(|name| {
            if let Some(&known) = known_names.get(name) {
                return Some(known);
            }
            let number = u32::try_from(self.names.len()).ok()?;
            self.names.push(name.to_owned());
            known_names.insert(name.to_owned(), number);
            Some(number)
        });
        let mut nodes: Vec<_> = nodes.collect();
        nodes.dedup();
        self.ways.push(Way {
            id,
            nodes,
            profile,
            name,
        });
    }

    /// Gives each ferry the speed that takes it over in its time, once its nodes are known.
    pub(crate) fn time_crossings(&mut self) {
        for way in &mut self.ways {
            let Some(seconds) = way.profile.crossing_s else {
                continue;
            };
            let places = way.nodes.iter().filter_map(|&id| self.nodes.place_of(id));
            let line: Vec<LatLon> = places
                .filter_map(|place| Some(self.nodes.get(place)?.at))
                .collect();
            let steps = line.iter().zip(line.iter().skip(1));
            let metres: f64 = steps.map(|(from, to)| from.distance_m(*to)).sum();
            #[expect(clippy::cast_possible_truncation, reason = "a length on the globe")]
            let mps = metres.max(1.0) as f32 / seconds;
            let passages = way.profile.passages;
            way.profile.passages = PerMode::new(|mode| passages.get(mode).at_times(mps));
        }
    }
}

impl Nodes {
    /// Places for all nodes of `ways`, none of them found yet.
    pub(crate) fn of(ways: &[Way]) -> Self {
        let mut ids: Vec<i64> = ways.iter().flat_map(|way| way.nodes.iter().copied()).collect();
        ids.sort_unstable();
        ids.dedup();
        let found = vec![None; ids.len()];
        Self { ids, found }
    }

    /// Notes where a node is, if a way uses it.
    pub(crate) fn put<'a>(
        &mut self,
        id: i64,
        lat: f64,
        lon: f64,
        tags: impl Iterator<Item = (&'a str, &'a str)>,
    ) {
        let Ok(place) = self.ids.binary_search(&id) else {
            return;
        };
        // A node off the globe is treated like one that the extract leaves out.
        if let (Some(slot), Ok(at)) = (self.found.get_mut(place), LatLon::new(lat, lon)) {
            let tags: Vec<_> = tags.collect();
            *slot = Some(Node {
                at,
                marks: NodeMarks::of(Tags(&tags)),
            });
        }
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.ids.len()
    }

    /// The place of the node `id` among all.
    pub(crate) fn place_of(&self, id: i64) -> Option<usize> {
        self.ids.binary_search(&id).ok()
    }

    /// The node at `place`, unless the extract leaves it out.
    pub(crate) fn get(&self, place: usize) -> Option<Node> {
        self.found.get(place).copied().flatten()
    }
}
