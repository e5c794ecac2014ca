//! A toolchain that has the source of its standard library.
//!
//! With it, cargo makes the standard library for systems that the toolchain has none for. Rustup's own component will do; where it
//! is not installed, a copy of the toolchain gets Debian's source of the very same release.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};

use crate::debian;
use crate::run::{answer, program, run};

/// Where a toolchain has it.
const SOURCE: &str = "lib/rustlib/src/rust";

/// The suite of Debian that keeps newer compilers.
const SUITE: &str = "trixie-backports";

/// What brings it, where Debian does not.
const CURE: &str = "`rustup component add rust-src` brings the source of this toolchain's standard library";

/// Makes sure that there is one of the release in use: its folder.
pub(crate) fn toolchain(mut out: impl Write) -> Result<PathBuf> {
    let ours = answer("rustc", &["--print", "sysroot"]).context("rustc does not tell its folder")?;
    let ours = PathBuf::from(ours);
    if ours.join(SOURCE).join("library/Cargo.lock").is_file() {
        return Ok(ours);
    }
    let version = answer("rustc", &["--version", "--verbose"]).context("rustc does not tell its version")?;
    let release = version.lines().find_map(|line| line.strip_prefix("release: "));
    let release = release.context("rustc does not tell its release")?;
    let copy = debian::cache().join("rust-with-source");
    let stamp = copy.join(".installed");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == version) {
        return Ok(copy);
    }
    if copy.exists() {
        fs::remove_dir_all(&copy).with_context(|| format!("could not clear {}", copy.display()))?;
    }
    fetch(release, &copy, &mut out).map_err(|why| anyhow!("{why:#}\n{CURE}"))?;
    add_toolchain(&ours, &copy, &mut out)?;
    fs::write(&stamp, &version).with_context(|| format!("could not write {}", stamp.display()))?;
    Ok(copy)
}

/// Puts the source of a release where a toolchain in the folder would have it.
fn fetch(release: &str, folder: &Path, mut out: impl Write) -> Result<()> {
    let unpacked = folder.join("unpacked");
    debian::unpack(SUITE, "rust-src", release, &unpacked, &mut out)?;
    let source = folder.join(SOURCE);
    fs::create_dir_all(&source).with_context(|| format!("could not make {}", source.display()))?;
    let library = unpacked.join(format!("usr/src/rustc-{release}/library"));
    fs::rename(&library, source.join("library"))
        .with_context(|| format!("Debian's rust-src holds no {}", library.display()))?;
    // Five sixths of it is the compiler's.
    fs::remove_dir_all(&unpacked).with_context(|| format!("could not clear {}", unpacked.display()))
}

/// Adds a toolchain to the folder: as other names of the same files, where the disk allows, for it is a gigabyte.
fn add_toolchain(from: &Path, folder: &Path, mut out: impl Write) -> Result<()> {
    // Any other would come with all that is installed beside it.
    if !from.join("lib/rustlib/multirust-channel-manifest.toml").is_file() {
        bail!("Rust in {} is not rustup's; install it by rustup", from.display());
    }
    let parts = [from.join("bin"), from.join("lib")];
    let linked = run(program("cp", &["-al"]).args(&parts).arg(folder), &mut out);
    linked.or_else(|_| run(program("cp", &["-af"]).args(&parts).arg(folder), &mut out))
}
