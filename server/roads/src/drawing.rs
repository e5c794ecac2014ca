//! A drawing board for small towns, for tests.

use std::collections::HashMap;

use domain::LatLon;

use crate::import::{Material, Nodes};
use crate::network::{RoadNetwork, RoadsError};
use crate::profile::Tags;
use crate::restriction::rules_of;

/// Tags as the extract has them.
pub(crate) type Words<'a> = &'a [(&'a str, &'a str)];

/// A street for everybody.
pub(crate) const STREET: Words<'static> = &[("highway", "residential")];
/// A street for wheels in one direction.
pub(crate) const ONE_WAY: Words<'static> = &[("highway", "residential"), ("oneway", "yes")];
/// A path for feet.
pub(crate) const FOOTWAY: Words<'static> = &[("highway", "footway")];

/// Ways, nodes and rules of a made-up town. A way's id is its place, from 1.
#[derive(Default)]
pub(crate) struct Drawing {
    material: Material,
    names: HashMap<String, u32>,
    nodes: Vec<DrawnNode>,
}

type DrawnNode = (i64, LatLon, Vec<(String, String)>);

/// The point `east` and `north` metres from the corner of the drawing.
pub(crate) fn point(east: f64, north: f64) -> LatLon {
    let metres_per_degree = 111_195.08;
    let lat: f64 = 47.0;
    LatLon::new(
        lat + north / metres_per_degree,
        9.5 + east / (metres_per_degree * lat.to_radians().cos()),
    )
    .unwrap()
}

impl Drawing {
    pub(crate) fn node(self, id: i64, east: f64, north: f64) -> Self {
        self.node_with(id, east, north, &[])
    }

    pub(crate) fn node_with(mut self, id: i64, east: f64, north: f64, tags: Words<'_>) -> Self {
        let tags = tags
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
        self.nodes.push((id, point(east, north), tags.collect()));
        self
    }

    pub(crate) fn way(mut self, nodes: &[i64], tags: Words<'_>) -> Self {
        let id = i64::try_from(self.material.ways.len()).unwrap() + 1;
        self.material
            .add_way(id, Tags(tags), nodes.iter().copied(), &mut self.names);
        assert_eq!(
            i64::try_from(self.material.ways.len()).unwrap(),
            id,
            "somebody may use each way of a drawing"
        );
        self
    }

    pub(crate) fn named(self, nodes: &[i64], tags: Words<'_>, name: &str) -> Self {
        let tags: Vec<_> = tags.iter().copied().chain([("name", name)]).collect();
        self.way(nodes, &tags)
    }

    /// A rule from one way over `via`, a node or ways by their ids, to another.
    pub(crate) fn rule(mut self, tags: Words<'_>, from: i64, via: (&str, &[i64]), to: i64) -> Self {
        let mut members = vec![("from".to_owned(), true, from), ("to".to_owned(), true, to)];
        let (kind, ids) = via;
        members.extend(ids.iter().map(|&id| ("via".to_owned(), kind == "ways", id)));
        self.material.rules.extend(rules_of(Tags(tags), &members));
        self
    }

    pub(crate) fn material(mut self) -> Material {
        self.material.nodes = Nodes::of(&self.material.ways);
        for (id, at, tags) in &self.nodes {
            let tags = tags.iter().map(|(key, value)| (key.as_str(), value.as_str()));
            self.material.nodes.put(*id, at.lat(), at.lon(), tags);
        }
        self.material
    }

    pub(crate) fn try_network(self) -> Result<RoadNetwork, RoadsError> {
        RoadNetwork::from_material(self.material())
    }

    pub(crate) fn network(self) -> RoadNetwork {
        self.try_network().unwrap()
    }
}
