//! `yike roads`: what the road network of an extract answers, with how long that takes.
//!
//! The hall asks the same questions all day. Here they are asked by hand, of any extract, so that a
//! city can be judged before its hall is set up.

use std::io::Write;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use clap::{Args, Subcommand, ValueEnum};
use domain::LatLon;
use roads::Origin;

use self::answer::{CoverAnswer, MatrixAnswer, Percentiles, PointAnswer, ReachAnswer, print_json};
use self::asked::{Asked, AskedPoint};
use crate::degrees;

mod answer;
mod asked;
mod points;

/// A matrix has so many pairs at most: one of 5,000 points takes 600 MB.
const MOST_PAIRS: usize = 25_000_000;

/// What to ask.
#[derive(Clone, Debug, Subcommand)]
pub enum RoadsCommand {
    /// From where a place is reached in time, and how long it takes from given points.
    Reach(ReachArgs),
    /// How long it takes from each of some points to each of others.
    Matrix(MatrixArgs),
    /// Which places some unit reaches in time, and which a second one does.
    Cover(CoverArgs),
}

/// Which roads, and how often to ask.
#[derive(Clone, Debug, Args)]
pub struct RoadsArgs {
    /// An OpenStreetMap extract in the PBF format.
    #[arg(long, value_name = "PBF")]
    pub roads: PathBuf,
    /// How to travel.
    #[arg(long, value_enum, default_value = "car")]
    pub mode: ModeName,
    /// How often to ask, to measure the time.
    #[arg(long, default_value_t = 1, value_name = "N", allow_negative_numbers = true, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub repeat: u32,
    /// Print one JSON object.
    #[arg(long)]
    pub json: bool,
}

/// From where, and to where.
#[derive(Clone, Debug, Args)]
pub struct ReachArgs {
    /// Which roads.
    #[command(flatten)]
    pub roads: RoadsArgs,
    /// The place to reach, in degrees north and east.
    #[arg(long, value_name = "LAT,LON", allow_hyphen_values = true)]
    pub to: String,
    /// The limit.
    #[arg(long, default_value_t = 900, allow_negative_numbers = true, value_parser = clap::value_parser!(u32).range(1..=86_400))]
    pub seconds: u32,
    /// A CSV of points to travel from: `id,lat,lon`.
    #[arg(long, value_name = "CSV")]
    pub points: Option<PathBuf>,
}

/// Between which points.
#[derive(Clone, Debug, Args)]
pub struct MatrixArgs {
    /// Which roads.
    #[command(flatten)]
    pub roads: RoadsArgs,
    /// A CSV of points to travel from: `id,lat,lon`.
    #[arg(long, value_name = "CSV")]
    pub from: PathBuf,
    /// A CSV of points to travel to.
    #[arg(long, value_name = "CSV")]
    pub to: PathBuf,
}

/// Which units.
#[derive(Clone, Debug, Args)]
pub struct CoverArgs {
    /// Which roads.
    #[command(flatten)]
    pub roads: RoadsArgs,
    /// A CSV of units: `id,lat,lon`, all free now.
    #[arg(long, value_name = "CSV")]
    pub units: PathBuf,
    /// The limit.
    #[arg(long, default_value_t = 900, allow_negative_numbers = true, value_parser = clap::value_parser!(u32).range(1..=86_400))]
    pub seconds: u32,
}

/// How to travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ModeName {
    /// By car.
    Car,
    /// By e-bike.
    #[value(name = "e-bike", alias = "e_bike", alias = "ebike")]
    EBike,
    /// On foot.
    Foot,
}

/// Asks, and writes the answer to `out`; points that get none are told to `warnings`.
pub fn run(command: RoadsCommand, out: &mut impl Write, warnings: &mut impl Write) -> anyhow::Result<()> {
    match command {
        RoadsCommand::Reach(args) => reach(&args, out, warnings)?,
        RoadsCommand::Matrix(args) => matrix(&args, out, warnings)?,
        RoadsCommand::Cover(args) => cover(&args, out, warnings)?,
    }
    out.flush().context("writing")
}

