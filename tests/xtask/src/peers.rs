//! Setting up the WebRTC stacks of others: those of Python in a folder of their own under the target folder.
//!
//! What is installed is exactly what `tests/peers/requirements.txt` names, as wheels, so that nothing is compiled; a
//! stamp remembers it, so that a second run costs nothing. It leaves running them to the step.

use std::env::consts::ARCH;
use std::fs;
use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::run::{answer, program, run};
use crate::{machine, root, target};

/// The oldest Python that the tests are written for.
const PYTHON: (u32, u32) = (3, 11);

/// Where the packages have wheels for.
const ARCHITECTURES: &[&str] = &["x86_64", "aarch64"];

/// Why these peers cannot run on this machine, if so.
pub(crate) fn lacking() -> Option<String> {
    if !ARCHITECTURES.contains(&ARCH) {
        return Some(format!("aiortc has no ready-made packages for {ARCH}"));
    }
    python_lacking()
}

/// Why no tests in Python can run on this machine, if so.
pub(crate) fn python_lacking() -> Option<String> {
    let version = answer("python3", &["-c", "import sys; print(*sys.version_info[:2])"])?;
    let mut numbers = version.split(' ').map(|number| number.parse().unwrap_or(0));
    let found = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    let (major, minor) = PYTHON;
    (found < PYTHON).then(|| format!("Python {}.{} is older than {major}.{minor}", found.0, found.1))
}

/// Builds webrtc-rs as a peer.
pub(crate) fn build(out: impl Write) -> Result<()> {
    let arguments = [
        "build",
        "--release",
        "--workspace",
        "--locked",
        "--bin",
        "peer-webrtc-rs",
    ];
    run(&mut program("cargo", &arguments), out)
}

/// Makes sure that the packages are there: the Python that knows them.
pub(crate) fn install(mut out: impl Write) -> Result<PathBuf> {
    machine::provide(machine::PYTHON, &mut out)?;
    if answer("python3", &["-c", "import ensurepip, venv"]).is_none() {
        machine::provide(machine::PYTHON_FOLDERS, &mut out)?;
    }
    let list = root().join("tests/peers/requirements.txt");
    let wanted = fs::read(&list).with_context(|| format!("could not read {}", list.display()))?;
    let folder = target().join("peers");
    let python = folder.join("bin/python");
    let stamp = folder.join(".installed-from");
    if fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(python);
    }
    let make = ["-m", "venv", "--clear"];
    run(program("python3", &make).arg(&folder), &mut out)?;
    let install = [
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--only-binary=:all:",
        "--requirement",
    ];
    run(
        program(&python.display().to_string(), &install).arg(&list),
        &mut out,
    )?;
    fs::write(&stamp, wanted).with_context(|| format!("could not write {}", stamp.display()))?;
    Ok(python)
}
