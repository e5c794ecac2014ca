//! Building the browsers' pages, as often as needed.
//!
//! What was installed or built is remembered by a stamp of what it was made from, so that a second run costs
//! nothing.

use std::collections::BTreeMap;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::run::{program, run};
use crate::{machine, root};

/// Makes sure that `web-viewer/dist` is made from the sources as they are.
pub(crate) fn build(mut out: impl Write) -> Result<()> {
    install("web-viewer", &mut out)?;
    let folder = root().join("web-viewer");
    let made_from = stamp_of(&folder)?;
    let stamp = folder.join("node_modules/.built-from");
    let fresh = fs::read_to_string(&stamp).is_ok_and(|known| known == made_from);
    if fresh && folder.join("dist/index.html").is_file() {
        return Ok(());
    }
    npm("web-viewer", &["run", "build"], &mut out)?;
    fs::write(&stamp, made_from).with_context(|| format!("could not write {}", stamp.display()))
}

/// Makes sure that a folder's packages are exactly those of its lock file.
pub(crate) fn install(folder: &str, out: impl Write) -> Result<()> {
    machine::node()?;
    let lock = root().join(folder).join("package-lock.json");
    let wanted = fs::read(&lock).with_context(|| format!("could not read {}", lock.display()))?;
    let stamp = root().join(folder).join("node_modules/.installed-from");
    if fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    npm(folder, &["ci", "--no-audit", "--no-fund"], out)?;
    fs::write(&stamp, wanted).with_context(|| format!("could not write {}", stamp.display()))
}

fn npm(folder: &str, arguments: &[&str], out: impl Write) -> Result<()> {
    run(
        &mut program("npm", &[&["--prefix", folder], arguments].concat()),
        out,
    )
}

fn stamp_of(folder: &Path) -> Result<String> {
    let mut files = BTreeMap::new();
    read_all(folder, &mut files)?;
    let mut hasher = DefaultHasher::new();
    files.hash(&mut hasher);
    Ok(format!("{:016x}", hasher.finish()))
}

fn read_all(folder: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) -> Result<()> {
    let entries = fs::read_dir(folder).with_context(|| format!("could not read {}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        let made = path.ends_with("node_modules") || path.ends_with("dist");
        if path.is_dir() && !made {
            read_all(&path, files)?;
        } else if path.is_file() {
            let bytes = fs::read(&path).with_context(|| format!("could not read {}", path.display()))?;
            files.insert(path, bytes);
        }
    }
    Ok(())
}
