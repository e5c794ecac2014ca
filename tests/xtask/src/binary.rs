//! The program itself: one release binary, with the pages and the demo data inside.

use std::io::{self, Write};
use std::os::unix::process::CommandExt;
use std::process::{Command, ExitCode};

use anyhow::{Result, anyhow};

use crate::run::{program, run};
use crate::{machine, pages, target};

/// Builds `target/release/yike`.
pub(crate) fn build(mut out: impl Write) -> Result<()> {
    machine::provide(machine::COMPILERS, &mut out)?;
    pages::build(&mut out)?;
    // `--workspace` with one program of it: crates are then compiled once for the program and for all tests.
    let arguments = ["build", "--release", "--workspace", "--locked", "--bin", "yike"];
    run(&mut program("cargo", &arguments), out)
}

/// Builds the program and becomes `yike demo`, so that signals reach it.
pub(crate) fn demo(options: &[&str]) -> Result<ExitCode> {
    build(io::stderr())?;
    let yike = target().join("release/yike");
    let error = Command::new(&yike).arg("demo").args(options).exec();
    Err(anyhow!("could not run {}: {error}", yike.display()))
}
