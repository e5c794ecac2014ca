//! `yike places`: places, looked up as the hall would.
//!
//! For an operator who tries a map and a list before a hall uses them, and for measuring how long a search takes.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::Context as _;
use domain::LatLon;
use gazetteer::spreadsheet_text;
use serde::Serialize;

use crate::degrees;
use crate::district::District;

/// What `yike places` is told.
#[derive(Clone, Debug, clap::Args)]
pub struct PlacesArgs {
    /// An OpenStreetMap extract in the PBF format.
    #[arg(long, value_name = "PBF")]
    pub roads: Option<PathBuf>,
    /// The operator's own list: `name,lat,lon[,address][,aliases]` in UTF-8.
    #[arg(long, value_name = "CSV")]
    pub gazetteer_csv: Option<PathBuf>,
    /// The middle of the map: what is near comes first.
    #[arg(long, value_name = "LAT,LON", value_parser = near)]
    pub near: Option<LatLon>,
    /// How many places at most.
    #[arg(long, default_value_t = 10)]
    pub most: usize,
    /// How often to ask each question, for the times.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub repeat: u32,
    /// A file with more questions, one a line.
    #[arg(long, value_name = "FILE")]
    pub questions: Option<PathBuf>,
    /// Print one JSON object in place of lines.
    #[arg(long)]
    pub json: bool,
    /// What to look for.
    pub question: Vec<String>,
}

/// What was found and how long it took.
#[derive(Serialize)]
struct Report {
    names: usize,
    load_s: f64,
    ms: Times,
    questions: Vec<Answer>,
}

/// Milliseconds of one search, over all questions and repetitions.
#[derive(Serialize)]
struct Times {
    p50: f64,
    p95: f64,
    max: f64,
}

#[derive(Serialize)]
struct Answer {
    question: String,
    places: Vec<Place>,
}

#[derive(Serialize)]
struct Place {
    name: String,
    detail: String,
    #[serde(flatten)]
    at: LatLon,
}

/// Looks everything up and prints it to `out`.
pub fn run(args: &PlacesArgs, out: &mut impl Write) -> anyhow::Result<()> {
    let started = Instant::now();
    let district = District::of_flags(args.roads.as_deref(), args.gazetteer_csv.as_deref())?;
    let load_s = started.elapsed().as_secs_f64();
    let (mut times, mut answers) = (Vec::new(), Vec::new());
    for question in questions(&args.question, args.questions.as_deref())? {
        let mut places = Vec::new();
        for _ in 0..args.repeat {
            let started = Instant::now();
            places = district.gazetteer.search(&question, args.near, args.most);
            times.push(started.elapsed().as_secs_f64() * 1e3);
        }
        let places = places.into_iter().map(|hit| Place {
            name: hit.name,
            detail: hit.detail,
            at: hit.at,
        });
        answers.push(Answer {
            question,
            places: places.collect(),
        });
    }
    times.sort_by(f64::total_cmp);
    let report = Report {
        names: district.gazetteer.len(),
        load_s,
        ms: Times {
            p50: share(&times, 50),
            p95: share(&times, 95),
            max: share(&times, 100),
        },
        questions: answers,
    };
    if args.json {
        serde_json::to_writer(&mut *out, &report)?;
        writeln!(out)?;
    } else {
        print(&report, out)?;
    }
    Ok(())
}

fn print(report: &Report, out: &mut impl Write) -> std::io::Result<()> {
    for answer in &report.questions {
        writeln!(out, "{}", answer.question)?;
        for place in &answer.places {
            let (lat, lon) = (place.at.lat(), place.at.lon());
            writeln!(out, "  {}  {}  {lat:.6},{lon:.6}", place.name, place.detail)?;
        }
    }
    let Times { p50, p95, max } = report.ms;
    writeln!(
        out,
        "{} names, read in {:.2} s; a search took {p50:.2} ms (p95 {p95:.2}, at most {max:.2})",
        report.names, report.load_s
    )
}

fn questions(given: &[String], file: Option<&Path>) -> anyhow::Result<Vec<String>> {
    let mut questions = given.to_vec();
    if let Some(file) = file {
        let named = || format!("--questions {}", file.display());
        let bytes = std::fs::read(file).with_context(named)?;
        let text = spreadsheet_text(&bytes).with_context(named)?;
        let lines = text.lines().filter(|line| !line.trim().is_empty());
        questions.extend(lines.map(str::to_owned));
    }
    anyhow::ensure!(
        !questions.is_empty(),
        "say what to look for, or name a file of --questions"
    );
    Ok(questions)
}

/// The value below which `percent` of the sorted `times` lie.
fn share(times: &[f64], percent: usize) -> f64 {
    let place = (times.len() * percent).div_ceil(100).max(1) - 1;
    times.get(place).copied().unwrap_or_default()
}

fn near(text: &str) -> Result<LatLon, String> {
    degrees::pair(text).map_err(|fault| format!("{fault:#}"))
}

#[cfg(test)]
mod tests;
