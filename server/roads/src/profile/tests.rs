//! Tables of tags and what they mean for each mode.

use super::*;

fn ways(tags: &[(&str, &str)], mode: TravelMode) -> Option<(bool, bool)> {
    let passage = *profile(Tags(tags))?.passages.get(mode);
    passage
        .is_open()
        .then_some((passage.forward_mps > 0.0, passage.backward_mps > 0.0))
}

const BOTH: Option<(bool, bool)> = Some((true, true));
const ALONG: Option<(bool, bool)> = Some((true, false));
const AGAINST: Option<(bool, bool)> = Some((false, true));

#[test]
fn directions_follow_the_tags() {
    for (tags, car, e_bike, foot) in [
        (&[("highway", "residential")][..], BOTH, BOTH, BOTH),
        (
            &[("highway", "residential"), ("oneway", "yes")],
            ALONG,
            ALONG,
            BOTH,
        ),
        (
            &[("highway", "residential"), ("oneway", "-1")],
            AGAINST,
            AGAINST,
            BOTH,
        ),
        (
            &[
                ("highway", "residential"),
                ("oneway", "yes"),
                ("oneway:bicycle", "no"),
            ],
            ALONG,
            BOTH,
            BOTH,
        ),
        (
            &[
                ("highway", "residential"),
                ("oneway", "yes"),
                ("cycleway", "opposite_lane"),
            ],
            ALONG,
            BOTH,
            BOTH,
        ),
        (&[("highway", "motorway")], ALONG, None, None),
        (&[("highway", "motorway"), ("oneway", "no")], BOTH, None, None),
        (
            &[("highway", "tertiary"), ("junction", "roundabout")],
            ALONG,
            ALONG,
            BOTH,
        ),
        (
            &[("highway", "residential"), ("oneway", "reversible")],
            None,
            None,
            BOTH,
        ),
        (
            &[("highway", "residential"), ("motor_vehicle:backward", "no")],
            ALONG,
            BOTH,
            BOTH,
        ),
        (
            &[("highway", "residential"), ("access:forward", "private")],
            AGAINST,
            AGAINST,
            AGAINST,
        ),
        (
            &[
                ("highway", "residential"),
                ("oneway", "yes"),
                ("bicycle:backward", "yes"),
                ("vehicle:backward", "yes"),
            ],
            ALONG,
            BOTH,
            BOTH,
        ),
        (
            &[
                ("highway", "residential"),
                ("motor_vehicle", "no"),
                ("motor_vehicle:forward", "yes"),
            ],
            ALONG,
            BOTH,
            BOTH,
        ),
        (&[("highway", "footway")], None, BOTH, BOTH),
        (&[("highway", "steps")], None, None, BOTH),
        (&[("highway", "cycleway"), ("oneway", "yes")], None, ALONG, BOTH),
        (&[("building", "yes")], None, None, None),
        (&[("route", "ferry")], None, None, None),
    ] {
        let found = TravelMode::ALL.map(|mode| ways(tags, mode));
        assert_eq!(found, [car, e_bike, foot], "{tags:?}");
    }
}

#[test]
fn the_most_specific_access_word_counts() {
    for (tags, car, e_bike, foot) in [
        (
            &[("highway", "service"), ("access", "private")][..],
            false,
            false,
            false,
        ),
        (
            &[("highway", "service"), ("access", "no"), ("motor_vehicle", "yes")],
            true,
            false,
            false,
        ),
        (
            &[("highway", "service"), ("access", "destination")],
            true,
            true,
            true,
        ),
        (
            &[("highway", "service"), ("motor_vehicle", "no")],
            false,
            true,
            true,
        ),
        (
            &[("highway", "residential"), ("vehicle", "no")],
            false,
            false,
            true,
        ),
        (
            &[("highway", "residential"), ("vehicle", "no"), ("bicycle", "yes")],
            false,
            true,
            true,
        ),
        (&[("highway", "service"), ("area", "yes")], false, false, false),
        (&[("highway", "pedestrian"), ("area", "yes")], false, true, true),
        (
            &[
                ("highway", "pedestrian"),
                ("area", "yes"),
                ("motor_vehicle", "yes"),
                ("bicycle", "no"),
            ],
            false,
            false,
            true,
        ),
        (&[("highway", "trunk")], true, true, true),
        (
            &[("highway", "residential"), ("motor_vehicle", "no;destination")],
            true,
            true,
            true,
        ),
        (
            &[("highway", "residential"), ("motor_vehicle", "no; private")],
            false,
            true,
            true,
        ),
        (
            &[("highway", "residential"), ("foot", "use_sidepath")],
            true,
            true,
            false,
        ),
        (&[("highway", "trunk"), ("sidewalk", "both")], true, true, true),
        (&[("highway", "trunk"), ("motorroad", "yes")], true, false, false),
        (&[("highway", "primary"), ("foot", "no")], true, true, false),
        (&[("highway", "footway"), ("access", "yes")], false, true, true),
        (&[("highway", "track")], false, true, true),
        (&[("highway", "track"), ("access", "yes")], true, true, true),
        (&[("highway", "track"), ("vehicle", "no")], false, false, true),
        (
            &[("highway", "pedestrian"), ("motor_vehicle", "yes")],
            true,
            true,
            true,
        ),
        (&[("highway", "footway"), ("bicycle", "no")], false, false, true),
    ] {
        let found = TravelMode::ALL.map(|mode| ways(tags, mode).is_some());
        assert_eq!(found, [car, e_bike, foot], "{tags:?}");
    }
}

