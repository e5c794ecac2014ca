//! What each step of `cargo verify-bindings` calls: the phone core in the languages of apps, each against a real hall, after its
//! types were checked for the systems of phones.

use std::io;
use std::path::PathBuf;

use anyhow::Result;

use super::{Counter, Step};
use crate::run::program;
use crate::running_hall::RunningHall;
use crate::{binary, bindings, machine, pages, peers, phone_targets, root, rust_source, swift};

/// Every step, in the order of running.
pub(super) const ALL: &[Step] = &[
    Step {
        name: "core",
        run: core,
    },
    Step {
        name: "targets",
        run: targets,
    },
    Step {
        name: "python",
        run: python,
    },
    Step {
        name: "kotlin",
        run: kotlin,
    },
    Step {
        name: "swift",
        run: swift,
    },
];

fn core(counter: &mut Counter) -> Result<()> {
    counter.check(bindings::build(io::stdout()))?;
    let folder = bindings::face("python", io::stdout())?;
    counter.check(bindings::is_small(&folder, io::stdout()))
}

fn targets(counter: &mut Counter) -> Result<()> {
    // Build scripts run on this machine.
    machine::provide(machine::COMPILERS, io::stdout())?;
    let toolchain = rust_source::toolchain(io::stdout())?;
    for system in phone_targets::ALL {
        counter.check_that(&mut phone_targets::check(&toolchain, system)?)?;
    }
    Ok(())
}

fn python(counter: &mut Counter) -> Result<()> {
    machine::provide(machine::PYTHON, io::stdout())?;
    if let Some(reason) = peers::python_lacking() {
        return counter.skip(&reason);
    }
    let folder = built("python")?;
    let mut command = program("python3", &["-u", "run.py"]);
    command.env("YIKE_FACE", folder);
    counter.tests_of(command.current_dir(root().join("bindings/python/tests")))
}

fn kotlin(counter: &mut Counter) -> Result<()> {
    machine::provide(machine::JAVA, io::stdout())?;
    // One of its tests has a browser watch what it sends.
    machine::provide(machine::CHROMIUM, io::stdout())?;
    pages::install("tests/browser", io::stdout())?;
    let folder = built("kotlin")?;
    let hall = RunningHall::start()?;
    // What an older face left behind would be linked along.
    let mut command = program(
        "mvn",
        &["-B", "-q", "-f", "bindings/kotlin/pom.xml", "clean", "verify"],
    );
    command.env("YIKE_FACE", folder).env("YIKE_HALL", &hall.ready);
    counter.tests_of(command.current_dir(root()))
}

fn swift(counter: &mut Counter) -> Result<()> {
    if let Some(reason) = swift::lacking() {
        return counter.skip(&reason);
    }
    let debian = swift::install(io::stdout())?;
    let package = swift::assemble(&debian, &built("swift")?, io::stdout())?;
    let hall = RunningHall::start()?;
    counter.tests_of(swift::test(&debian, &package).env("YIKE_HALL", &hall.ready))
}

/// Builds a hall with the core, and makes the core's face for a language: the folder that holds it.
fn built(language: &str) -> Result<PathBuf> {
    binary::build(io::stdout())?;
    bindings::build(io::stdout())?;
    bindings::face(language, io::stdout())
}
