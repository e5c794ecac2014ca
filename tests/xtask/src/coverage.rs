//! Compiling our own crates with coverage counters, for the fuzzer.
//!
//! Cargo is told to call this program in place of rustc for the workspace's crates only
//! (`RUSTC_WORKSPACE_WRAPPER`). So dependencies are shared with the release build, and a stable toolchain does: the
//! flags are those of cargo-fuzz, less the address sanitizer, which safe Rust has little use for.

use std::env;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result};

/// Set where this program stands in for rustc.
const MARK: &str = "YIKE_COVERAGE";

const FLAGS: &[&str] = &[
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
    "-Ccodegen-units=1",
    "-Cdebug-assertions=on",
];

/// Makes a cargo command compile our crates with counters.
pub(crate) fn count(command: &mut Command) -> Result<&mut Command> {
    let this = env::current_exe().context("could not find this program")?;
    Ok(command.env(MARK, "1").env("RUSTC_WORKSPACE_WRAPPER", this))
}

/// Whether this program was called in place of rustc.
pub(crate) fn is_asked_for() -> bool {
    let first = env::args_os().nth(1).unwrap_or_default();
    env::var_os(MARK).is_some() && Path::new(&first).file_stem().is_some_and(|name| name == "rustc")
}

/// Becomes rustc, with counters in whatever it compiles.
pub(crate) fn compile() -> ExitCode {
    let mut arguments = env::args_os().skip(1);
    let mut rustc = Command::new(arguments.next().unwrap_or_default());
    let arguments: Vec<_> = arguments.collect();
    // Cargo also asks rustc about itself; only crates get counters.
    if arguments.iter().any(|argument| argument == "--crate-name") {
        rustc.args(FLAGS);
    }
    let error = rustc.args(arguments).exec();
    eprintln!("could not run rustc: {error}");
    ExitCode::FAILURE
}
