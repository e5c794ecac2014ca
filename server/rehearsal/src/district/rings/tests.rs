//! Tables of border pieces and the rings they make.

use super::*;

fn rings(parts: &[&[i64]]) -> Option<Vec<Vec<i64>>> {
    let mut rings = join(parts)?;
    for ring in &mut rings {
        assert_eq!(ring.first(), ring.last());
        ring.pop();
        ring.sort_unstable();
    }
    rings.sort();
    Some(rings)
}

#[test]
fn pieces_in_any_order_and_direction_make_rings() {
    assert_eq!(rings(&[&[1, 2, 3, 1]]), Some(vec![vec![1, 2, 3]]));
    assert_eq!(
        rings(&[&[1, 2], &[4, 1], &[4, 3], &[3, 2]]),
        Some(vec![vec![1, 2, 3, 4]])
    );
    assert_eq!(
        rings(&[&[5, 6, 7], &[1, 2, 3], &[3, 1], &[5, 7]]),
        Some(vec![vec![1, 2, 3], vec![5, 6, 7]])
    );
    assert_eq!(rings(&[]), Some(vec![]));
}

#[test]
fn an_open_border_makes_none() {
    assert_eq!(rings(&[&[1, 2], &[2, 3]]), None);
    assert_eq!(rings(&[&[1, 2, 3, 1], &[7, 8]]), None);
}
