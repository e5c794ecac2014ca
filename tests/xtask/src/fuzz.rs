//! Looking for inputs that break what strangers can reach (libFuzzer).
//!
//! A search starts from the committed seeds together with what earlier searches found, kept in the target folder. An
//! input that breaks something is kept as a file there, with the command that replays it.

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

use crate::run::{program, run};
use crate::{coverage, machine, root, target};

/// The fuzz targets.
pub(crate) const TARGETS: &[&str] = &["datagrams", "messages"];

/// How long a search asked for by hand takes if it says nothing, in seconds.
const SECONDS: &str = "60";

/// `cargo xtask fuzz TARGET [--seconds N | FILE]`.
pub(crate) fn command(words: &[&str]) -> Result<ExitCode> {
    let (&name, rest) = words
        .split_first()
        .context("name a target: datagrams, messages")?;
    if !TARGETS.contains(&name) {
        bail!("`{name}` is no target; there are {}", TARGETS.join(", "));
    }
    build(io::stderr())?;
    match rest {
        [] => search(name, SECONDS.parse()?, io::stderr())?,
        ["--seconds", seconds] => search(
            name,
            seconds.parse().context("--seconds takes a number")?,
            io::stderr(),
        )?,
        [file] => run(&mut program(&fuzzer(name), &[file]), io::stderr())?,
        _ => bail!("after the target comes `--seconds N` or a file to replay"),
    }
    Ok(ExitCode::SUCCESS)
}

/// Builds the targets with coverage counters.
pub(crate) fn build(mut out: impl Write) -> Result<()> {
    machine::provide(machine::COMPILERS, &mut out)?;
    // `--workspace` with these programs of it: what is not ours is then compiled once for them and for everything else.
    let arguments = [
        "build",
        "--release",
        "--locked",
        "--workspace",
        "--features",
        "fuzz/libfuzzer",
        "--bin",
        "datagrams",
        "--bin",
        "messages",
    ];
    run(coverage::count(&mut program("cargo", &arguments))?, out)
}

/// Searches for some seconds; fails if something breaks.
pub(crate) fn search(name: &str, seconds: u32, mut out: impl Write) -> Result<()> {
    writeln!(out, "searching {name} for {seconds} s")?;
    let found = folder("found", name)?;
    let broken = folder("broken", name)?;
    let seeds = root().join("tests/fuzz/seeds").join(name);
    let mut command = program(&fuzzer(name), &[]);
    command
        .arg(format!("-max_total_time={seconds}"))
        .arg(format!("-artifact_prefix={}/", broken.display()))
        .args([
            "-timeout=5",
            "-rss_limit_mb=2048",
            "-max_len=4096",
            "-print_final_stats=1",
            "-verbosity=0",
        ])
        .args([&found, &seeds]);
    let mut said = Vec::new();
    let searched = run(&mut command, &mut said);
    let said = String::from_utf8_lossy(&said);
    if searched.is_ok() {
        // Of all that libFuzzer tells, the counts are of interest when nothing broke.
        for line in said.lines().filter(|line| line.starts_with("stat::")) {
            writeln!(out, "{name} {}", line.trim_start_matches("stat::"))?;
        }
        return Ok(());
    }
    writeln!(
        out,
        "{said}\nwhat broke it is in {}; replay it with",
        broken.display()
    )?;
    writeln!(
        out,
        "  cargo xtask fuzz {name} FILE\nand keep it as a seed in {}",
        seeds.display()
    )?;
    searched.with_context(|| format!("the fuzzer broke `{name}`"))
}

fn fuzzer(name: &str) -> String {
    target().join("release").join(name).display().to_string()
}

fn folder(kind: &str, name: &str) -> Result<PathBuf> {
    let folder = target().join("fuzz").join(kind).join(name);
    fs::create_dir_all(&folder).with_context(|| format!("could not make {}", folder.display()))?;
    Ok(folder)
}
