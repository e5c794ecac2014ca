//! Tests of `yike roads` on Liechtenstein.

use anyhow::bail;
use clap::Parser;
use serde_json::Value;

use super::*;

/// What `yike roads` prints when told `arguments`, words apart by spaces.
fn ask(arguments: &str) -> anyhow::Result<String> {
    ask_with_warnings(arguments).map(|(answer, _)| answer)
}

/// The same, with what is told beside it.
fn ask_with_warnings(arguments: &str) -> anyhow::Result<(String, String)> {
    let extract = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/data/liechtenstein-2013-08-03.osm.pbf"
    );
    let words = arguments
        .split(' ')
        .map(|word| word.replace("LIECHTENSTEIN", extract));
    let arguments =
        crate::Arguments::try_parse_from(["yike".to_owned(), "roads".to_owned()].into_iter().chain(words))?;
    let crate::Command::Roads(command) = arguments.command else {
        bail!("another command");
    };
    let (mut out, mut warnings) = (Vec::new(), Vec::new());
    run(command, &mut out, &mut warnings)?;
    Ok((String::from_utf8(out)?, String::from_utf8(warnings)?))
}

fn ask_json(arguments: &str) -> Value {
    serde_json::from_str(&ask(arguments).unwrap()).unwrap()
}

/// A CSV beside the others of one test.
fn csv(folder: &tempfile::TempDir, name: &str, bytes: &[u8]) -> String {
    let file = folder.path().join(name);
    std::fs::write(&file, bytes).unwrap();
    file.to_str().unwrap().to_owned()
}

const UNITS: &[u8] = b"id,lat,lon\nvaduz,47.1410,9.5209\nschaan,47.1650,9.5087\nbalzers,47.0680,9.5020\n";

#[test]
fn reach_and_matrix_tell_the_same_times() {
    let folder = tempfile::tempdir().unwrap();
    let units = csv(&folder, "units.csv", UNITS);
    for mode in ["car", "e-bike", "foot"] {
        let reach = ask_json(&format!(
            "reach --roads LIECHTENSTEIN --mode {mode} --to 47.1410,9.5209 --seconds 3600 --points {units} --repeat 3 --json"
        ));
        let matrix = ask_json(&format!(
            "matrix --roads LIECHTENSTEIN --mode {mode} --from {units} --to {units} --json"
        ));
        assert!(reach["nodes"].as_u64().unwrap() > 100 && reach["cells"].as_u64().unwrap() > 100);
        assert!(reach["ms"]["p50"].as_f64().unwrap() <= reach["ms"]["p99"].as_f64().unwrap());
        assert!(matrix["ms"].as_f64().unwrap() > 0.0);
        let ids: Vec<_> = reach["points"]
            .as_array()
            .unwrap()
            .iter()
            .map(|point| point["id"].clone())
            .collect();
        assert_eq!(ids, ["vaduz", "schaan", "balzers"]);
        assert_eq!(reach["points"][0]["seconds"], 0.0);
        assert_eq!(reach["points"][1]["seconds"], matrix["seconds"][1][0]);
    }
    let walk = ask_json(&format!(
        "reach --roads LIECHTENSTEIN --mode foot --to 47.1410,9.5209 --points {units} --json"
    ));
    assert_eq!(
        walk["points"][2]["seconds"],
        Value::Null,
        "Balzers is no walk of a quarter of an hour"
    );
}

#[test]
fn a_row_off_the_map_is_told_while_the_others_are_answered() {
    let folder = tempfile::tempdir().unwrap();
    let rows = b"id,lat,lon\nvaduz,47.1410,9.5209\nfar,31.40,121.49\nschaan,47.1650,9.5087\n";
    let units = csv(&folder, "units.csv", rows);
    let without = csv(
        &folder,
        "without.csv",
        b"id,lat,lon\nvaduz,47.1410,9.5209\nschaan,47.1650,9.5087\n",
    );
    let ask = |arguments: &str| {
        let (answer, warnings) = ask_with_warnings(arguments).unwrap();
        let answer: Value = serde_json::from_str(&answer).unwrap();
        (answer, warnings)
    };
    let told = |warnings: &str, times: usize| {
        assert_eq!(
            warnings.matches("units.csv, line 3: far is off the map").count(),
            times,
            "{warnings}"
        );
        assert_eq!(warnings.lines().count(), times, "{warnings}");
        assert_eq!(warnings.matches("km away").count(), times, "{warnings}");
    };
    let (reach, warnings) = ask(&format!(
        "reach --roads LIECHTENSTEIN --to 47.1410,9.5209 --points {units} --json"
    ));
    told(&warnings, 1);
    assert_eq!(reach["points"][1]["seconds"], Value::Null);
    assert!(reach["points"][2]["seconds"].as_f64().unwrap() > 60.0);
    let (matrix, warnings) = ask(&format!(
        "matrix --roads LIECHTENSTEIN --from {units} --to {units} --json"
    ));
    told(&warnings, 2);
    for (row, column) in [(0, 1), (1, 0), (1, 1), (1, 2), (2, 1)] {
        assert_eq!(matrix["seconds"][row][column], Value::Null, "{row}, {column}");
    }
    assert_eq!(matrix["seconds"][2][0], reach["points"][2]["seconds"]);
    let (cover, warnings) = ask(&format!("cover --roads LIECHTENSTEIN --units {units} --json"));
    told(&warnings, 1);
    let (two, warnings) = ask(&format!("cover --roads LIECHTENSTEIN --units {without} --json"));
    told(&warnings, 0);
    assert_eq!(cover["covered_twice"], two["covered_twice"]);
}

