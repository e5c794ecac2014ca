//! A drawing board for small towns, with tests of cutting ways into pieces.

use super::*;

/// Ways and nodes of a made-up town.
#[derive(Default)]
pub(crate) struct Drawing {
    nodes: HashMap<i64, Node>,
    ways: Vec<Way>,
}

/// A street for both directions at 10 m/s.
pub(crate) const BOTH: Passage = Passage {
    speed_mps: 10.0,
    forward: true,
    backward: true,
};
/// A street for one direction at 10 m/s.
pub(crate) const ONE_WAY: Passage = Passage {
    speed_mps: 10.0,
    forward: true,
    backward: false,
};

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
    pub(crate) fn node(mut self, id: i64, east: f64, north: f64) -> Self {
        self.nodes.insert(
            id,
            Node {
                at: point(east, north),
                blocked: false,
            },
        );
        self
    }

    pub(crate) fn block(mut self, id: i64) -> Self {
        self.nodes.get_mut(&id).unwrap().blocked = true;
        self
    }

    pub(crate) fn way(mut self, nodes: &[i64], passage: Passage, name: Option<&str>) -> Self {
        self.ways.push(Way {
            nodes: nodes.to_vec(),
            passage,
            name: name.map(str::to_owned),
        });
        self
    }

    pub(crate) fn roads(&self) -> Roads {
        cut(&self.ways, &self.nodes)
    }
}

fn row() -> Drawing {
    (0..5_i32).fold(Drawing::default(), |drawing, id| {
        drawing.node(id.into(), 100.0 * f64::from(id), 0.0)
    })
}

#[test]
fn ways_are_cut_where_they_meet_and_nowhere_else() {
    let roads = row()
        .node(9, 200.0, 100.0)
        .way(&[0, 1, 2, 3, 4], BOTH, Some("Long"))
        .way(&[2, 9], BOTH, Some("Long"))
        .roads();
    let shapes: Vec<_> = roads
        .pieces
        .iter()
        .map(|piece| (piece.shape.len(), piece.metres.round()))
        .collect();
    assert_eq!(shapes, [(3, 200.0), (3, 200.0), (2, 100.0)]);
    assert_eq!(roads.junctions, 4);
    assert_eq!(roads.names, ["Long"]);
}

#[test]
fn a_barrier_parts_its_two_sides() {
    let roads = row().block(2).way(&[0, 1, 2, 3, 4], BOTH, None).roads();
    let ends: Vec<_> = roads.pieces.iter().map(|piece| (piece.from, piece.to)).collect();
    assert_eq!(ends.len(), 2);
    assert_ne!(ends[0].1, ends[1].0, "no way through the barrier");
    assert_eq!(roads.junctions, 4);
}

#[test]
fn a_node_missing_from_the_extract_parts_the_way() {
    let roads = row().way(&[0, 1, 77, 3, 4], BOTH, None).roads();
    let lengths: Vec<_> = roads.pieces.iter().map(|piece| piece.metres.round()).collect();
    assert_eq!(lengths, [100.0, 100.0]);
}

#[test]
fn nothing_comes_of_degenerate_ways() {
    let roads = row()
        .way(&[], BOTH, None)
        .way(&[1], BOTH, None)
        .way(&[2, 2], BOTH, None)
        .way(&[77, 78], BOTH, None)
        .roads();
    assert!(roads.pieces.is_empty());
}
