//! Photos and sound notes past their time.
//!
//! The time of a file is when it came, or the latest of it. The folder is walked rather than the table, so that a
//! file that lost its rows when the hall was killed is found too.

use std::collections::BTreeSet;
use std::fs::{self, DirEntry};
use std::io;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use domain::Timestamp;

use super::{Store, StoreError, folder};

/// What the names of files end in that are being written.
pub(super) const UNFINISHED: &str = "part";

/// Nothing takes this long to write: whoever wrote it is gone.
const STALE: Duration = Duration::from_hours(1);

impl Store {
    /// Forgets what came before `before` and is not `wanted`, with what was left half
    /// written; how many there were.
    pub async fn forget_attachments_before(
        &self,
        before: Timestamp,
        wanted: BTreeSet<String>,
    ) -> Result<usize, StoreError> {
        let photos = folder::photos(&self.folder);
        let old = self
            .blocking(move || old_files(photos, before.into(), &wanted))
            .await?;
        for (name, path) in &old {
            if let Ok(sha256) = hex::decode(name) {
                sqlx::query("DELETE FROM photo WHERE sha256 = $1")
                    .bind(sha256)
                    .execute(&self.writer)
                    .await
                    .map_err(|error| self.fault(error))?;
            }
            let path = path.clone();
            self.blocking(move || fs::remove_file(path)).await?;
        }
        Ok(old.len())
    }

    /// Forgets what has come in part and of which nothing came since `before`; how many there were.
    pub async fn forget_uploads_before(&self, before: Timestamp) -> Result<usize, StoreError> {
        let uploads = folder::uploads(&self.folder);
        let silent = self
            .blocking(move || old_files(uploads, before.into(), &BTreeSet::new()))
            .await?;
        for (file, _) in &silent {
            self.forget_upload_file(file).await?;
        }
        Ok(silent.len())
    }
}

fn old_files(
    folder: PathBuf,
    before: SystemTime,
    wanted: &BTreeSet<String>,
) -> io::Result<Vec<(String, PathBuf)>> {
    let mut old = Vec::new();
    let stale = SystemTime::now() - STALE;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else {
            continue;
        };
        let path = entry.path();
        let unfinished = path.extension().is_some_and(|extension| extension == UNFINISHED);
        let limit = if unfinished { stale } else { before };
        if !wanted.contains(&name) && came_before(&entry, limit)? {
            old.push((name, path));
        }
    }
    Ok(old)
}

/// Whether a file is older than `limit`; one that has gone meanwhile is not.
fn came_before(entry: &DirEntry, limit: SystemTime) -> io::Result<bool> {
    match entry.metadata() {
        Ok(file) => Ok(file.is_file() && file.modified()? < limit),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}
