//! Tables of tags and what they mean for a car.

use super::*;

fn ways(tags: &[(&str, &str)]) -> Option<(bool, bool)> {
    passage(tags).map(|passage| (passage.forward, passage.backward))
}

#[test]
fn directions_follow_the_tags() {
    let both = Some((true, true));
    let along = Some((true, false));
    let against = Some((false, true));
    for (tags, expected) in [
        (&[("highway", "residential")][..], both),
        (&[("highway", "residential"), ("oneway", "yes")], along),
        (&[("highway", "residential"), ("oneway", "-1")], against),
        (&[("highway", "motorway")], along),
        (&[("highway", "motorway"), ("oneway", "no")], both),
        (&[("highway", "tertiary"), ("junction", "roundabout")], along),
        (&[("highway", "footway")], None),
        (&[("building", "yes")], None),
    ] {
        assert_eq!(ways(tags), expected, "{tags:?}");
    }
}

#[test]
fn the_most_specific_access_word_counts() {
    let street = ("highway", "service");
    assert_eq!(passage(&[street, ("access", "private")]), None);
    assert_eq!(
        passage(&[street, ("access", "no"), ("motor_vehicle", "no")]),
        None
    );
    assert!(passage(&[street, ("access", "no"), ("motor_vehicle", "yes")]).is_some());
    assert!(passage(&[street, ("access", "destination")]).is_some());
    assert_eq!(passage(&[street, ("area", "yes")]), None);
}

#[test]
fn a_limit_slows_and_never_hastens() {
    let kmh = |limit: &str| {
        passage(&[("highway", "primary"), ("maxspeed", limit)])
            .unwrap()
            .speed_mps
            * 3.6
    };
    assert!((kmh("30") - 30.0).abs() < 1e-9);
    assert!((kmh("20 mph") - 32.186_88).abs() < 1e-9);
    for no_limit in ["120", "none", "0", "-3", "NaN", "inf", "RO:urban"] {
        assert!((kmh(no_limit) - 55.0).abs() < 1e-9, "{no_limit}");
    }
}

#[test]
fn barriers_block_unless_they_say_otherwise() {
    assert!(blocked(&[("barrier", "bollard")]));
    assert!(!blocked(&[("barrier", "bollard"), ("motor_vehicle", "yes")]));
    assert!(!blocked(&[("barrier", "gate")]));
    assert!(blocked(&[("barrier", "gate"), ("access", "private")]));
    assert!(!blocked(&[("highway", "crossing")]));
}
