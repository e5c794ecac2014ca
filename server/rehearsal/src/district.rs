//! The towns of the pretend district, read from an OpenStreetMap extract.
//!
//! A town is an administrative relation of level 8 whose border lies wholly inside the extract.
//! Towns that the edge of the extract cuts through, as a rule the neighbours', are left out and
//! named, never patched up. To these comes the district's reserve, which has no ground of its own.

use std::collections::BTreeMap;

use domain::LatLon;
use geo::{BoundingRect, Contains, Coord, LineString, MultiPolygon, Polygon, Rect};
use roads::ExtractError;
use roads::extract::{Element, RelMemberType, for_each_element, tag};

use self::rings::join;

mod rings;

/// What the district's reserve is called.
pub const RESERVE: &str = "District reserve";

/// The `admin_level` of a town in OpenStreetMap.
const TOWN_LEVEL: &str = "8";

/// A district with its towns.
#[derive(Clone, Debug)]
pub struct District {
    towns: Vec<DistrictTown>,
    cut_off: Vec<String>,
    bounds: Bounds,
}

/// A town of the district, or its reserve.
#[derive(Clone, Debug)]
pub struct DistrictTown {
    /// What people call it.
    pub name: String,
    ground: Option<MultiPolygon>,
}

/// The smallest box around all towns, in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// The south-west corner.
    pub south_west: LatLon,
    /// The north-east corner.
    pub north_east: LatLon,
}

/// Why there is no district.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DistrictError {
    /// The extract cannot be read.
    #[error(transparent)]
    Extract(#[from] ExtractError),
    /// No administrative border of level 8 lies wholly inside the extract.
    #[error("the OpenStreetMap extract has no whole town (boundary=administrative, admin_level=8)")]
    NoTowns,
}

impl District {
    /// Reads the towns from the bytes of an OpenStreetMap extract in the PBF format.
    pub fn from_pbf(bytes: &[u8]) -> Result<Self, DistrictError> {
        let borders = read_borders(bytes)?;
        let ways = read_ways(bytes, &borders)?;
        let points = read_points(bytes, &ways)?;
        let mut towns = Vec::new();
        let mut cut_off = Vec::new();
        for border in borders {
            match border.ground(&ways, &points) {
                Some(ground) => towns.push(DistrictTown {
                    name: border.name,
                    ground: Some(ground),
                }),
                None => cut_off.push(border.name),
            }
        }
        towns.sort_by(|a, b| a.name.cmp(&b.name));
        cut_off.sort();
        let bounds = bounds_of(&towns).ok_or(DistrictError::NoTowns)?;
        towns.push(DistrictTown {
            name: RESERVE.to_owned(),
            ground: None,
        });
        Ok(Self {
            towns,
            cut_off,
            bounds,
        })
    }

    /// The towns by name, then the reserve.
    pub fn towns(&self) -> &[DistrictTown] {
        &self.towns
    }

    /// The place of the reserve in [`District::towns`].
    pub fn reserve(&self) -> usize {
        self.towns.len().saturating_sub(1)
    }

    /// The place in [`District::towns`] of the town whose ground `at` is, if it is any town's.
    pub fn town_of(&self, at: LatLon) -> Option<usize> {
        self.towns.iter().position(|town| town.contains(at))
    }

    /// Towns that the edge of the extract cuts through, which are therefore left out.
    pub fn cut_off(&self) -> &[String] {
        &self.cut_off
    }

    /// The smallest box around all towns.
    pub fn bounds(&self) -> Bounds {
        self.bounds
    }

    /// The middle of that box.
    pub fn centre(&self) -> LatLon {
        self.bounds.south_west.toward(self.bounds.north_east, 0.5)
    }
}

impl DistrictTown {
    /// Whether `at` lies on the town's ground; nothing lies on the reserve's.
    pub fn contains(&self, at: LatLon) -> bool {
        self.ground
            .as_ref()
            .is_some_and(|ground| ground.contains(&coord(at)))
    }

    /// The town's borders, each a closed line; none for the reserve.
    pub fn borders(&self) -> Vec<Vec<LatLon>> {
        let polygons = self.ground.iter().flatten();
        polygons
            .map(|polygon| {
                polygon
                    .exterior()
                    .coords()
                    .filter_map(|c| LatLon::new(c.y, c.x).ok())
                    .collect()
            })
            .collect()
    }
}

/// A relation that may turn out to be a town.
struct Border {
    name: String,
    outer: Vec<i64>,
    inner: Vec<i64>,
}

