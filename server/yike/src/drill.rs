//! `yike drill`: a district's day in virtual time, scored.
//!
//! The drill itself is `rehearsal::drill`; here are its arguments, its files and its threads. Seeds run
//! side by side, and their logs and scores are put together in the sequence of the seeds.

mod arguments;
mod report;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::Instant;

use anyhow::Context as _;
use rehearsal::drill::{self, Line, Plan, Scenario, Score, Tally};
use roads::RoadNetwork;

pub use self::arguments::{DrillArgs, Rule, Seeds};
use crate::demo::DISTRICT_PBF;

/// Drills, and writes the score to `out`.
pub fn run(args: &DrillArgs, out: &mut impl Write) -> anyhow::Result<()> {
    if args.print_scenario {
        out.write_all(drill::DEFAULT.as_bytes()).context("writing")?;
        return out.flush().context("writing");
    }
    let began = Instant::now();
    let roads = roads(args.roads.as_deref())?;
    let world = world(args.scenario.as_deref())?;
    let mut log = args.log.as_deref().map(create).transpose()?;
    let score = all_seeds(args, &roads, &world, log.as_mut())?;
    if let (Some(log), Some(path)) = (&mut log, &args.log) {
        log.flush().with_context(|| unwritable(path))?;
    }
    let wall_s = began.elapsed().as_secs_f64();
    if args.json {
        writeln!(out, "{}", report::json(&score, wall_s)?)?;
    } else {
        report::text(&score, wall_s, out)?;
    }
    out.flush().context("writing")
}

fn roads(path: Option<&Path>) -> anyhow::Result<RoadNetwork> {
    let Some(path) = path else {
        return Ok(RoadNetwork::from_pbf(DISTRICT_PBF)?);
    };
    let bytes = std::fs::read(path).with_context(|| format!("reading --roads {}", path.display()))?;
    RoadNetwork::from_pbf(&bytes).with_context(|| {
        format!(
            "--roads {}: give an OpenStreetMap extract (.osm.pbf) with roads",
            path.display()
        )
    })
}

fn world(path: Option<&Path>) -> anyhow::Result<Scenario> {
    let Some(path) = path else {
        return Ok(Scenario::read("")?);
    };
    let named = || format!("--scenario {}", path.display());
    let bytes = std::fs::read(path).with_context(named)?;
    let text = String::from_utf8(bytes)
        .context("the scenario is not UTF-8; save it as UTF-8")
        .with_context(named)?;
    Scenario::read(&text).with_context(named)
}

fn create(path: &Path) -> anyhow::Result<BufWriter<File>> {
    let file = File::create(path).with_context(|| unwritable(path))?;
    Ok(BufWriter::new(file))
}

fn unwritable(path: &Path) -> String {
    format!(
        "--log {} cannot be written; name a file in a folder that can be",
        path.display()
    )
}

/// Drills every seed on as many threads as there are processors.
fn all_seeds(
    args: &DrillArgs,
    roads: &RoadNetwork,
    world: &Scenario,
    mut log: Option<&mut BufWriter<File>>,
) -> anyhow::Result<Score> {
    let plan = args.plan();
    let Seeds { first, last } = args.seeds;
    let threads = thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let next = AtomicU64::new(first);
    let (done, drilled) = mpsc::sync_channel(2 * threads);
    thread::scope(|scope| {
        for _ in 0..threads {
            let (done, next) = (done.clone(), &next);
            scope.spawn(move || {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    // Nobody listens any more once the log could not be written.
                    if seed > last || done.send((seed, one_seed(roads, world, &plan, seed))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(done);
        let mut tally = Tally::default();
        let mut early = BTreeMap::new();
        let mut turn = first;
        for (seed, drilled) in drilled {
            early.insert(seed, drilled);
            while let Some((lines, counted)) = early.remove(&turn) {
                if let (Some(log), Some(path)) = (&mut log, &args.log) {
                    write(&lines, log).with_context(|| unwritable(path))?;
                }
                tally.add(counted);
                turn = turn.saturating_add(1);
            }
        }
        Ok(tally.score())
    })
}

fn one_seed(roads: &RoadNetwork, world: &Scenario, plan: &Plan, seed: u64) -> (Vec<Line>, Tally) {
    let lines = drill::run(roads.clone(), world.clone(), plan, seed);
    let counted = Tally::of(&lines);
    (lines, counted)
}

fn write(lines: &[Line], log: &mut impl Write) -> anyhow::Result<()> {
    for line in lines {
        serde_json::to_writer(&mut *log, line)?;
        log.write_all(b"\n")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
