//! The Swift package, built and run on Linux.
//!
//! Debian 12 has no Swift, the next Debian has: the package is put into a folder that holds that Debian, and runs there. It leaves
//! what takes Apple's systems alone.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::run::{answer, program, run};
use crate::{debian, root};

/// Swift, with the C library that it compiles against.
const PACKAGES: &[&str] = &["swiftlang", "libc6-dev", "libstdc++-14-dev"];

/// Where the package lies in there.
const PACKAGE: &str = "srv/field-unit";

/// Why Swift cannot run on this machine, if so.
pub(crate) fn lacking() -> Option<String> {
    let as_root = answer("id", &["-u"]).is_some_and(|id| id == "0");
    if !as_root {
        return Some("a Debian in a folder, as Swift takes it, can be set up by root alone".to_owned());
    }
    debian::lacking()
}

/// Makes sure that there is a Debian with Swift: its folder.
pub(crate) fn install(out: impl Write) -> Result<PathBuf> {
    debian::root_of("trixie", "swift", PACKAGES, out)
}

/// Puts the package together with its face and its library: its folder, as it is named in there.
pub(crate) fn assemble(debian: &Path, face: &Path, mut out: impl Write) -> Result<String> {
    let package = debian.join(PACKAGE);
    // What was built of it before stays, so that a second run compiles little.
    let made = ["Package.swift", "Sources", "Tests", "lib"];
    for name in made {
        run(program("rm", &["-rf"]).arg(package.join(name)), &mut out)?;
    }
    let header = package.join("Sources/FieldUnitFFI/include");
    for folder in [
        &header,
        &package.join("Sources/FieldUnitFace"),
        &package.join("lib"),
    ] {
        fs::create_dir_all(folder).with_context(|| format!("could not make {}", folder.display()))?;
    }
    let ours = root().join("bindings/swift");
    for name in ["Package.swift", "Sources", "Tests"] {
        run(
            program("cp", &["-r"]).arg(ours.join(name)).arg(&package),
            &mut out,
        )?;
    }
    let copies = [
        (
            face.join("FieldUnitFace.swift"),
            package.join("Sources/FieldUnitFace/FieldUnitFace.swift"),
        ),
        (face.join("FieldUnitFFI.h"), header.join("FieldUnitFFI.h")),
        (
            face.join("FieldUnitFFI.modulemap"),
            header.join("module.modulemap"),
        ),
        (
            face.join("libfield_unit_ffi.so"),
            package.join("lib/libfield_unit_ffi.so"),
        ),
        (
            root().join("bindings/clip/testsrc.h264"),
            package.join("testsrc.h264"),
        ),
    ];
    for (from, to) in copies {
        fs::copy(&from, &to).with_context(|| format!("could not copy {}", from.display()))?;
    }
    // A module of C has at least one source.
    fs::write(package.join("Sources/FieldUnitFFI/empty.c"), "")?;
    Ok(format!("/{PACKAGE}"))
}

/// The command that runs its tests; `YIKE_HALL` is to name a hall.
pub(crate) fn test(debian: &Path, package: &str) -> Command {
    let script = format!("cd {package} && exec swift test");
    let mut command = debian::inside(debian, &["bash", "-c", &script]);
    command
        .env("HOME", "/root")
        .env("LANG", "C.UTF-8")
        .env("LD_LIBRARY_PATH", format!("{package}/lib"))
        .env("YIKE_CLIP", format!("{package}/testsrc.h264"));
    command
}
