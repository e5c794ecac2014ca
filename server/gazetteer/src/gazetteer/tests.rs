//! Tests on a small Chinese district and on real extracts.

use super::*;
use crate::HowMatched;

mod liechtenstein;

fn point(lat: f64, lon: f64) -> LatLon {
    LatLon::new(lat, lon).unwrap()
}

/// A feature without a name yet.
fn nothing(points: &[LatLon]) -> Feature {
    Feature {
        names: Vec::new(),
        kind: None,
        is_street: false,
        is_town: false,
        street: None,
        number: None,
        points: points.to_vec(),
    }
}

fn street(name: &str, lat: f64, lon: f64) -> Feature {
    Feature {
        names: vec![name.to_owned()],
        is_street: true,
        ..nothing(&[point(lat, lon), point(lat, lon + 0.002)])
    }
}

fn site(names: &[&str], kind: HitKind, lat: f64, lon: f64) -> Feature {
    Feature {
        names: names.iter().map(|&name| name.to_owned()).collect(),
        kind: Some(kind),
        ..nothing(&[point(lat, lon)])
    }
}

fn town(name: &str, lat: f64, lon: f64) -> Feature {
    Feature {
        is_town: true,
        ..site(&[name], HitKind::Place, lat, lon)
    }
}

fn house(street: &str, number: &str, lat: f64, lon: f64) -> Feature {
    Feature {
        street: Some(street.to_owned()),
        number: Some(number.to_owned()),
        ..nothing(&[point(lat, lon)])
    }
}

fn baoshan() -> Gazetteer {
    Gazetteer::of(vec![
        town("大场镇", 31.30, 121.40),
        town("罗店镇", 31.42, 121.34),
        street("人民路", 31.301, 121.40),
        street("人民路", 31.421, 121.34),
        street("人民公园路", 31.31, 121.41),
        street("重庆路", 31.32, 121.42),
        street("长寿路", 31.33, 121.42),
        street("上海大学路", 31.315, 121.39),
        house("人民路", "12", 31.3012, 121.4005),
        house("人民路", "120号", 31.3013, 121.4015),
        house("人民路", "12弄3号", 31.3014, 121.4010),
        site(
            &["上海大学", "Shanghai University", "上大"],
            HitKind::School,
            31.316,
            121.39,
        ),
        site(&["宝山公墓"], HitKind::Cemetery, 31.41, 121.36),
        site(&["人民医院"], HitKind::Hospital, 31.305, 121.405),
    ])
}

/// Names with details, best first.
fn found(gazetteer: &Gazetteer, text: &str, focus: Option<LatLon>) -> Vec<String> {
    let hits = gazetteer.search(text, focus, 10).into_iter();
    hits.map(|hit| {
        if hit.detail.is_empty() {
            hit.name
        } else {
            format!("{} ({})", hit.name, hit.detail)
        }
    })
    .collect()
}

fn first(gazetteer: &Gazetteer, text: &str) -> Hit {
    let hit = gazetteer.search(text, None, 10).into_iter().next();
    hit.unwrap_or_else(|| panic!("nothing found for {text}"))
}

#[test]
fn names_are_found_as_they_are_typed() {
    let gazetteer = baoshan();
    for (text, name, matched) in [
        ("重庆路", "重庆路", HowMatched::Exact),
        ("chongqinglu", "重庆路", HowMatched::Exact),
        ("changshou", "长寿路", HowMatched::Prefix),
        ("cql", "重庆路", HowMatched::Initials),
        ("chonqinglu", "重庆路", HowMatched::Typo),
        ("崇庆路", "重庆路", HowMatched::Typo),
        ("shanghai uni", "上海大学", HowMatched::Prefix),
        ("上大", "上海大学", HowMatched::Exact),
        ("university", "上海大学", HowMatched::WordPrefix),
        ("gongmu", "宝山公墓", HowMatched::WordPrefix),
    ] {
        let hit = first(&gazetteer, text);
        assert_eq!((hit.name.as_str(), hit.matched), (name, matched), "{text}");
    }
    assert_eq!(found(&gazetteer, "没有这个地方", None), [""; 0]);
    assert_eq!(found(&gazetteer, "  ", None), [""; 0]);
    assert_eq!(gazetteer.search("人民路", None, 0), []);
}

#[test]
fn an_exact_name_comes_before_a_longer_one_and_the_nearer_before_the_farther() {
    let gazetteer = baoshan();
    let luodian = Some(point(31.42, 121.34));
    assert_eq!(
        found(&gazetteer, "人民路", luodian),
        ["人民路 (罗店镇)", "人民路 (大场镇)"]
    );
    assert_eq!(
        found(&gazetteer, "renmin", Some(point(31.30, 121.40))),
        [
            "人民路 (大场镇)",
            "人民医院 (大场镇)",
            "人民公园路 (大场镇)",
            "人民路 (罗店镇)"
        ]
    );
    assert_eq!(
        found(&gazetteer, "renminlu", luodian).len(),
        2,
        "the park's road does not begin so"
    );
}

