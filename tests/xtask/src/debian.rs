//! Packages of a newer Debian, kept beside the tree rather than installed.
//!
//! What is fetched is large and changes rarely, so it lies under the user's cache folder and outlives a clean build.

use std::env;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::machine::{self, Need};
use crate::run::{answer, program, run};

const KEYS: &str = "/usr/share/keyrings/debian-archive-keyring.gpg";

/// What sets up a Debian in a folder.
const DEBOOTSTRAP: &[Need] = &[Need {
    what: "/usr/sbin/debootstrap",
    package: "debootstrap",
}];

/// Why no package can be had on this machine, if so.
pub(crate) fn lacking() -> Option<String> {
    let debian = machine::is_there("apt-get") && Path::new(KEYS).is_file();
    if !debian {
        return Some("this machine is no Debian, whose packages are needed".to_owned());
    }
    mirror()
        .is_err()
        .then(|| "apt knows no mirror of Debian".to_owned())
}

/// The folder for what is fetched.
pub(crate) fn cache() -> PathBuf {
    let home = || PathBuf::from(env::var_os("HOME").unwrap_or_else(|| "/".into())).join(".cache");
    let caches = env::var_os("XDG_CACHE_HOME").map_or_else(home, PathBuf::from);
    caches.join("yike")
}

/// Sets a Debian up in a folder with some packages, once; the folder.
pub(crate) fn root_of(suite: &str, name: &str, packages: &[&str], mut out: impl Write) -> Result<PathBuf> {
    let folder = cache().join(name);
    let stamp = folder.join(".installed");
    let wanted = packages.join(" ");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(folder);
    }
    machine::provide(DEBOOTSTRAP, &mut out)?;
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(cache())?;
    let make = ["--variant=minbase", "--include=ca-certificates", suite];
    run(
        program("/usr/sbin/debootstrap", &make)
            .arg(&folder)
            .arg(mirror()?),
        &mut out,
    )?;
    let install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends"];
    let mut install = inside(&folder, &[&install[..], packages].concat());
    run(install.env("DEBIAN_FRONTEND", "noninteractive"), &mut out)?;
    run(&mut inside(&folder, &["apt-get", "clean"]), &mut out)?;
    fs::write(&stamp, wanted).with_context(|| format!("could not write {}", stamp.display()))?;
    Ok(folder)
}

/// A command inside such a folder, with `/proc` for as long as it runs.
pub(crate) fn inside(folder: &Path, command: &[&str]) -> std::process::Command {
    // In a mount namespace of its own, so that nothing stays mounted whatever becomes of the command.
    let script = "mount -t proc proc \"$0/proc\" && exec chroot \"$0\" \"$@\"";
    let mut inside = program("unshare", &["--mount", "sh", "-ec", script]);
    inside.arg(folder).args(command);
    inside
}

/// The mirror that this machine's own packages come from.
fn mirror() -> Result<String> {
    let said = answer(
        "apt-get",
        &["indextargets", "--format", "$(SITE)", "Created-By: Packages"],
    );
    let said = said.context("apt-get does not tell its mirrors")?;
    let mut mirrors = said.lines().map(|line| line.trim_end_matches('/'));
    let of_debian = mirrors.find(|line| line.ends_with("/debian"));
    of_debian
        .map(str::to_owned)
        .context("apt knows no mirror of Debian")
}
