//! Tests of finding the road that somebody is on.

use domain::TravelMode;

use crate::drawing::point;
use crate::lanes::tests::divided;

#[test]
fn a_heading_chooses_the_carriageway() {
    let network = divided().network();
    let snap = |heading: Option<f64>, north: f64| {
        let snap = network
            .snap(TravelMode::Car, point(100.0, north), heading)
            .unwrap();
        let place = snap.at;
        if place.distance_m(point(100.0, 0.0)) < 1.0 {
            "below"
        } else {
            "above"
        }
    };
    assert_eq!(snap(None, 7.0), "below");
    assert_eq!(snap(Some(90.0), 7.0), "below");
    assert_eq!(snap(Some(270.0), 7.0), "above");
    assert_eq!(snap(Some(85.0), 13.0), "below");
    assert_eq!(snap(Some(265.0), 13.0), "above");
}