impl Border {
    /// The ground inside, unless a part of the border is missing.
    fn ground(&self, ways: &BTreeMap<i64, Vec<i64>>, points: &BTreeMap<i64, LatLon>) -> Option<MultiPolygon> {
        let rings = |members: &[i64]| -> Option<Vec<LineString>> {
            let parts: Vec<&[i64]> = members
                .iter()
                .map(|way| ways.get(way).map(Vec::as_slice))
                .collect::<Option<_>>()?;
            join(&parts)?
                .into_iter()
                .map(|ring| line(&ring, points))
                .collect()
        };
        let (outer, mut inner) = (rings(&self.outer)?, rings(&self.inner)?);
        let polygons = outer.into_iter().map(|outer| {
            let whole = Polygon::new(outer.clone(), Vec::new());
            let is_hole =
                |ring: &mut LineString| ring.coords().next().is_some_and(|first| whole.contains(first));
            Polygon::new(outer, inner.extract_if(.., is_hole).collect())
        });
        let ground = MultiPolygon::new(polygons.collect());
        (!ground.0.is_empty()).then_some(ground)
    }
}

fn read_borders(bytes: &[u8]) -> Result<Vec<Border>, ExtractError> {
    let mut borders = Vec::new();
    for_each_element(bytes, |element| {
        let Element::Relation(relation) = element else {
            return;
        };
        let is = |key, value| tag(relation.tags(), key) == Some(value);
        if !is("boundary", "administrative") || !is("admin_level", TOWN_LEVEL) {
            return;
        }
        let Some(name) = tag(relation.tags(), "name") else {
            return;
        };
        let mut border = Border {
            name: name.to_owned(),
            outer: Vec::new(),
            inner: Vec::new(),
        };
        for member in relation
            .members()
            .filter(|member| member.member_type == RelMemberType::Way)
        {
            match member.role() {
                Ok("inner") => border.inner.push(member.member_id),
                Ok("outer" | "") => border.outer.push(member.member_id),
                _ => {}
            }
        }
        borders.push(border);
    })?;
    Ok(borders)
}

fn read_ways(bytes: &[u8], borders: &[Border]) -> Result<BTreeMap<i64, Vec<i64>>, ExtractError> {
    let members = || {
        borders
            .iter()
            .flat_map(|border| border.outer.iter().chain(&border.inner))
    };
    let wanted: std::collections::BTreeSet<i64> = members().copied().collect();
    let mut ways = BTreeMap::new();
    for_each_element(bytes, |element| {
        if let Element::Way(way) = element
            && wanted.contains(&way.id())
        {
            ways.insert(way.id(), way.refs().collect());
        }
    })?;
    Ok(ways)
}

fn read_points(bytes: &[u8], ways: &BTreeMap<i64, Vec<i64>>) -> Result<BTreeMap<i64, LatLon>, ExtractError> {
    let wanted: std::collections::BTreeSet<i64> = ways.values().flatten().copied().collect();
    let mut points = BTreeMap::new();
    let mut put = |id: i64, lat: f64, lon: f64| {
        if let (true, Ok(at)) = (wanted.contains(&id), LatLon::new(lat, lon)) {
            points.insert(id, at);
        }
    };
    for_each_element(bytes, |element| match element {
        Element::Node(node) => put(node.id(), node.lat(), node.lon()),
        Element::DenseNode(node) => put(node.id(), node.lat(), node.lon()),
        _ => {}
    })?;
    Ok(points)
}

fn line(ring: &[i64], points: &BTreeMap<i64, LatLon>) -> Option<LineString> {
    ring.iter()
        .map(|node| points.get(node).map(|at| coord(*at)))
        .collect()
}

fn coord(at: LatLon) -> Coord {
    Coord {
        x: at.lon(),
        y: at.lat(),
    }
}

fn bounds_of(towns: &[DistrictTown]) -> Option<Bounds> {
    let boxes = towns
        .iter()
        .filter_map(|town| town.ground.as_ref()?.bounding_rect());
    let all = boxes.reduce(|a, b| {
        let min = Coord {
            x: a.min().x.min(b.min().x),
            y: a.min().y.min(b.min().y),
        };
        let max = Coord {
            x: a.max().x.max(b.max().x),
            y: a.max().y.max(b.max().y),
        };
        Rect::new(min, max)
    })?;
    Some(Bounds {
        south_west: LatLon::new(all.min().y, all.min().x).ok()?,
        north_east: LatLon::new(all.max().y, all.max().x).ok()?,
    })
}

#[cfg(test)]
mod tests;
