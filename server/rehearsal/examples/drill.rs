//! A drill without the whole program around it: the quick way to try a change of the machines.
//!
//! `cargo run --release -p rehearsal --example drill -- PBF UNITS HOURS ORDERS_PER_HOUR FIRST LAST RULE [SCENARIO [LOG]]`

#![expect(clippy::print_stdout, reason = "the score is this example's output")]
#![expect(clippy::disallowed_methods, reason = "an example is its own shell")]

use std::error::Error;
use std::io::Write as _;

use domain::order::DispatchRule;
use rehearsal::drill::{Plan, Scenario, Tally, Terrain, run};
use roads::RoadNetwork;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [pbf, units, hours, orders_per_hour, first, last, rule, files @ ..] = arguments.as_slice() else {
        return Err("PBF UNITS HOURS ORDERS_PER_HOUR FIRST LAST nearest|cover [SCENARIO [LOG]]".into());
    };
    let roads = RoadNetwork::from_pbf(&std::fs::read(pbf)?)?;
    let plan = Plan {
        units: units.parse()?,
        hours: hours.parse()?,
        orders_per_hour: orders_per_hour.parse()?,
        rule: if rule == "cover" {
            DispatchRule::Cover
        } else {
            DispatchRule::Nearest
        },
    };
    let scenario = match files.first().filter(|file| !file.is_empty()) {
        Some(file) => Scenario::read(&std::fs::read_to_string(file)?)?,
        None => Scenario::read("")?,
    };
    let terrain = Terrain::new(roads, &scenario, plan.rule);
    let mut log = files.get(1).map(std::fs::File::create).transpose()?;
    let mut tally = Tally::default();
    for seed in first.parse::<u64>()?..=last.parse()? {
        let lines = run(&terrain, scenario.clone(), &plan, seed);
        if let Some(log) = &mut log {
            for line in &lines {
                writeln!(log, "{}", serde_json::to_string(line)?)?;
            }
        }
        tally.add(Tally::of(&lines));
    }
    println!("{}", serde_json::to_string_pretty(&tally.score())?);
    Ok(())
}