#[test]
fn a_town_says_which_of_two_is_meant() {
    let gazetteer = baoshan();
    for text in [
        "罗店镇人民路",
        "罗店人民路",
        "罗店镇 人民路",
        "罗店镇 renmin",
        "人民路，罗店镇",
    ] {
        assert_eq!(
            found(&gazetteer, text, Some(point(31.3, 121.4)))[0],
            "人民路 (罗店镇)",
            "{text}"
        );
    }
    assert_eq!(found(&gazetteer, "罗店镇", None), ["罗店镇"]);
}

#[test]
fn a_house_is_found_by_its_number() {
    let gazetteer = baoshan();
    for text in [
        "人民路12号",
        "人民路12",
        "人民路 12",
        "renminlu 12",
        "renmin 12号",
        "大场镇人民路12号",
    ] {
        let hit = first(&gazetteer, text);
        assert_eq!(
            (hit.name.as_str(), hit.detail.as_str(), hit.kind),
            ("人民路12号", "大场镇", HitKind::Address),
            "{text}"
        );
        assert_eq!(hit.at, point(31.3012, 121.4005), "{text}");
    }
    assert_eq!(
        found(&gazetteer, "人民路12", None),
        [
            "人民路12号 (大场镇)",
            "人民路12弄3号 (大场镇)",
            "人民路120号 (大场镇)",
            "人民路 (罗店镇)"
        ]
    );
    assert_eq!(first(&gazetteer, "人民路12弄3号").name, "人民路12弄3号");
    let unknown = first(&gazetteer, "人民路77号");
    assert_eq!((unknown.name.as_str(), unknown.kind), ("人民路", HitKind::Street));
    assert!(unknown.matched > HowMatched::Prefix, "the number is not known");
}

#[test]
fn typed_coordinates_are_a_place() {
    let hit = first(&baoshan(), "121.4005 31.3012");
    assert_eq!((hit.kind, hit.matched), (HitKind::Coordinates, HowMatched::Exact));
    assert_eq!(hit.at, point(31.3012, 121.4005));
    assert_eq!(
        (hit.name.as_str(), hit.detail.as_str()),
        ("31.301200, 121.400500", "人民路12号, 大场镇")
    );
    let hit = first(&Gazetteer::empty(), "31.3012, 121.4005");
    assert_eq!((hit.at, hit.detail.as_str()), (point(31.3012, 121.4005), ""));
    assert_eq!(Gazetteer::empty().search("人民路", None, 5), []);
}

#[test]
fn the_operators_places_are_found_too() {
    let list = "name,lat,lon,address,aliases\n三号泵站,31.305,121.402,水产路 8 号,泵站3;3号泵站\n";
    let gazetteer = baoshan().with_csv(list.as_bytes()).unwrap();
    for text in ["三号泵站", "3号泵站", "sanhaobeng", "shbz"] {
        let hit = first(&gazetteer, text);
        assert_eq!(
            (hit.name.as_str(), hit.detail.as_str(), hit.kind),
            ("三号泵站", "水产路 8 号, 大场镇", HitKind::Listed),
            "{text}"
        );
    }
    let alone = Gazetteer::empty().with_csv(list.as_bytes()).unwrap();
    assert_eq!(alone.len(), 1);
    assert_eq!(first(&alone, "121.402 31.305").at, point(31.305, 121.402));
    assert!(Gazetteer::empty().with_csv(b"name,lat\n").is_err());
}

#[test]
fn a_click_on_the_map_has_a_name() {
    let gazetteer = baoshan();
    let at_house = gazetteer.nearest_address(point(31.3012, 121.4007)).unwrap();
    assert_eq!(
        (at_house.name.as_str(), at_house.number.as_deref()),
        ("人民路12号", Some("12"))
    );
    assert!((15.0..25.0).contains(&at_house.away_m), "{at_house:?}");
    let at_street = gazetteer.nearest_address(point(31.3203, 121.421)).unwrap();
    assert_eq!((at_street.name.as_str(), at_street.number), ("重庆路", None));
    assert_eq!(at_street.town.as_deref(), Some("大场镇"));
    assert!((25.0..40.0).contains(&at_street.away_m), "{}", at_street.away_m);
    assert_eq!(gazetteer.nearest_address(point(31.0, 121.0)), None);
    assert_eq!(Gazetteer::empty().nearest_address(point(31.0, 121.0)), None);
}
