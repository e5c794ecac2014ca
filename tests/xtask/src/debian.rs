//! Packages of a newer Debian, kept beside the tree rather than installed.
//!
//! What is fetched is large and changes rarely, so it lies under the user's cache folder and outlives a clean build.

use std::env;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

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

/// Fetches one package of a suite, at whichever version is of the release, and unpacks it into a new folder.
pub(crate) fn unpack(
    suite: &str,
    package: &str,
    release: &str,
    folder: &Path,
    mut out: impl Write,
) -> Result<()> {
    if let Some(reason) = lacking() {
        bail!(reason);
    }
    let apt = folder.with_extension("apt");
    let settings = apt_of_its_own(&apt, suite)?;
    run(
        &mut program("apt-get", &["-c", &settings, "-qq", "update"]),
        &mut out,
    )?;
    let table = answer("apt-cache", &["-c", &settings, "madison", package]).unwrap_or_default();
    let versions = versions(&table);
    let version = of_release(&versions, release).with_context(|| {
        let others = versions.join(", ");
        format!("Debian's {suite} has no {package} {release}, but only: {others}")
    })?;
    let wanted = format!("{package}={version}");
    let mut download = program("apt-get", &["-c", &settings, "-qq", "download", &wanted]);
    run(download.current_dir(&apt), &mut out)?;
    for file in fs::read_dir(&apt)? {
        let file = file?.path();
        if file.extension().is_some_and(|kind| kind == "deb") {
            let mut extract = program("dpkg-deb", &["--extract"]);
            run(extract.arg(&file).arg(folder), &mut out)?;
        }
    }
    fs::remove_dir_all(&apt).with_context(|| format!("could not clear {}", apt.display()))
}

/// Makes a folder where apt keeps what it knows of one suite, so that the machine's own is left alone and nobody need be
/// root: the settings in it.
fn apt_of_its_own(folder: &Path, suite: &str) -> Result<String> {
    fs::create_dir_all(folder.join("lists/partial"))?;
    fs::create_dir_all(folder.join("cache/archives/partial"))?;
    let source = format!("deb [signed-by={KEYS}] {} {suite} main\n", mirror()?);
    fs::write(folder.join("sources.list"), source)?;
    let at = folder.display();
    let settings = format!(
        "Dir::Etc::SourceList \"{at}/sources.list\";\n\
         Dir::Etc::SourceParts \"/dev/null\";\n\
         Dir::State::Lists \"{at}/lists\";\n\
         Dir::Cache \"{at}/cache\";\n\
         APT::Sandbox::User \"root\";\n\
         APT::Update::Error-Mode \"any\";\n"
    );
    let file = folder.join("apt.conf");
    fs::write(&file, settings).with_context(|| format!("could not write {}", file.display()))?;
    Ok(file.display().to_string())
}

/// The versions in a table that `apt-cache madison` prints.
fn versions(table: &str) -> Vec<&str> {
    let columns = table.lines().filter_map(|line| line.split('|').nth(1));
    columns.map(str::trim).collect()
}

/// The first version that is of a release.
fn of_release<'a>(versions: &[&'a str], release: &str) -> Option<&'a str> {
    let is_of = |version: &&str| version.split(['+', '-', '~']).next() == Some(release);
    versions.iter().copied().find(is_of)
}

/// A command inside a Debian in a folder, with `/proc` for as long as it runs.
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

#[cfg(test)]
mod tests;
