//! Tests of what things are and what they are called.

use super::*;

#[test]
fn the_most_telling_tag_decides() {
    for (tags, expected) in [
        (
            vec![("amenity", "school"), ("building", "yes")],
            Some(HitKind::School),
        ),
        (vec![("amenity", "hospital")], Some(HitKind::Hospital)),
        (vec![("landuse", "cemetery")], Some(HitKind::Cemetery)),
        (vec![("amenity", "grave_yard")], Some(HitKind::Cemetery)),
        (
            vec![("railway", "station"), ("building", "yes")],
            Some(HitKind::Station),
        ),
        (vec![("highway", "bus_stop")], Some(HitKind::Stop)),
        (vec![("amenity", "police")], Some(HitKind::Amenity)),
        (vec![("shop", "bakery")], Some(HitKind::Shop)),
        (vec![("office", "government")], Some(HitKind::Office)),
        (
            vec![("tourism", "hotel"), ("building", "yes")],
            Some(HitKind::Sight),
        ),
        (vec![("leisure", "park")], Some(HitKind::Leisure)),
        (vec![("place", "village")], Some(HitKind::Place)),
        (vec![("place", "country")], None),
        (vec![("landuse", "residential")], Some(HitKind::Building)),
        (vec![("building", "no")], None),
        (vec![("highway", "residential")], None),
        (vec![], None),
    ] {
        assert_eq!(kind(&tags), expected, "{tags:?}");
    }
    assert!(is_street(&vec![("highway", "residential")]));
    assert!(!is_street(&vec![("highway", "platform")]));
    assert!(is_town(&vec![("place", "suburb")]) && !is_town(&vec![("place", "locality")]));
}

#[test]
fn every_name_is_kept_once() {
    let tags = vec![
        ("ref", "G1501"),
        ("alt_name", "Ring; Outer Ring"),
        ("name", "外环高速"),
        ("name:zh", "外环高速"),
        ("name:en", "Outer Ring"),
        ("highway", "motorway"),
    ];
    assert_eq!(names(&tags), ["外环高速", "Outer Ring", "Ring", "G1501"]);
    assert_eq!(names(&vec![("ref", "16"), ("highway", "primary")]), ["16"]);
    assert_eq!(names(&vec![("ref", "16"), ("shop", "bakery")]), [""; 0]);
    assert_eq!(names(&vec![("name", "  ")]), [""; 0]);
}
