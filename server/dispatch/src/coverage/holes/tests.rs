//! Tests of the holes.

use std::sync::Arc;

use super::*;

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_millis(1_790_000_000_000 + seconds * 1000)
}

/// A map of a cell with its six neighbours, and of one far away; the holes are given by their place.
fn map(holes: &[(usize, i64)]) -> PromiseMap {
    let middle = h3o::LatLng::new(47.141, 9.521)
        .unwrap()
        .to_cell(h3o::Resolution::Ten);
    let far = h3o::LatLng::new(47.2, 9.6).unwrap().to_cell(h3o::Resolution::Ten);
    let mut cells: Vec<u64> = middle.grid_disk_safe(1).map(u64::from).collect();
    cells.push(far.into());
    let mut hole_since = vec![None; cells.len()];
    for (place, since) in holes {
        hole_since[*place] = Some(at(*since));
    }
    PromiseMap {
        states: hole_since.iter().map(|since| u8::from(since.is_none())).collect(),
        weights: (1_u8..)
            .take(cells.len())
            .map(|number| f64::from(number) / 36.0)
            .collect(),
        cells: Arc::from(cells),
        hole_since,
        ..PromiseMap::default()
    }
}

#[test]
fn cells_side_by_side_are_one_hole_as_old_as_its_oldest() {
    let holes = map(&[(0, 60), (1, 5), (2, 30)]).holes(9);
    assert_eq!(holes.len(), 1);
    assert_eq!((holes[0].cells, holes[0].since), (3, at(5)));
    assert!((holes[0].weight - 6.0 / 36.0).abs() < 1e-9);
}

#[test]
fn the_heaviest_hole_comes_first_and_no_more_than_are_wanted() {
    let map = map(&[(1, 0), (7, 0)]);
    let holes = map.holes(9);
    assert_eq!(holes.len(), 2);
    assert!(holes[0].weight > holes[1].weight);
    assert_eq!(map.holes(1), holes[..1]);
}

#[test]
fn where_all_is_covered_there_is_no_hole() {
    assert_eq!(map(&[]).holes(9), []);
}
