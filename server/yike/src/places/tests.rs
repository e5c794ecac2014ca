//! Tests of looking places up from the command line.

#![expect(clippy::float_cmp, reason = "whole numbers, which floats hold exactly")]

use super::*;

fn args(json: bool, question: &[&str]) -> PlacesArgs {
    PlacesArgs {
        roads: Some(
            concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/data/liechtenstein-2013-08-03.osm.pbf"
            )
            .into(),
        ),
        gazetteer_csv: None,
        near: Some(near("47.14, 9.52").unwrap()),
        most: 3,
        repeat: 2,
        questions: None,
        json,
        question: question.iter().map(|&text| text.to_owned()).collect(),
    }
}

fn printed(args: &PlacesArgs) -> String {
    let mut out = Vec::new();
    run(args, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn lines_are_for_people_and_json_for_programs() {
    let lines = printed(&args(false, &["staedtle 43"]));
    assert!(
        lines.starts_with("staedtle 43\n  Städtle 43  Vaduz  47.1"),
        "{lines}"
    );
    assert!(lines.contains("names, read in "), "{lines}");

    let json: serde_json::Value = serde_json::from_str(&printed(&args(true, &["landstr", "post"]))).unwrap();
    assert_eq!(json["questions"][0]["places"][0]["name"], "Landstrasse");
    assert_eq!(json["questions"][1]["places"].as_array().unwrap().len(), 3);
    assert!(json["names"].as_u64().unwrap() > 1000);
    assert!(json["ms"]["p95"].as_f64().unwrap() <= json["ms"]["max"].as_f64().unwrap());
}

#[test]
fn what_is_asked_wrongly_is_told() {
    let fault = run(&args(false, &[]), &mut Vec::new()).unwrap_err();
    assert!(fault.to_string().contains("say what to look for"));
    assert!(near("47.14").is_err());
}

#[test]
fn a_file_that_is_no_good_is_told_with_its_flag() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let good = args(false, &["post"]);
    let no_map = PlacesArgs {
        roads: Some(file("city.pbf", b"no map")),
        ..good.clone()
    };
    let no_list = PlacesArgs {
        gazetteer_csv: Some(file("list.csv", b"name,lat\n")),
        ..good.clone()
    };
    let gbk = PlacesArgs {
        questions: Some(file("asked.txt", b"post\n\xb1\xa6\xc9\xbd\n")),
        ..good.clone()
    };
    let gone = PlacesArgs {
        gazetteer_csv: Some("/nowhere.csv".into()),
        ..good
    };
    for (args, flag, said) in [
        (no_map, "--roads ", "city.pbf: not a whole"),
        (
            no_list,
            "--gazetteer-csv ",
            "list.csv: line 1 has no column `lon`",
        ),
        (gbk, "--questions ", "asked.txt: line 2 is not UTF-8"),
        (gone, "--gazetteer-csv ", "/nowhere.csv: cannot be read"),
    ] {
        let fault = format!("{:#}", run(&args, &mut Vec::new()).unwrap_err());
        assert!(fault.starts_with(flag) && fault.contains(said), "{fault}");
    }
}

#[test]
fn shares_of_times_are_taken_from_the_sorted_row() {
    let times: Vec<f64> = (1..=100).map(f64::from).collect();
    assert_eq!(
        [share(&times, 50), share(&times, 95), share(&times, 100)],
        [50.0, 95.0, 100.0]
    );
    assert_eq!((share(&[7.0], 95), share(&[], 95)), (7.0, 0.0));
}
