//! What each step of the verification calls.

use std::io;

use anyhow::{Result, bail};

use super::{Counter, Step};
use crate::run::program;
use crate::{binary, browser, deny, fuzz, machine, pages, peers, root};

/// How long the fuzzer has for each target, in seconds.
const FUZZ_SECONDS: u32 = 10;

/// Every step, in the order of running.
pub(super) const ALL: &[Step] = &[
    Step {
        name: "fmt",
        run: fmt,
    },
    Step {
        name: "web",
        run: web,
    },
    Step {
        name: "deny",
        run: deny,
    },
    Step {
        name: "clippy",
        run: clippy,
    },
    Step {
        name: "build",
        run: build,
    },
    Step {
        name: "test",
        run: test,
    },
    Step {
        name: "peers",
        run: peers,
    },
    Step {
        name: "docs",
        run: docs,
    },
    Step {
        name: "fuzz",
        run: fuzz,
    },
    Step {
        name: "browser",
        run: browser,
    },
];

fn fmt(counter: &mut Counter) -> Result<()> {
    counter.check_that(&mut program("cargo", &["fmt", "--all", "--check"]))
}

fn web(counter: &mut Counter) -> Result<()> {
    pages::install("web-viewer", io::stdout())?;
    counter.check_that(&mut program("npm", &["--prefix", "web-viewer", "run", "check"]))?;
    counter.tests_of(&mut program("npm", &["--prefix", "web-viewer", "test"]))?;
    counter.check(pages::build(io::stdout()))
}

fn deny(counter: &mut Counter) -> Result<()> {
    counter.check(deny::check(io::stdout()))
}

fn clippy(counter: &mut Counter) -> Result<()> {
    machine::provide(machine::COMPILERS, io::stdout())?;
    let arguments = [
        "clippy",
        "--workspace",
        "--all-targets",
        "--release",
        "--locked",
        "--",
        "-D",
        "warnings",
    ];
    counter.check_that(&mut program("cargo", &arguments))
}

fn build(counter: &mut Counter) -> Result<()> {
    counter.check(binary::build(io::stdout()))
}

fn test(counter: &mut Counter) -> Result<()> {
    machine::provide(machine::STORIES, io::stdout())?;
    // Two stories kill the program itself.
    binary::build(io::stdout())?;
    let arguments = ["test", "--workspace", "--release", "--locked", "--no-fail-fast"];
    counter.tests_of(&mut program("cargo", &arguments))
}

fn peers(counter: &mut Counter) -> Result<()> {
    if let Some(reason) = peers::lacking() {
        return counter.skip(&reason);
    }
    let python = peers::install(io::stdout())?;
    binary::build(io::stdout())?;
    peers::build(io::stdout())?;
    let mut command = program(&python.display().to_string(), &["-u", "run.py"]);
    counter.tests_of(command.current_dir(root().join("tests/peers")))
}

fn docs(counter: &mut Counter) -> Result<()> {
    let arguments = [
        "doc",
        "--workspace",
        "--no-deps",
        "--release",
        "--locked",
        "--document-private-items",
    ];
    counter.check_that(program("cargo", &arguments).env("RUSTDOCFLAGS", "-D warnings"))
}

fn fuzz(counter: &mut Counter) -> Result<()> {
    fuzz::build(io::stdout())?;
    for target in fuzz::TARGETS {
        counter.check(fuzz::search(target, FUZZ_SECONDS, io::stdout()))?;
    }
    Ok(())
}

fn browser(counter: &mut Counter) -> Result<()> {
    if !root().join("tests/browser/package.json").is_file() {
        bail!("tests/browser has no package.json");
    }
    machine::provide(machine::CHROMIUM, io::stdout())?;
    machine::provide(machine::BROWSER, io::stdout())?;
    binary::build(io::stdout())?;
    pages::install("tests/browser", io::stdout())?;
    let (two_by_two, alone) = browser::stories()?;
    for (files, at_once) in [
        (two_by_two, "--test-concurrency=2"),
        (alone, "--test-concurrency=1"),
    ] {
        let mut command = program("node", &["--test", "--test-reporter=spec", at_once]);
        counter.tests_of(command.args(files).current_dir(root().join("tests/browser")))?;
    }
    Ok(())
}