#[test]
fn many_rows_off_the_map_are_counted() {
    let folder = tempfile::tempdir().unwrap();
    let mut rows = "id,lat,lon\nvaduz,47.1410,9.5209\n".to_owned();
    rows.extend((0..25).map(|number| format!("far{number},31.40,121.49\n")));
    let units = csv(&folder, "units.csv", rows.as_bytes());
    let (_, warnings) = ask_with_warnings(&format!("cover --roads LIECHTENSTEIN --units {units}")).unwrap();
    assert_eq!(warnings.lines().count(), 11);
    assert!(
        warnings.ends_with("units.csv: 15 more are off the map\n"),
        "{warnings}"
    );
}

#[test]
fn cover_counts_cells() {
    let folder = tempfile::tempdir().unwrap();
    let units = csv(&folder, "units.csv", UNITS);
    let cover = ask_json(&format!(
        "cover --roads LIECHTENSTEIN --units {units} --seconds 600 --json"
    ));
    let count = |name: &str| cover[name].as_u64().unwrap();
    assert!(count("cells") > count("covered_once") && count("covered_once") > count("covered_twice"));
    assert!(count("covered_twice") > 0 && cover["ms"].as_f64().unwrap() > 0.0);
    let nobody = csv(&folder, "nobody.csv", b"id,lat,lon\n");
    let cover = ask_json(&format!("cover --roads LIECHTENSTEIN --units {nobody} --json"));
    assert_eq!(cover["covered_once"], 0);
}

#[test]
fn people_are_told_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let units = csv(&folder, "units.csv", UNITS);
    let reach = ask(&format!(
        "reach --roads LIECHTENSTEIN --to 47.1410,9.5209 --seconds 60 --points {units}"
    ))
    .unwrap();
    assert!(
        reach.contains("by car within 60 s") && reach.contains("schaan\tnot in time"),
        "{reach}"
    );
    let matrix = ask(&format!(
        "matrix --roads LIECHTENSTEIN --from {units} --to {units}"
    ))
    .unwrap();
    assert!(matrix.contains("vaduz\t0.0\t"), "{matrix}");
    let cover = ask(&format!("cover --roads LIECHTENSTEIN --units {units}")).unwrap();
    assert!(cover.starts_with("3 units reach "), "{cover}");
}

#[test]
fn bad_input_is_told_with_its_cure() {
    let folder = tempfile::tempdir().unwrap();
    let units = csv(&folder, "units.csv", UNITS);
    let empty = csv(&folder, "empty.osm.pbf", b"");
    let broken = csv(&folder, "broken.osm.pbf", b"no map at all");
    let gbk = csv(&folder, "gbk.csv", b"id,lat,lon\n\xb1\xa6\xc9\xbd,31.4,121.4\n");
    let shanghai = csv(
        &folder,
        "shanghai.csv",
        b"id,lat,lon\nU1,31.41,121.49\nU2,31.40,121.49\n",
    );
    for (arguments, words) in [
        (
            "reach --roads /nowhere.pbf --to 47,9".to_owned(),
            &["/nowhere.pbf", "extract"][..],
        ),
        (
            format!("reach --roads {empty} --to 47,9"),
            &["empty.osm.pbf", "is empty"],
        ),
        (
            format!("cover --roads {broken} --units {units}"),
            &["broken.osm.pbf", "not a whole", "download"],
        ),
        (
            "reach --roads LIECHTENSTEIN --to 47".to_owned(),
            &["--to 47", "comma"],
        ),
        (
            "reach --roads LIECHTENSTEIN --to 97,9".to_owned(),
            &["--to 97,9", "lat must be"],
        ),
        (
            "reach --roads LIECHTENSTEIN --to -33.9,18.4".to_owned(),
            &["--to -33.9,18.4", "off the map", "km away"],
        ),
        (
            "reach --roads LIECHTENSTEIN --to 47,9 --seconds -5".to_owned(),
            &["--seconds", "-5 is not in 1..="],
        ),
        (
            format!("cover --roads LIECHTENSTEIN --units {gbk}"),
            &["gbk.csv", "line 2", "UTF-8"],
        ),
        (
            format!("matrix --roads LIECHTENSTEIN --from {units} --to {shanghai}"),
            &["shanghai.csv", "line 2", "U1", "off the map", "no other"],
        ),
        (
            format!("cover --roads LIECHTENSTEIN --units {units}.gone"),
            &["units.csv.gone", "id,lat,lon"],
        ),
    ] {
        let fault = format!("{:#}", ask(&arguments).unwrap_err());
        for word in words {
            assert!(fault.contains(word), "{fault:?} lacks {word:?}");
        }
    }
}

#[test]
fn a_matrix_that_no_memory_holds_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut rows = "id,lat,lon\n".to_owned();
    rows.extend((0..5_001).map(|_| "vaduz,47.1410,9.5209\n"));
    let many = csv(&folder, "many.csv", rows.as_bytes());
    let fault = ask(&format!("matrix --roads LIECHTENSTEIN --from {many} --to {many}"));
    let fault = fault.unwrap_err().to_string();
    assert!(
        fault.contains("--from has 5001 points") && fault.contains("25010001 pairs"),
        "{fault}"
    );
    assert!(fault.ends_with("split the files"), "{fault}");
    assert!(must_fit(5_000, 5_000).is_ok() && must_fit(usize::MAX, 2).is_err());
}

#[test]
fn percentiles_are_of_what_was_measured() {
    let hundred = Percentiles::of((1..=100).rev().map(f64::from).collect());
    assert_eq!((hundred.p50, hundred.p99), (50.0, 99.0));
    let one = Percentiles::of(vec![7.0]);
    assert_eq!((one.p50, one.p99), (7.0, 7.0));
}
