//! The phone core type-checked for the systems that phones run.
//!
//! It is Rust alone that is checked: the standard library is made from its source, C code is left out, and nothing is linked. It
//! leaves what takes Android's NDK or Xcode alone.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::run::program;
use crate::{no_c, target};

/// Every system, by the name that rustc has for it.
pub(crate) const ALL: &[&str] = &["aarch64-linux-android", "aarch64-apple-ios"];

/// The command that checks the phone core with its face for one system, as it is shipped, by a toolchain that has the source of
/// its standard library.
pub(crate) fn check(toolchain: &Path, system: &str) -> Result<Command> {
    let cargo = toolchain.join("bin/cargo").display().to_string();
    let arguments = [
        "check",
        "--profile",
        "phone",
        "--locked",
        "-p",
        "field-unit-ffi",
        "--lib",
        "-Zbuild-std=std",
        "-Zwarnings",
        "--config",
        "build.warnings='deny'",
        "--target",
        system,
    ];
    let mut check = program(&cargo, &arguments);
    check
        // Lets a stable cargo take `-Z`.
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTC", toolchain.join("bin/rustc"))
        .env("CARGO_TARGET_DIR", target().join("phone-targets"))
        // The standard library is compiled, if only to be checked against.
        .env("CARGO_PROFILE_PHONE_OPT_LEVEL", "0")
        .env("CARGO_PROFILE_PHONE_LTO", "off")
        .env("CARGO_PROFILE_PHONE_CODEGEN_UNITS", "16")
        // Rustup names its own toolchain's libraries here, by which a copy of rustc would take itself for the original.
        .env_remove("LD_LIBRARY_PATH")
        .env_remove("RUSTUP_TOOLCHAIN");
    no_c::leave_out(&mut check, system)?;
    Ok(check)
}
