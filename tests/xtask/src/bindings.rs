//! The phone core as apps load it, with its faces in other languages.
//!
//! The library is built by the profile `phone`, once; each face is made from it anew, since none is kept in the tree. It leaves
//! compiling and running the faces to each language.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::run::{program, run};
use crate::{machine, target};

/// A phone does not carry more: 8 MB.
const MOST_BYTES: u64 = 8_000_000;

/// What a language loads.
const LIBRARY: &str = "libfield_unit_ffi.so";

/// Addresses to be put right when it is loaded are written in runs (RELR), which takes a hundredth of the room.
const RUNS: &str = "link-arg=-Wl,-z,pack-relative-relocs";

/// Functions that came out the same are kept once.
const ONCE: &str = "link-arg=-Wl,--icf=all";

/// A panic is caught before it would come to C, whose functions need not say how to be left by one.
const C_WITHOUT: &str = "-fno-asynchronous-unwind-tables -fno-unwind-tables";

/// What SQLite can do beside keeping rows: searching texts and maps, and telling of its own pages. A phone asks for none of it.
const SQLITE_WITHOUT: &str = "-USQLITE_ENABLE_FTS3 -USQLITE_ENABLE_FTS3_PARENTHESIS -USQLITE_ENABLE_FTS5 -USQLITE_ENABLE_RTREE \
     -USQLITE_ENABLE_DBSTAT_VTAB";

/// Builds the library and the generator.
pub(crate) fn build(mut out: impl Write) -> Result<()> {
    machine::provide(machine::COMPILERS, &mut out)?;
    let library = [
        "rustc",
        "--profile",
        "phone",
        "--locked",
        "-p",
        "field-unit-ffi",
        "--lib",
        "--crate-type",
        "cdylib",
        "--",
        "-C",
        RUNS,
        "-C",
        ONCE,
    ];
    let mut build = program("cargo", &library);
    build
        .env("LIBSQLITE3_FLAGS", SQLITE_WITHOUT)
        .env("CFLAGS", C_WITHOUT);
    run(&mut build, &mut out)?;
    // `--workspace` with one program of it: crates are then compiled once for all.
    let generator = [
        "build",
        "--release",
        "--workspace",
        "--locked",
        "--bin",
        "uniffi-bindgen",
    ];
    run(&mut program("cargo", &generator), out)
}

/// Makes the face for a language, beside the library as it would be shipped: the folder that holds both.
pub(crate) fn face(language: &str, mut out: impl Write) -> Result<PathBuf> {
    let folder = target().join("bindings").join(language);
    // What an older library's face left behind would be compiled along.
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("could not clear {}", folder.display()))?;
    }
    fs::create_dir_all(&folder).with_context(|| format!("could not make {}", folder.display()))?;
    let built = target().join("phone").join(LIBRARY);
    let generator = target().join("release/uniffi-bindgen").display().to_string();
    let mut generate = program(
        &generator,
        &["generate", "--no-format", "--language", language, "--out-dir"],
    );
    run(generate.arg(&folder).arg(&built), &mut out)?;
    let mut strip = program("strip", &["--strip-all", "-o"]);
    run(strip.arg(folder.join(LIBRARY)).arg(&built), out)?;
    Ok(folder)
}

/// Whether the library in a face's folder is small enough.
pub(crate) fn is_small(folder: &Path, mut out: impl Write) -> Result<()> {
    let library = folder.join(LIBRARY);
    let bytes = fs::metadata(&library)
        .with_context(|| format!("could not look at {}", library.display()))?
        .len();
    writeln!(out, "{LIBRARY}: {bytes} bytes stripped, at most {MOST_BYTES}")?;
    if bytes > MOST_BYTES {
        bail!("{LIBRARY} is too big");
    }
    Ok(())
}
