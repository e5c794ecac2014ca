//! What turnover has left behind.

use std::time::Duration;

use serde_json::{Map, Value, json};

use crate::printing::print;
use crate::process::{self, Taken};
use crate::target::Target;

/// A server at one time.
#[derive(Debug)]
pub(super) struct Snapshot {
    taken: Taken,
    counts: Vec<(String, u64)>,
}

impl Snapshot {
    pub(super) async fn take(target: &Target) -> anyhow::Result<Self> {
        // First, since being asked for it takes something too.
        let counts = target.counts().await?;
        let taken = process::read(target.pid())?;
        Ok(Self { taken, counts })
    }

    #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
    fn rss_mb(&self) -> f64 {
        self.taken.rss_kib as f64 / 1_024.0
    }

    /// The server's own tasks, if it counts them, or else its threads.
    fn tasks(&self) -> u64 {
        let mut counts = self.counts.iter();
        let own = counts.find(|(name, _)| name == "tasks").map(|(_, count)| *count);
        own.unwrap_or(self.taken.threads as u64)
    }

    fn figures(&self) -> Value {
        json!({
            "rss_mb": self.rss_mb(),
            "tasks": self.tasks(),
            "threads": self.taken.threads,
            "files": self.taken.files,
            "server": counts(&self.counts),
        })
    }
}

/// Everything measured.
pub(super) struct Measured {
    pub(super) joins: u32,
    pub(super) with_picture: u64,
    pub(super) without_picture: u64,
    pub(super) failed: u64,
    pub(super) span: Duration,
    pub(super) before: Snapshot,
    pub(super) warm: Snapshot,
    pub(super) after: Snapshot,
    /// Resident memory at every tenth of the visits, in KiB.
    pub(super) while_coming: Vec<u64>,
}

impl Measured {
    /// Prints it.
    pub(super) fn report(&self, as_json: bool) -> anyhow::Result<()> {
        let while_coming: Vec<u64> = self.while_coming.iter().map(|kib| kib / 1_024).collect();
        print(
            &json!({
                "joins": self.joins,
                "with_picture": self.with_picture,
                "without_picture": self.without_picture,
                "failed_handshakes": self.failed,
                "seconds": self.span.as_secs_f64(),
                "joins_per_second": f64::from(self.joins) / self.span.as_secs_f64(),
                "before": self.before.figures(),
                "after_warm_up": self.warm.figures(),
                "after": self.after.figures(),
                "rss_mb_while_coming": while_coming,
                "rss_growth": self.after.rss_mb() / self.warm.rss_mb() - 1.0,
            }),
            as_json,
        )
    }
}

/// What a server counts, as an object.
pub(crate) fn counts(counts: &[(String, u64)]) -> Value {
    let all: Map<String, Value> = counts
        .iter()
        .map(|(name, value)| (name.clone(), (*value).into()))
        .collect();
    Value::Object(all)
}
