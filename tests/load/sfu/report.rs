//! What the load came to.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use serde_json::json;

use super::SfuArgs;
use crate::figures::Spread;
use crate::printing::print;
use crate::process::Taken;
use crate::viewers::router::Tally;
use crate::viewers::{Arrival, Seen};

const MILLISECOND_NS: u64 = 1_000_000;

/// Everything measured.
pub(super) struct Measured<'a> {
    pub(super) args: &'a SfuArgs,
    pub(super) seen: &'a [Seen],
    /// The packets each publisher had sent before and after.
    pub(super) sent: Vec<(u64, u64)>,
    /// When each publisher's packets left, by number.
    pub(super) sent_ns: Vec<Vec<u64>>,
    pub(super) span: Duration,
    pub(super) before_viewers: Taken,
    pub(super) before: Taken,
    pub(super) after: Taken,
    /// What this program took itself meanwhile, in all its threads.
    pub(super) client_cpu: Duration,
    pub(super) keyframe_requests: u64,
}

impl Measured<'_> {
    /// Prints it.
    pub(super) fn report(&self, as_json: bool) -> anyhow::Result<()> {
        print(&self.figures(), as_json)
    }

    #[expect(clippy::cast_precision_loss, reason = "figures for people")]
    fn figures(&self) -> serde_json::Value {
        let arrivals = self.counted();
        let viewers = self.seen.len();
        let per_publisher = viewers / self.sent.len().max(1);
        let expected: u64 = self.sent.iter().map(|(from, to)| to - from).sum::<u64>() * per_publisher as u64;
        let cpu = (self.after.cpu.saturating_sub(self.before.cpu)).as_secs_f64();
        let out = arrivals.len() as f64;
        let small = |arrival: &&&Arrival| !arrival.is_key_frame;
        let kernel = |arrival: &&Arrival| self.age_us(arrival, arrival.kernel_ns);
        let mut ends: BTreeMap<(u32, u32), (f64, f64)> = BTreeMap::new();
        for arrival in arrivals.iter().filter(small) {
            let Some(age) = kernel(arrival) else { continue };
            let end = ends
                .entry((arrival.publisher, arrival.packet))
                .or_insert((f64::MAX, 0.0));
            *end = (end.0.min(age), end.1.max(age));
        }
        let first = Spread::of(ends.values().map(|&(first, _)| first).collect());
        let last = Spread::of(ends.values().map(|&(_, last)| last).collect());
        let every = Spread::of(arrivals.iter().filter(small).filter_map(kernel).collect());
        let of_key_frames = arrivals.iter().filter(|arrival| arrival.is_key_frame);
        let key_frames = Spread::of(of_key_frames.filter_map(kernel).collect());
        let client = arrivals
            .iter()
            .filter_map(|arrival| self.age_us(arrival, arrival.client_ns));
        let client = Spread::of(client.collect());
        let spans = |of: fn(&Seen) -> Option<Duration>| {
            let spans = self.seen.iter().filter_map(of);
            Spread::of(spans.map(|span| span.as_secs_f64() * 1_000.0).collect())
        };
        let bursts = self.seen.iter().filter_map(|seen| largest_burst(&seen.arrivals));
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
            "client_cpu_us_per_packet": self.client_cpu.as_secs_f64() * 1e6 / out.max(1.0),
            "join_ms": spans(|seen| seen.joining),
            "first_frame_ms": spans(|seen| seen.first_frame),
            "joined": self.seen.iter().filter(|seen| seen.joining.is_some()).count(),
            "most_packets_in_a_ms": bursts.max(),
            "router": self.router(),
            "server_cpu_s": cpu,
            "server_rss_mb": self.after.rss_kib as f64 / 1_024.0,
            "rss_per_viewer_kib": grown as f64 / viewers.max(1) as f64,
            "server_threads": self.after.threads,
            "server_files": self.after.files,
            "keyframe_requests": self.keyframe_requests,
            "lacks": lacks,
        })
    }

    /// What arrived of what was sent while it was measured.
    fn counted(&self) -> Vec<&Arrival> {
        let counted = |arrival: &&Arrival| {
            let sent = self.sent.get(arrival.publisher as usize);
            sent.is_some_and(|&(from, to)| (from..to).contains(&u64::from(arrival.packet)))
        };
        let all = self.seen.iter().flat_map(|seen| &seen.arrivals);
        all.filter(counted).collect()
    }

    /// How old a packet was at a time, in microseconds; nothing if it is not known when it was sent.
    fn age_us(&self, arrival: &Arrival, at_ns: u64) -> Option<f64> {
        let sent = self.sent_ns.get(arrival.publisher as usize)?;
        let sent = *sent.get(arrival.packet as usize)?;
        #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
        (sent > 0).then(|| at_ns.saturating_sub(sent) as f64 / 1_000.0)
    }

    /// What the routers lost before the packets were repaired.
    fn router(&self) -> serde_json::Value {
        let Some(packets) = self.args.router_queue else {
            return serde_json::Value::Null;
        };
        let lost: Tally = self.seen.iter().filter_map(|seen| seen.lost).sum();
        #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
        let share = |lost: u64, of: u64| lost as f64 / of.max(1) as f64;
        json!({
            "queue": packets,
            "kbps": self.args.router_kbps,
            "packets": lost.packets,
            "loss": share(lost.lost, lost.packets),
            "key_frame_packets": lost.key_frame_packets,
            "key_frame_loss": share(lost.key_frame_lost, lost.key_frame_packets),
        })
    }
}

/// The most packets that came to a viewer within a millisecond.
fn largest_burst(arrivals: &[Arrival]) -> Option<usize> {
    let mut times: Vec<u64> = arrivals.iter().map(|arrival| arrival.kernel_ns).collect();
    times.sort_unstable();
    let bursts = times.iter().enumerate().map(|(place, &at)| {
        let rest = times.get(place..).unwrap_or_default();
        rest.partition_point(|&later| later < at + MILLISECOND_NS)
    });
    bursts.max()
}

#[cfg(test)]
mod tests;
