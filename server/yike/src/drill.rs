//! `yike drill`: a district's day in virtual time, scored.
//!
//! The drill itself is `rehearsal::drill`; here are its arguments, its files and its threads.

mod arguments;
mod report;
mod seeds;

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::time::Instant;

use anyhow::Context as _;
use rehearsal::drill::{self, Line, Scenario, Terrain};
use roads::RoadNetwork;

pub use self::arguments::{DrillArgs, Rule, Seeds};
use self::seeds::Work;
use crate::demo::DISTRICT_PBF;
use crate::extract_file::ExtractFile;

/// Drills, and writes the score to `out`.
pub fn run(args: &DrillArgs, out: &mut impl Write) -> anyhow::Result<()> {
    if args.print_scenario {
        out.write_all(drill::DEFAULT.as_bytes()).context("writing")?;
        return out.flush().context("writing");
    }
    args.must_fit()?;
    let began = Instant::now();
    let roads = roads(args.roads.as_deref())?;
    let world = world(args.scenario.as_deref())?;
    if let Some(path) = &args.scenario {
        let named = || format!("--scenario {}", path.display());
        world.check_places(&roads).with_context(named)?;
    }
    let mut log = args.log.as_deref().map(create).transpose()?;
    let plan = args.plan();
    let work = Work {
        terrain: &Terrain::new(roads, &world, plan.rule),
        world: &world,
        plan,
        seeds: args.seeds,
        baseline: !args.without_baseline,
    };
    let score = work.run(|lines| match (&mut log, &args.log) {
        (Some(log), Some(path)) => write(lines, log).with_context(|| unwritable(path)),
        _ => Ok(()),
    })?;
    if let (Some(log), Some(path)) = (&mut log, &args.log) {
        log.flush().with_context(|| unwritable(path))?;
    }
    if let Some(warning) = report::warning(&score) {
        eprintln!("yike: {warning}");
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
    match path {
        Some(path) => ExtractFile::read("--roads", path)?.roads(),
        None => ExtractFile::embedded(DISTRICT_PBF).roads(),
    }
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

fn write(lines: &[Line], log: &mut impl Write) -> anyhow::Result<()> {
    for line in lines {
        serde_json::to_writer(&mut *log, line)?;
        log.write_all(b"\n")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
