//! The project's own commands: `cargo demo`, `cargo verify` and `cargo verify-bindings`, with the steps they are made of.
//!
//! Depends on next to nothing, so that a fresh machine has it compiled in a moment. It leaves every judgement to the
//! tools it calls.

mod binary;
mod bindings;
mod browser;
mod coverage;
mod debian;
mod deny;
mod fuzz;
mod machine;
mod no_c;
mod pages;
mod peers;
mod phone_targets;
mod run;
mod running_hall;
mod rust_source;
mod stories;
mod swift;
mod tally;
mod verify;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, io};

const HELP: &str = "\
The project's own commands:
  cargo demo [OPTION…]                build everything, then run a rehearsal (`cargo demo --help` lists the options)
  cargo verify [--keep-going] [STEP…] run every check that CI runs, or only the steps named
  cargo verify-bindings [--keep-going] [STEP…]
                                      run the phone core in the other languages, against a real hall,
                                      with its types checked for Android and iOS
  cargo xtask build                   build target/release/yike, with the pages and the demo data inside
  cargo xtask fuzz TARGET [--seconds N | FILE]
                                      look for inputs that break `datagrams` or `messages`, or replay one
  cargo xtask kill hall --times N     kill the hall N times at random moments and count what is missing
  cargo xtask kill phone --times N    the same of a phone
";

fn main() -> ExitCode {
    // Cargo calls this very program in place of rustc for an instrumented build.
    if coverage::is_asked_for() {
        return coverage::compile();
    }
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        // And in place of a C compiler, where C code is left out.
        _ if no_c::is_asked_for() => no_c::answer(),
        ["build"] => binary::build(io::stderr()).map(|()| ExitCode::SUCCESS),
        ["demo", options @ ..] => binary::demo(options),
        ["verify", words @ ..] => verify::verify(words),
        ["verify-bindings", words @ ..] => verify::verify_bindings(words),
        ["fuzz", words @ ..] => fuzz::command(words),
        ["kill", whom @ ("hall" | "phone"), "--times", times] => stories::kill(whom, times),
        _ => {
            eprint!("{HELP}");
            Ok(ExitCode::from(2))
        }
    };
    done.unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}

/// The folder that holds the whole project.
fn root() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.ancestors().nth(2).unwrap_or(manifest).to_path_buf()
}

/// Where cargo puts what it builds.
fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |folder| root().join(folder))
}
