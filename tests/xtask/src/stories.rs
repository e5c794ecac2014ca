//! Stories of the whole that are told on demand, because they take long.

use std::io;
use std::process::ExitCode;

use anyhow::{Context, Result};

use crate::binary;
use crate::run::{program, run};

/// Kills the hall at random moments, as often as asked.
pub(crate) fn kill(times: &str) -> Result<ExitCode> {
    let times: u32 = times.parse().context("--times takes a number")?;
    binary::build(io::stderr())?;
    // `--workspace` with one test of it: the crates are then compiled with the features that all other tests use.
    let mut command = program(
        "cargo",
        &["test", "--release", "--workspace", "--test", "scenarios"],
    );
    command
        .args(["--", "--ignored", "--nocapture", "kill"])
        .env("YIKE_KILLS", times.to_string());
    run(&mut command, io::stderr())?;
    Ok(ExitCode::SUCCESS)
}
