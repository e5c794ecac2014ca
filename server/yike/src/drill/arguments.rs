//! The arguments of `yike drill`.

use std::path::PathBuf;
use std::str::FromStr;

use domain::order::DispatchRule;
use rehearsal::drill::Plan;

/// As many seeds at once are drilled at most.
const SEEDS_AT_MOST: u64 = 100_000;

/// One drill keeps account of so many calls at most: of a year with eleven an hour.
const CALLS_AT_MOST: f64 = 100_000.0;

/// Drill a district's day in virtual time, and score it.
///
/// The hall and the phones are the real ones; officers, callers, receivers and the net are as the
/// scenario says, which they are not told. The same arguments give the same log.
///
/// The score counts as late every order at whose place no officer who had taken it was in truth inside
/// the radius by its limit, counted from its first receipt (from its sending, if nobody received it
/// within a minute). A breach is an order with any of its three legs not met by then, by the hall's
/// record. What else is counted how is told with `rehearsal::drill::score`.
#[derive(Clone, Debug, clap::Args)]
pub struct DrillArgs {
    /// An OpenStreetMap extract (.osm.pbf); the demonstration's district if left out.
    #[arg(long, value_name = "PBF")]
    pub roads: Option<PathBuf>,
    /// Units that take shifts; with 0 nobody comes.
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u32).range(0..=5000))]
    pub units: u32,
    /// Hours during which calls come in, above 0 and at most 8760.
    #[arg(long, default_value_t = 24.0, value_parser = hours, allow_negative_numbers = true)]
    pub hours: f64,
    /// Calls an hour, on average, 0 to 3600.
    #[arg(long, default_value_t = 12.0, value_parser = rate, allow_negative_numbers = true)]
    pub orders_per_hour: f64,
    /// The drills to run, from the first to the last: `1..40` are forty, `7` is one.
    #[arg(long, default_value = "1", value_name = "A..B")]
    pub seeds: Seeds,
    /// How the hall chooses: who is there first, or who leaves the least uncovered, with moves.
    #[arg(long, default_value = "nearest")]
    pub rule: Rule,
    /// The world, in TOML or JSON: what differs from the default one.
    #[arg(long, value_name = "FILE")]
    pub scenario: Option<PathBuf>,
    /// Write a JSON line for each hidden truth, decision, offer, forecast and arrival.
    #[arg(long, value_name = "FILE")]
    pub log: Option<PathBuf>,
    /// Print the score as one JSON object.
    #[arg(long)]
    pub json: bool,
    /// Leave out the baseline: the same drills with a hall that goes by straight lines.
    #[arg(long)]
    pub without_baseline: bool,
    /// Print the default world, documented field by field, and do nothing else.
    #[arg(long)]
    pub print_scenario: bool,
}

impl DrillArgs {
    /// Refuses a drill of more calls than a machine holds the log of.
    pub(super) fn must_fit(&self) -> anyhow::Result<()> {
        let calls = self.hours * self.orders_per_hour;
        anyhow::ensure!(
            calls <= CALLS_AT_MOST,
            "--hours {} with --orders-per-hour {} are {calls:.0} calls for each seed, more than the {CALLS_AT_MOST} of which one drill keeps account; drill fewer hours with more seeds",
            self.hours,
            self.orders_per_hour,
        );
        Ok(())
    }

    pub(super) fn plan(&self) -> Plan {
        Plan {
            units: self.units,
            hours: self.hours,
            orders_per_hour: self.orders_per_hour,
            rule: match self.rule {
                Rule::Nearest => DispatchRule::Nearest,
                Rule::Cover => DispatchRule::Cover,
            },
        }
    }
}

/// How the hall chooses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Rule {
    /// Who is there first.
    Nearest,
    /// Who is there in time and leaves the least uncovered.
    Cover,
}

/// A row of seeds, both ends among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seeds {
    /// The first.
    pub first: u64,
    /// The last, not before the first.
    pub last: u64,
}

impl FromStr for Seeds {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let number = |part: &str| {
            let part = part.trim();
            part.parse::<u64>()
                .map_err(|_| format!("`{part}` is no seed; give whole numbers such as 1..40"))
        };
        let (first, last) = match text.split_once("..") {
            Some((first, last)) => (number(first)?, number(last.trim_start_matches('='))?),
            None => (number(text)?, number(text)?),
        };
        if last < first {
            return Err(format!(
                "{last} is before {first}; give the smaller one first: {last}..{first}"
            ));
        }
        if last - first >= SEEDS_AT_MOST || last == u64::MAX {
            return Err(format!("give at most {SEEDS_AT_MOST} seeds"));
        }
        Ok(Self { first, last })
    }
}

fn hours(text: &str) -> Result<f64, String> {
    let hours: f64 = text.parse().map_err(|_| "give a number of hours".to_owned())?;
    if hours > 0.0 && hours <= 8760.0 {
        Ok(hours)
    } else {
        Err("give more than 0 and at most 8760 hours".to_owned())
    }
}

fn rate(text: &str) -> Result<f64, String> {
    let rate: f64 = text
        .parse()
        .map_err(|_| "give a number of orders an hour".to_owned())?;
    if (0.0..=3600.0).contains(&rate) {
        Ok(rate)
    } else {
        Err("give 0 to 3600 orders an hour".to_owned())
    }
}