fn reach(args: &ReachArgs, out: &mut impl Write, warnings: &mut impl Write) -> anyhow::Result<()> {
    let asked = Asked::read(&args.roads)?;
    let to = degrees::pair(&args.to).with_context(|| format!("--to {}", args.to))?;
    asked.must_be_on_the_map(to, format_args!("--to {}", args.to))?;
    let points = args
        .points
        .as_deref()
        .map(|file| asked.points(file, warnings))
        .transpose()?;
    let limit = Duration::from_secs(args.seconds.into());
    let mut ms = Vec::new();
    let mut answer = None;
    for _ in 0..args.roads.repeat {
        let began = Instant::now();
        let reach = asked.network.reach_to(asked.mode, to, limit);
        let reach = reach.with_context(|| format!("no road for {} in the extract", asked.name))?;
        let known = points.iter().flatten();
        let known = known.map(|point| point.is_on_the_map.then_some(point.at));
        let seconds: Vec<_> = known.map(|at| reach.seconds_from(at?)).collect();
        ms.push(began.elapsed().as_secs_f64() * 1000.0);
        answer = Some((reach, seconds));
    }
    let (reach, seconds) = answer.context("asked no time")?;
    let answer = ReachAnswer {
        nodes: reach.junctions(),
        cells: reach.cells().count(),
        ms: Percentiles::of(ms),
        points: points.map(|points| {
            points
                .into_iter()
                .zip(seconds)
                .map(|(point, seconds)| PointAnswer {
                    id: point.id,
                    seconds,
                })
                .collect()
        }),
        load_s: asked.load_s,
    };
    if args.roads.json {
        return print_json(&answer, out);
    }
    writeln!(
        out,
        "{} junctions and {} cells reach {} by {} within {} s",
        answer.nodes, answer.cells, args.to, asked.name, args.seconds
    )?;
    for point in answer.points.iter().flatten() {
        match point.seconds {
            Some(seconds) => writeln!(out, "{}\t{seconds:.1} s", point.id)?,
            None => writeln!(out, "{}\tnot in time", point.id)?,
        }
    }
    let Percentiles { p50, p99 } = answer.ms;
    writeln!(
        out,
        "{p50:.3} ms half of the times, {p99:.3} ms 99 of 100; loaded in {:.2} s",
        answer.load_s
    )?;
    Ok(())
}

fn matrix(args: &MatrixArgs, out: &mut impl Write, warnings: &mut impl Write) -> anyhow::Result<()> {
    let asked = Asked::read(&args.roads)?;
    let from = asked.points(&args.from, warnings)?;
    let to = asked.points(&args.to, warnings)?;
    must_fit(from.len(), to.len())?;
    let places = |points: &[AskedPoint]| points.iter().map(|point| point.at).collect::<Vec<LatLon>>();
    let (starts, goals) = (places(&from), places(&to));
    let load_s = asked.load_s;
    let mut ms = Vec::new();
    let mut seconds = Vec::new();
    for _ in 0..args.roads.repeat {
        let began = Instant::now();
        seconds = asked.network.matrix(asked.mode, &starts, &goals);
        ms.push(began.elapsed().as_secs_f64() * 1000.0);
    }
    for (start, row) in from.iter().zip(&mut seconds) {
        for (goal, cell) in to.iter().zip(row) {
            *cell = cell.filter(|_| start.is_on_the_map && goal.is_on_the_map);
        }
    }
    let Percentiles { p50, p99 } = Percentiles::of(ms);
    if args.roads.json {
        let answer = MatrixAnswer {
            seconds,
            ms: p50,
            ms_p99: p99,
            load_s,
        };
        return print_json(&answer, out);
    }
    for (point, row) in from.iter().zip(&seconds) {
        write!(out, "{}", point.id)?;
        for seconds in row {
            match seconds {
                Some(seconds) => write!(out, "\t{seconds:.1}")?,
                None => write!(out, "\tno way")?,
            }
        }
        writeln!(out)?;
    }
    writeln!(
        out,
        "{p50:.3} ms half of the times, {p99:.3} ms 99 of 100; loaded in {load_s:.2} s"
    )?;
    Ok(())
}

/// Refuses a matrix that no machine of a hall would hold.
fn must_fit(from: usize, to: usize) -> anyhow::Result<()> {
    let pairs = from.saturating_mul(to);
    anyhow::ensure!(
        pairs <= MOST_PAIRS,
        "--from has {from} points and --to {to}: these are {pairs} pairs, more than the {MOST_PAIRS} that are computed at once; split the files"
    );
    Ok(())
}

fn cover(args: &CoverArgs, out: &mut impl Write, warnings: &mut impl Write) -> anyhow::Result<()> {
    let asked = Asked::read(&args.roads)?;
    let units: Vec<Origin> = asked
        .points(&args.units, warnings)?
        .into_iter()
        .filter(|point| point.is_on_the_map)
        .map(|point| Origin {
            at: point.at,
            mode: asked.mode,
            free_in: Duration::ZERO,
        })
        .collect();
    let limit = Duration::from_secs(args.seconds.into());
    let mut ms = Vec::new();
    let (mut covered_once, mut covered_twice) = (0, 0);
    for _ in 0..args.roads.repeat {
        let began = Instant::now();
        let cover = asked.network.cover(&units, limit);
        (covered_once, covered_twice) = (cover.covered_once(), cover.covered_twice());
        ms.push(began.elapsed().as_secs_f64() * 1000.0);
    }
    let Percentiles { p50, p99 } = Percentiles::of(ms);
    let answer = CoverAnswer {
        cells: asked.network.cells().len(),
        covered_once,
        covered_twice,
        ms: p50,
        ms_p99: p99,
        load_s: asked.load_s,
    };
    if args.roads.json {
        return print_json(&answer, out);
    }
    writeln!(
        out,
        "{} units reach {} of {} cells by {} within {} s, {} of them twice",
        units.len(),
        answer.covered_once,
        answer.cells,
        asked.name,
        args.seconds,
        answer.covered_twice
    )?;
    writeln!(
        out,
        "{p50:.3} ms half of the times, {p99:.3} ms 99 of 100; loaded in {:.2} s",
        answer.load_s
    )?;
    Ok(())
}

#[cfg(test)]
mod tests;
