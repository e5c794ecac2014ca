//! `cargo verify` and `cargo verify-bindings`: every check there is, as named steps.
//!
//! Cheap steps come first, so that a slip is told early; everything compiled is compiled for release, so that clippy,
//! tests, docs and the fuzzer share build scripts and dependencies. What each step calls is in `steps`, for the phone core's
//! faces in `faces`; here they are run one after another, timed, counted and summed.

mod faces;
mod steps;

use std::io::{self, Write};
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::run::listen;
use crate::tally::Tally;

/// A named part of the verification.
struct Step {
    name: &'static str,
    run: fn(&mut Counter) -> Result<()>,
}

/// What became of a step.
struct Outcome {
    name: &'static str,
    result: Result<()>,
    tally: Tally,
    took: Duration,
}

/// Runs the steps named of the whole, all if none is; ends at the first that fails unless told to keep going.
pub(crate) fn verify(words: &[&str]) -> Result<ExitCode> {
    take_all(steps::ALL, words)
}

/// Runs those of the phone core's faces likewise.
pub(crate) fn verify_bindings(words: &[&str]) -> Result<ExitCode> {
    take_all(faces::ALL, words)
}

fn take_all(all: &[Step], words: &[&str]) -> Result<ExitCode> {
    let (options, names): (Vec<&str>, Vec<&str>) = words.iter().partition(|word| word.starts_with("--"));
    let keep_going = options.contains(&"--keep-going");
    let known: Vec<&str> = all.iter().map(|step| step.name).collect();
    let strange = options.iter().find(|&&option| option != "--keep-going");
    if let Some(word) = strange.or_else(|| names.iter().find(|name| !known.contains(*name))) {
        bail!("`{word}` is not --keep-going, nor a step: {}", known.join(" "));
    }
    let chosen = all
        .iter()
        .filter(|step| names.is_empty() || names.contains(&step.name));
    let mut outcomes = Vec::new();
    for step in chosen {
        let outcome = take(step)?;
        let failed = outcome.result.is_err();
        outcomes.push(outcome);
        if failed && !keep_going {
            break;
        }
    }
    sum_up(&outcomes)
}

fn take(step: &Step) -> Result<Outcome> {
    writeln!(io::stdout(), "\n=== {}", step.name)?;
    let started = Instant::now();
    let mut counter = Counter::default();
    let result = (step.run)(&mut counter);
    let mut tally = counter.tally;
    // A runner that broke down, or a step that never came to its checks, counts as one failure.
    if result.is_err() && tally.failed == 0 {
        tally += Tally::FAILED;
    }
    if let Err(error) = &result {
        writeln!(io::stdout(), "error: {error:#}")?;
    }
    Ok(Outcome {
        name: step.name,
        result,
        tally,
        took: started.elapsed(),
    })
}

fn sum_up(outcomes: &[Outcome]) -> Result<ExitCode> {
    let mut out = io::stdout().lock();
    let mut total = Tally::default();
    writeln!(out, "\n=== summary")?;
    for Outcome {
        name,
        result,
        tally,
        took,
    } in outcomes
    {
        let word = if result.is_ok() { "ok" } else { "FAILED" };
        writeln!(out, "{name:<8} {word:<6} {:>5} s   {tally}", took.as_secs())?;
        total += *tally;
    }
    writeln!(
        out,
        "{:<15} {:>5} s\n",
        "total",
        outcomes.iter().map(|outcome| outcome.took.as_secs()).sum::<u64>()
    )?;
    writeln!(out, "{total}")?;
    let passed = outcomes.iter().all(|outcome| outcome.result.is_ok()) && total.failed == 0;
    Ok(if passed {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// What a step runs its commands with.
#[derive(Default)]
struct Counter {
    tally: Tally,
}

impl Counter {
    /// Counts something that either holds or not as one test.
    fn check(&mut self, result: Result<()>) -> Result<()> {
        self.tally += if result.is_ok() {
            Tally::PASSED
        } else {
            Tally::FAILED
        };
        result
    }

    /// Counts checks that this machine cannot run as one skipped test, and says why.
    fn skip(&mut self, reason: &str) -> Result<()> {
        self.tally.skipped += 1;
        writeln!(io::stdout(), "skipped: {reason}")?;
        Ok(())
    }

    /// Runs a command that is one test by itself.
    fn check_that(&mut self, command: &mut Command) -> Result<()> {
        self.check(listen(command, io::stdout(), |_| {}))
    }

    /// Runs a test runner, counting its tests; one that runs none has failed.
    fn tests_of(&mut self, command: &mut Command) -> Result<()> {
        let mut tally = Tally::default();
        let result = listen(command, io::stdout(), |line| tally += Tally::read(line));
        self.tally += tally;
        result?;
        if tally.passed == 0 {
            bail!("no test ran");
        }
        Ok(())
    }
}
