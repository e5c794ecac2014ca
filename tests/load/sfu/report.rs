//! What the load came to.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::time::Duration;

use serde_json::json;

use super::SfuArgs;
use crate::figures::Spread;
use crate::process::Taken;
use crate::viewers::{Arrival, Seen};

/// Everything measured.
pub(super) struct Measured<'a> {
    pub(super) args: &'a SfuArgs,
    pub(super) seen: &'a [Seen],
    /// The packets each publisher had sent before and after.
    pub(super) sent: Vec<(u64, u64)>,
    pub(super) span: Duration,
    pub(super) before_viewers: Taken,
    pub(super) before: Taken,
    pub(super) after: Taken,
    pub(super) keyframe_requests: u64,
}

impl Measured<'_> {
    /// Prints it.
    pub(super) fn report(&self, as_json: bool) -> anyhow::Result<()> {
        let all = self.figures();
        let text = if as_json {
            all.to_string()
        } else {
            serde_json::to_string_pretty(&all)?
        };
        writeln!(std::io::stdout(), "{text}")?;
        Ok(())
    }

    #[expect(clippy::cast_precision_loss, reason = "figures for people")]
    fn figures(&self) -> serde_json::Value {
        let counted = |arrival: &&Arrival| {
            let sent = self.sent.get(arrival.publisher as usize);
            sent.is_some_and(|&(from, to)| (from..to).contains(&u64::from(arrival.packet)))
        };
        let arrivals: Vec<&Arrival> = self
            .seen
            .iter()
            .flat_map(|seen| &seen.arrivals)
            .filter(counted)
            .collect();
        let viewers = self.seen.len();
        let per_publisher = viewers / self.sent.len().max(1);
        let expected: u64 = self.sent.iter().map(|(from, to)| to - from).sum::<u64>() * per_publisher as u64;
        let cpu = (self.after.cpu.saturating_sub(self.before.cpu)).as_secs_f64();
        let out = arrivals.len() as f64;
        let small = |arrival: &&&Arrival| !arrival.is_key_frame;
        let kernel = |arrival: &&Arrival| f64::from(arrival.kernel_us);
        let mut ends: BTreeMap<(u32, u32), (u32, u32)> = BTreeMap::new();
        for arrival in arrivals.iter().filter(small) {
            let end = ends
                .entry((arrival.publisher, arrival.packet))
                .or_insert((u32::MAX, 0));
            *end = (end.0.min(arrival.kernel_us), end.1.max(arrival.kernel_us));
        }
        let first = Spread::of(ends.values().map(|&(first, _)| f64::from(first)).collect());
        let last = Spread::of(ends.values().map(|&(_, last)| f64::from(last)).collect());
        let every = Spread::of(arrivals.iter().filter(small).map(kernel).collect());
        let key_frames = Spread::of(
            arrivals
                .iter()
                .filter(|arrival| arrival.is_key_frame)
                .map(kernel)
                .collect(),
        );
        let client = Spread::of(
            arrivals
                .iter()
                .map(|arrival| f64::from(arrival.client_us))
                .collect(),
        );
        let joins = Spread::of(
            self.seen
                .iter()
                .filter_map(|seen| Some(seen.joining?.as_secs_f64() * 1_000.0))
                .collect(),
        );
        let lacks: BTreeSet<&str> = self
            .seen
            .iter()
            .flat_map(|seen| seen.lacks.iter().copied())
            .collect();
        let grown = self.after.rss_kib.saturating_sub(self.before_viewers.rss_kib);
        json!({
            "publishers": self.sent.len(),
            "viewers": viewers,
            "kbps": self.args.kbps,
            "seconds": self.span.as_secs_f64(),
            "out_packets": arrivals.len(),
            "out_pps_per_cpu_second": if cpu > 0.0 { out / cpu } else { 0.0 },
            "loss": if expected > 0 { 1.0 - out / expected as f64 } else { 0.0 },
            "forward_latency_us": { "first_viewer": first, "last_viewer": last, "all": every, "key_frames": key_frames },
            "client_latency_us": client,
            "join_ms": joins,
            "joined": self.seen.iter().filter(|seen| seen.joining.is_some()).count(),
            "server_cpu_s": cpu,
            "server_rss_mb": self.after.rss_kib as f64 / 1_024.0,
            "rss_per_viewer_kib": grown as f64 / viewers.max(1) as f64,
            "server_tasks": self.after.tasks,
            "server_files": self.after.files,
            "keyframe_requests": self.keyframe_requests,
            "lacks": lacks,
        })
    }
}
