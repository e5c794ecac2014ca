//! Tests of the command `yike drill`.

use std::path::PathBuf;

use clap::Parser;
use rehearsal::drill::{Score, Tally};

use super::*;
use crate::{Arguments, Command};

fn drill(arguments: &[&str]) -> Result<String, String> {
    let all = ["yike", "drill"].iter().chain(arguments);
    let parsed = Arguments::try_parse_from(all).map_err(|error| error.to_string())?;
    let Command::Drill(args) = parsed.command else {
        panic!("{arguments:?}");
    };
    let mut out = Vec::new();
    run(&args, &mut out).map_err(|error| format!("{error:#}"))?;
    String::from_utf8(out).map_err(|error| error.to_string())
}

fn refused(arguments: &[&str], reason: &str) {
    let error = drill(arguments).unwrap_err();
    assert!(error.contains(reason), "{arguments:?}: {error}");
}

fn file(folder: &tempfile::TempDir, name: &str, bytes: &[u8]) -> String {
    let path: PathBuf = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    path.display().to_string()
}

#[test]
fn the_printed_scenario_is_the_default_one() {
    let printed = drill(&["--print-scenario"]).unwrap();
    assert_eq!(Scenario::read(&printed).unwrap(), Scenario::read("").unwrap());
    assert!(printed.contains("# "), "it is documented");
}

#[test]
fn seeds_side_by_side_give_one_log_in_sequence_with_the_score_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let log = file(&folder, "log.jsonl", b"");
    let base = [
        "--units", "6", "--hours", "1", "--json", "--seeds", "3..5", "--log", &log,
    ];
    let score: serde_json::Value = serde_json::from_str(&drill(&base).unwrap()).unwrap();
    for field in [
        "orders",
        "arrived_in_limit",
        "all_legs_in_limit",
        "late_share",
        "mean_response_s",
        "p90_response_s",
        "moves_km",
        "double_assignments",
        "lost_events",
        "wall_s",
    ] {
        assert!(score[field].is_number(), "{field}: {score}");
    }
    for field in ["breaches", "announced_4min", "false_alarms"] {
        assert!(score["forecast"][field].is_number(), "{field}: {score}");
    }
    for field in ["true", "false", "missed"] {
        assert!(score["arrival"][field].is_number(), "{field}: {score}");
    }
    let written = std::fs::read_to_string(&log).unwrap();
    let lines: Vec<Line> = written
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert!(lines.is_sorted_by_key(|line| line.seed));
    let mut tally = Tally::default();
    for seed in 3..=5 {
        let of_seed: Vec<Line> = lines.iter().filter(|line| line.seed == seed).cloned().collect();
        tally.add(Tally::of(&of_seed));
    }
    let mut again = serde_json::to_value(tally.score()).unwrap();
    again["wall_s"] = score["wall_s"].clone();
    let straight_line = score["baseline"]["straight_line_nearest"].clone();
    assert!(straight_line["late_share"].is_number(), "{score}");
    again["baseline"]["straight_line_nearest"] = straight_line;
    assert_eq!(again, score, "the log alone gives the score");
}

#[test]
fn without_units_every_order_is_late() {
    let text = drill(&["--units", "0", "--hours", "1", "--json"]).unwrap();
    let score: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert!(score["orders"].as_u64().unwrap() > 0);
    assert_eq!(score["late_share"], 1.0);
    assert_eq!(score["bound"]["late_share"], 1.0, "nobody could have been there");
    assert_eq!(score["mean_response_s"], serde_json::Value::Null);
}

#[test]
fn without_orders_nothing_is_scored_and_that_is_said() {
    let text = drill(&[
        "--units",
        "2",
        "--hours",
        "0.1",
        "--orders-per-hour",
        "0",
        "--json",
    ])
    .unwrap();
    let score: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        (&score["orders"], &score["late_share"]),
        (&0.into(), &serde_json::Value::Null)
    );
    assert!(
        report::warning(&Score::default())
            .unwrap()
            .contains("--orders-per-hour")
    );
    assert_eq!(
        report::warning(&Score {
            orders: 1,
            ..Score::default()
        }),
        None
    );
}

#[test]
fn a_place_on_another_map_is_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let spots = "[incidents]\npoints = [{ lat = 48.0, lon = 2.0, weight = 1, spread_m = 1 }]\n";
    let far = file(&folder, "far.toml", spots.as_bytes());
    refused(&["--scenario", &far], "incidents.points[0]: 48, 2 lies ");
    refused(&["--scenario", &far], "far.toml");
    let posts = "[officers]\nposts = [{ lat = 48.0, lon = 2.0, mode = \"car\" }]\n";
    let far = file(&folder, "posts.toml", posts.as_bytes());
    refused(&["--scenario", &far], "officers.posts[0]: 48, 2 lies ");
}

#[test]
fn bad_input_is_told_with_its_cure() {
    let folder = tempfile::tempdir().unwrap();
    let empty = file(&folder, "empty.osm.pbf", b"");
    let broken = file(&folder, "broken.osm.pbf", b"this is no extract at all");
    let bad = file(&folder, "bad.toml", b"[receiver]\nsigma_m = -1\n");
    let gbk = file(&folder, "gbk.toml", b"# \xd1\xdd\xc1\xb7\n");
    refused(&["--roads", &empty], "empty");
    refused(&["--roads", &broken], "download the extract again");
    refused(
        &["--roads", "/nowhere/at.all"],
        "--roads /nowhere/at.all: cannot be read; give the path of an OpenStreetMap extract",
    );
    refused(
        &["--scenario", &bad],
        "receiver.sigma_m: -1 is out of range; give a number from 0 to 200",
    );
    refused(&["--scenario", &gbk], "save it as UTF-8");
    refused(&["--scenario", "/nowhere"], "--scenario /nowhere");
    refused(&["--log", "/nowhere/log"], "--log /nowhere/log cannot be written");
    refused(
        &["--seeds", "5..2"],
        "2 is before 5; give the smaller one first: 2..5",
    );
    refused(&["--seeds", "a..2"], "`a` is no seed");
    refused(&["--hours", "0"], "more than 0");
    refused(&["--hours", "nan"], "more than 0");
    refused(&["--orders-per-hour", "-1"], "0 to 3600");
    refused(&["--units", "5001"], "5000");
    refused(
        &["--hours", "8760", "--orders-per-hour", "3600"],
        "--hours 8760 with --orders-per-hour 3600 are 31536000 calls for each seed",
    );
    refused(&["--rule", "best"], "nearest, cover");
}