#[test]
fn a_limit_and_a_surface_say_more_than_the_class() {
    let kmh = |tags: &[(&str, &str)]| {
        let profile = profile(Tags(tags)).unwrap();
        profile.passages.get(TravelMode::Car).forward_mps * 3.6
    };
    let limited = |limit: &str| kmh(&[("highway", "primary"), ("maxspeed", limit)]);
    let free = kmh(&[("highway", "primary")]);
    assert!(limited("30") < 30.1 && limited("30") > 20.0);
    assert!(limited("20 mph") < 32.2 && limited("20 mph") > 25.0);
    for no_limit in ["none", "0", "-3", "NaN", "inf", "RO:urban"] {
        assert!((limited(no_limit) - free).abs() < 1e-4, "{no_limit}");
    }
    assert!(limited("90") > free && limited("300") < 130.0);
    let paved = |surface: &str| kmh(&[("highway", "primary"), ("maxspeed", "90"), ("surface", surface)]);
    assert!(paved("cobblestone") < paved("gravel") && paved("gravel") < paved("asphalt"));
    assert!((paved("asphalt") - limited("90")).abs() < 1e-4);
    assert!(kmh(&[("highway", "primary_link")]) < free);
    assert!(kmh(&[("highway", "primary"), ("junction", "roundabout")]) < free);
    let service = |kind: &str| kmh(&[("highway", "service"), ("service", kind)]);
    assert!(service("driveway") < service("parking_aisle"));
    assert!(service("parking_aisle") < service("alley"));
}

#[test]
fn bicycles_are_pushed_where_nobody_may_ride() {
    let mps = |tags: &[(&str, &str)]| {
        profile(Tags(tags))
            .unwrap()
            .passages
            .get(TravelMode::EBike)
            .forward_mps
    };
    let pushed = mps(&[("highway", "residential"), ("bicycle", "dismount")]);
    assert!(
        pushed < 1.5 && pushed < mps(&[("highway", "residential")]) / 3.0,
        "{pushed}"
    );
}

#[test]
fn barriers_block_unless_they_say_otherwise() {
    for (tags, car, e_bike, foot) in [
        (&[("barrier", "bollard")][..], true, false, false),
        (
            &[("barrier", "bollard"), ("motor_vehicle", "yes")],
            false,
            false,
            false,
        ),
        (
            &[("barrier", "bollard"), ("bollard", "rising")],
            false,
            false,
            false,
        ),
        (&[("barrier", "gate")], false, false, false),
        (
            &[("barrier", "lift_gate"), ("access", "private")],
            true,
            true,
            true,
        ),
        (
            &[("barrier", "gate"), ("access", "private"), ("foot", "yes")],
            true,
            true,
            false,
        ),
        (&[("barrier", "gate"), ("locked", "yes")], true, true, true),
        (&[("barrier", "stile")], true, true, false),
        (&[("barrier", "bus_trap")], true, false, false),
        (&[("barrier", "sump_buster")], true, false, false),
        (&[("barrier", "height_restrictor")], false, false, false),
        (
            &[("barrier", "height_restrictor"), ("maxheight", "1.2 m")],
            true,
            false,
            false,
        ),
        (
            &[("barrier", "height_restrictor"), ("maxheight", "2.1")],
            false,
            false,
            false,
        ),
        (&[("highway", "crossing")], false, false, false),
    ] {
        let marks = NodeMarks::of(Tags(tags));
        let found = TravelMode::ALL.map(|mode| *marks.shut.get(mode));
        assert_eq!(found, [car, e_bike, foot], "{tags:?}");
    }
}
