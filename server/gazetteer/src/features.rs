//! What of an extract has a name or a house number.

use std::collections::{HashMap, HashSet};

use domain::LatLon;
use roads::extract::{Element, ExtractError, RelMemberType, for_each_element};

use crate::entry::HitKind;
use crate::kinds::{Tags, is_street, is_town, kind, names, value};

/// Something with a name or a house number.
#[derive(Clone, Debug)]
pub(crate) struct Feature {
    /// What it is called, the usual name first.
    pub(crate) names: Vec<String>,
    /// What it is, besides a street or a house.
    pub(crate) kind: Option<HitKind>,
    pub(crate) is_street: bool,
    pub(crate) is_town: bool,
    /// The street it stands in, if it says so.
    pub(crate) street: Option<String>,
    /// Its house number, or several.
    pub(crate) number: Option<String>,
    /// Its shape, at least one point.
    pub(crate) points: Vec<LatLon>,
}

/// A feature whose points are not known yet.
struct Shapeless {
    feature: Feature,
    ways: Vec<i64>,
    nodes: Vec<i64>,
}

/// Reads all features of an extract, in its order but for the nodes, which come first.
pub(crate) fn read(bytes: &[u8]) -> Result<Vec<Feature>, ExtractError> {
    let mut shapeless = Vec::new();
    for_each_element(bytes, |element| match element {
        Element::Way(way) => {
            if let Some(feature) = feature(&way.tags().collect(), true) {
                let (ways, nodes) = (Vec::new(), way.refs().collect());
                shapeless.push(Shapeless { feature, ways, nodes });
            }
        }
        Element::Relation(relation) => {
            if let Some(feature) = area(&relation.tags().collect()) {
                let outer = relation.members().filter(|member| {
                    member.member_type == RelMemberType::Way
                        && member.role().is_ok_and(|role| role != "inner")
                });
                let (ways, nodes) = (outer.map(|member| member.member_id).collect(), Vec::new());
                shapeless.push(Shapeless { feature, ways, nodes });
            }
        }
        Element::Node(_) | Element::DenseNode(_) => {}
    })?;
    outline(bytes, &mut shapeless)?;
    place(bytes, shapeless)
}

/// Puts the nodes of the ways in that areas consist of.
fn outline(bytes: &[u8], shapeless: &mut [Shapeless]) -> Result<(), ExtractError> {
    let wanted: HashSet<i64> = shapeless.iter().flat_map(|open| &open.ways).copied().collect();
    if wanted.is_empty() {
        return Ok(());
    }
    let mut nodes: HashMap<i64, Vec<i64>> = HashMap::new();
    for_each_element(bytes, |element| {
        if let Element::Way(way) = element
            && wanted.contains(&way.id())
        {
            nodes.insert(way.id(), way.refs().collect());
        }
    })?;
    for open in shapeless {
        let of_ways = open.ways.iter().filter_map(|way| nodes.get(way)).flatten();
        open.nodes.extend(of_ways);
    }
    Ok(())
}

/// Reads the nodes: those that are features, with the points of what has none yet.
fn place(bytes: &[u8], shapeless: Vec<Shapeless>) -> Result<Vec<Feature>, ExtractError> {
    let mut points: HashMap<i64, Option<LatLon>> = HashMap::new();
    points.extend(
        shapeless
            .iter()
            .flat_map(|open| &open.nodes)
            .map(|&node| (node, None)),
    );
    let mut features = Vec::new();
    let mut seen = |id: i64, lat: f64, lon: f64, tags: Tags<'_>| {
        // A node off the globe is treated like one that the extract leaves out.
        let Ok(at) = LatLon::new(lat, lon) else { return };
        if let Some(point) = points.get_mut(&id) {
            *point = Some(at);
        }
        if let Some(feature) = feature(&tags, false) {
            let points = vec![at];
            features.push(Feature { points, ..feature });
        }
    };
    for_each_element(bytes, |element| match element {
        Element::Node(node) => seen(node.id(), node.lat(), node.lon(), node.tags().collect()),
        Element::DenseNode(node) => seen(node.id(), node.lat(), node.lon(), node.tags().collect()),
        Element::Way(_) | Element::Relation(_) => {}
    })?;
    for open in shapeless {
        let known = open
            .nodes
            .iter()
            .filter_map(|node| points.get(node).copied().flatten());
        let points: Vec<LatLon> = known.collect();
        if !points.is_empty() {
            features.push(Feature {
                points,
                ..open.feature
            });
        }
    }
    Ok(features)
}

/// Of a node or a way; none if it has neither name nor house number.
fn feature(tags: &Tags<'_>, is_way: bool) -> Option<Feature> {
    let street = ["addr:street", "addr:place"]
        .iter()
        .find_map(|key| value(tags, key));
    let number = value(tags, "addr:housenumber").filter(|_| street.is_some());
    let is_street = is_way && is_street(tags);
    let names = names(tags);
    let kind = kind(tags).filter(|_| !names.is_empty());
    let sought = !names.is_empty() && (is_street || kind.is_some());
    (sought || number.is_some()).then(|| Feature {
        is_street,
        is_town: is_town(tags),
        names,
        kind,
        street: street.map(str::to_owned),
        number: number.map(str::to_owned),
        points: Vec::new(),
    })
}

/// Of a relation: only areas are anywhere.
fn area(tags: &Tags<'_>) -> Option<Feature> {
    let areas = ["multipolygon", "site", "building"];
    value(tags, "type").filter(|of| areas.contains(of))?;
    feature(tags, false)
}
