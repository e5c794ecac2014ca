//! `cargo deny`: licences, banned crates, where crates come from.
//!
//! Known vulnerabilities are left out: their list lives in a repository outside the package registries, and a check
//! whose result changes over night says nothing about a submission.

use std::io::Write;

use anyhow::Result;

use crate::run::{answer, program, run};

const VERSION: &str = "0.20.2";

/// Checks the dependency graph against `.deny.toml`, installing the tool where it is missing.
pub(crate) fn check(mut out: impl Write) -> Result<()> {
    if answer("cargo", &["deny", "--version"]).is_none() {
        install(&mut out)?;
    }
    // Warnings are for a person to look at: `cargo deny check`.
    let arguments = [
        "deny",
        "--all-features",
        "--locked",
        "--log-level",
        "error",
        "check",
    ];
    let mut command = program("cargo", &arguments);
    run(command.args(["licenses", "bans", "sources"]), out)
}

fn install(out: impl Write) -> Result<()> {
    let arguments = [
        "install",
        "cargo-deny",
        "--locked",
        "--quiet",
        "--version",
        VERSION,
    ];
    let mut command = program("cargo", &arguments);
    // It runs for a second; what counts is how long it takes to compile.
    command
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
        .env("CARGO_PROFILE_RELEASE_DEBUG", "0");
    run(&mut command, out)
}
