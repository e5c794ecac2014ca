//! Tests of putting streets together.

use super::*;

fn point(east_m: f64) -> LatLon {
    LatLon::new(47.0, 9.5 + east_m / 75_800.0).unwrap()
}

fn way(name: &str, town: &str, east_m: [f64; 2]) -> Piece {
    Piece {
        names: vec![name.to_owned()],
        town: Some(town.to_owned()),
        points: east_m.map(point).to_vec(),
        house: None,
    }
}

fn house(street: &str, number: &str, east_m: f64) -> Piece {
    Piece {
        points: vec![point(east_m)],
        house: House::new(number, point(east_m)),
        ..way(street, "Vaduz", [0.0, 0.0])
    }
}

#[test]
fn ways_of_one_name_are_one_street_unless_far_apart() {
    let count = |pieces: Vec<Piece>| merge(pieces).len();
    assert_eq!(
        count(vec![
            way("A", "Vaduz", [0.0, 100.0]),
            way("A", "Vaduz", [400.0, 500.0])
        ]),
        1
    );
    assert_eq!(
        count(vec![
            way("A", "Vaduz", [0.0, 100.0]),
            way("a", "Vaduz", [100.0, 500.0])
        ]),
        1
    );
    assert_eq!(
        count(vec![
            way("A", "Vaduz", [0.0, 100.0]),
            way("A", "Vaduz", [800.0, 900.0])
        ]),
        2
    );
    assert_eq!(
        count(vec![
            way("A", "Vaduz", [0.0, 100.0]),
            way("A", "Schaan", [100.0, 200.0])
        ]),
        2
    );
    assert_eq!(
        count(vec![
            way("A", "Vaduz", [0.0, 100.0]),
            way("B", "Vaduz", [0.0, 100.0])
        ]),
        2
    );
    // The way between joins the two.
    let (west, east) = (
        way("A", "Vaduz", [0.0, 100.0]),
        way("A", "Vaduz", [900.0, 1000.0]),
    );
    assert_eq!(count(vec![west, east, way("A", "Vaduz", [400.0, 500.0])]), 1);
}

#[test]
fn houses_belong_to_their_street() {
    let streets = merge(vec![
        house("a", "2", 30.0),
        way("A", "Vaduz", [0.0, 100.0]),
        house("A", "10", 60.0),
        house("A", "2", 31.0),
        house("C", "1", 0.0),
    ]);
    let [street, alone] = &streets[..] else {
        panic!("{streets:?}")
    };
    assert_eq!(street.names, ["A", "a"]);
    let numbers: Vec<_> = street.houses.iter().map(|house| house.number.as_str()).collect();
    assert_eq!(numbers, ["2", "10"]);
    assert!(street.lines.concat().contains(&street.at));
    assert_eq!(
        (alone.names[0].as_str(), alone.houses.len(), alone.lines.len()),
        ("C", 1, 0)
    );
}
