//! Stories of the whole that are told on demand, because they take long.

use std::io;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

use crate::binary;
use crate::run::{listen, program};
use crate::tally::Tally;

/// Kills the hall or the phone at random moments, as often as asked.
pub(crate) fn kill(whom: &str, times: &str) -> Result<ExitCode> {
    let times: u32 = times.parse().context("--times takes a number")?;
    binary::build(io::stderr())?;
    // `--workspace` with one test of it: the crates are then compiled with the features that all other tests use.
    let mut command = program(
        "cargo",
        &[
            "test",
            "--release",
            "--locked",
            "--workspace",
            "--test",
            "scenarios",
        ],
    );
    command
        .args(["--", "--nocapture", &format!("the_{whom}_is_killed")])
        .env("YIKE_KILLS", times.to_string());
    let mut tally = Tally::default();
    listen(&mut command, io::stdout(), |line| tally += Tally::read(line))?;
    if tally.passed == 0 {
        bail!("the story of the killed {whom} did not run");
    }
    Ok(ExitCode::SUCCESS)
}
