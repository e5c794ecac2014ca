//! The stories in the browser, by how many may be told at once.

use std::fs;

use anyhow::{Context, Result, bail};

use crate::root;

/// Those that promise something within a second or three, which a second browser on the same machine could break.
const ALONE: &[&str] = &["enrolment.test.js", "latency.test.js", "wall.test.js"];

/// The files of stories that may be told two at a time, then of those that may not.
pub(crate) fn stories() -> Result<(Vec<String>, Vec<String>)> {
    let folder = root().join("tests/browser");
    let entries =
        fs::read_dir(&folder).with_context(|| format!("could not look into {}", folder.display()))?;
    let mut files = Vec::new();
    for entry in entries {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".test.js") {
            files.push(name);
        }
    }
    files.sort();
    if let Some(gone) = ALONE
        .iter()
        .find(|&&alone| !files.iter().any(|file| file == alone))
    {
        bail!("tests/browser has no {gone} any more");
    }
    Ok(files
        .into_iter()
        .partition(|file| !ALONE.contains(&file.as_str())))
}
