//! Running other programs from the project's top folder.
//!
//! Every line of what they say is passed on at once, so that a long build is never silent, while whoever started it
//! may listen along.

use std::io::{self, BufRead, BufReader, Write};
use std::process::{Command, ExitStatus, Stdio};

use anyhow::{Context, Result, bail};

use crate::root;

/// A program to be run from the top folder, without anything to read.
pub(crate) fn program(name: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(name);
    command.args(arguments).current_dir(root()).stdin(Stdio::null());
    command
}

/// Runs a program, its lines going to `out`; fails if it fails.
pub(crate) fn run(command: &mut Command, out: impl Write) -> Result<()> {
    listen(command, out, |_| {})
}

/// Runs a program, its lines going to `out` as well as to `hear`; fails if it fails.
pub(crate) fn listen(command: &mut Command, mut out: impl Write, mut hear: impl FnMut(&str)) -> Result<()> {
    let shown = shown(command);
    writeln!(out, "$ {shown}")?;
    let status = pass_on(command, out, &mut hear).with_context(|| format!("could not run `{shown}`"))?;
    if status.success() {
        return Ok(());
    }
    match status.code() {
        Some(code) => bail!("`{shown}` ended with code {code}"),
        None => bail!("`{shown}` was killed: {status}"),
    }
}

/// What a program says, if it is there and succeeds.
pub(crate) fn answer(name: &str, arguments: &[&str]) -> Option<String> {
    let output = program(name, arguments).stderr(Stdio::null()).output().ok()?;
    let said = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    output.status.success().then_some(said)
}

fn pass_on(
    command: &mut Command,
    mut out: impl Write,
    hear: &mut impl FnMut(&str),
) -> io::Result<ExitStatus> {
    let (reader, writer) = io::pipe()?;
    command.stdout(writer.try_clone()?).stderr(writer);
    let mut child = command.spawn()?;
    // The command holds the pipe's writing ends; while it does, reading would never come to an end.
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let mut lines = BufReader::new(reader);
    let mut line = Vec::new();
    while lines.read_until(b'\n', &mut line)? > 0 {
        out.write_all(&line)?;
        out.flush()?;
        hear(String::from_utf8_lossy(&line).trim_end());
        line.clear();
    }
    child.wait()
}

fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words
        .map(|word| word.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}
