//! The load of hand-overs: publishers whose network keeps changing, with viewers who notice or not.
//!
//! Each way of changing has a stream of its own, and as many of them run at once as the server takes. What one stream goes through is `stream`'s, the
//! long time without any network is `tunnel`'s.

mod stream;
mod tunnel;

use std::time::{Duration, Instant};

use anyhow::Context as _;
use futures_util::future::try_join_all;
use serde_json::{Map, Value, json};

use self::stream::Stream;
use crate::figures::Spread;
use crate::printing::print;
use crate::target::{Target, TargetArgs};
use crate::viewers::{Seen, Viewers};

/// How long everything may take to get going.
const SETTLES_IN: Duration = Duration::from_secs(3);

/// Who changes the network, how.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum How {
    /// The phone goes on from another address and says nothing; the former one is gone.
    Phone,
    /// A router in between gives it another address, of which the phone knows nothing.
    Router,
    /// The phone restarts ICE by PATCH; the former network is gone before it asks.
    Restart,
    /// The phone restarts ICE by PATCH; the former network carries on until the new path works.
    Overlap,
    /// The phone has no network for a long time, and then begins anew in the same stream.
    Tunnel,
}

/// The load.
#[derive(Debug, clap::Args)]
pub(crate) struct HandoverArgs {
    #[command(flatten)]
    pub(crate) target: TargetArgs,
    /// How often each network changes.
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    times: u32,
    /// Who changes it, how; several may be given, and all are tried if none is.
    #[arg(long, value_enum)]
    how: Vec<How>,
    /// How long after a change the next one comes.
    #[arg(long, default_value_t = 2_000, value_parser = clap::value_parser!(u64).range(200..=60_000))]
    every_ms: u64,
    /// How long the tunnel is.
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..=600))]
    tunnel_seconds: u64,
    /// The rate of each stream.
    #[arg(long, default_value_t = 700, value_parser = clap::value_parser!(u32).range(50..=20_000))]
    kbps: u32,
    /// Prints one JSON object.
    #[arg(long)]
    json: bool,
}

/// Runs the load.
pub(crate) async fn run(args: HandoverArgs) -> anyhow::Result<()> {
    let target = Target::reach(&args.target).await?;
    let ways = if args.how.is_empty() {
        <How as clap::ValueEnum>::value_variants()
    } else {
        args.how.as_slice()
    };
    let mut figures = Map::new();
    for together in ways.chunks(target.most_publishers().max(1)) {
        figures.extend(try_together(&target, together, &args).await?);
    }
    let counts = target.counts().await?;
    figures.insert("server".to_owned(), crate::churn::report::counts(&counts));
    print(&Value::Object(figures), args.json)
}

/// Tries several ways at once, each with a stream of its own; what came of each.
async fn try_together(
    target: &Target,
    ways: &[How],
    args: &HandoverArgs,
) -> anyhow::Result<Map<String, Value>> {
    let viewers = Viewers::start(None);
    let mut streams = Vec::new();
    for (n, how) in ways.iter().enumerate() {
        let stream = Stream::begin(target, n, u32::try_from(n)?, *how, args.kbps).await;
        streams.push(stream.context("letting a publisher in")?);
        let client = target.watch(n).await.context("letting a viewer in")?;
        viewers.add(client, Instant::now());
    }
    tokio::time::sleep(SETTLES_IN).await;
    viewers.measure();
    tokio::time::sleep(SETTLES_IN).await;

    let running = streams.into_iter().map(|stream| run_one(stream, target, args));
    let changed = try_join_all(running).await?;
    let seen = viewers.stop()?;
    let told = ways
        .iter()
        .zip(&changed)
        .zip(&seen)
        .map(|((how, changed_ns), seen)| {
            let told = if *how == How::Tunnel {
                tunnel::figures(seen, changed_ns, args.tunnel_seconds)
            } else {
                changed_figures(seen, changed_ns, args)
            };
            (format!("{how:?}").to_lowercase(), told)
        });
    Ok(told.collect())
}

/// Takes a stream through what it is there for; when its network changed, in nanoseconds since 1970.
async fn run_one(stream: Stream, target: &Target, args: &HandoverArgs) -> anyhow::Result<Vec<u64>> {
    if stream.how == How::Tunnel {
        let span = Duration::from_secs(args.tunnel_seconds);
        return tunnel::pass(stream, target, span, args.kbps).await;
    }
    let every = Duration::from_millis(args.every_ms);
    stream.change(target, args.times, every).await
}

fn changed_figures(seen: &Seen, changed_ns: &[u64], args: &HandoverArgs) -> Value {
    let changes = changes(arrived(seen), changed_ns, args.every_ms * NS_PER_MS);
    let gaps: Vec<f64> = changes.iter().filter_map(|change| change.gap_ms).collect();
    let sent = seen.arrivals.iter().map(|arrival| arrival.packet);
    let (first, last) = (sent.clone().min().unwrap_or(0), sent.max().unwrap_or(0));
    json!({
        "times": args.times,
        "went_on": gaps.len(),
        "had_to_publish_anew": u64::from(args.times).saturating_sub(gaps.len() as u64),
        "gap_ms": Spread::of(gaps.clone()),
        "longest_gap_ms": gaps.iter().copied().fold(0.0, f64::max),
        "usual_gap_ms": usual_gap_ms(seen, changed_ns),
        "packets_missing": u64::from(last - first + 1).saturating_sub(seen.arrivals.len() as u64),
        "packets": last - first + 1,
        "viewer_fault": seen.fault,
    })
}

fn arrived(seen: &Seen) -> Vec<u64> {
    seen.arrivals.iter().map(|arrival| arrival.kernel_ns).collect()
}

const NS_PER_MS: u64 = 1_000_000;

/// What came of one change.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Change {
    /// The longest time without a packet around it; nothing if none came before the next change.
    gap_ms: Option<f64>,
}

/// What came of each change, by when packets arrived.
fn changes(mut arrived: Vec<u64>, changed: &[u64], until_next: u64) -> Vec<Change> {
    arrived.sort_unstable();
    let of = |&at: &u64| {
        let from = arrived
            .partition_point(|&arrival| arrival <= at)
            .saturating_sub(1);
        let to = arrived.partition_point(|&arrival| arrival <= at + until_next);
        let around = arrived.get(from..to).unwrap_or_default();
        let gaps = around.windows(2).filter_map(|pair| match pair {
            [before, after] => after.checked_sub(*before),
            _ => None,
        });
        let gap_ms = gaps.max().map(ms);
        Change { gap_ms }
    };
    changed.iter().map(of).collect()
}

/// The longest gap before the first change: what a picture takes.
fn usual_gap_ms(seen: &Seen, changed: &[u64]) -> Option<f64> {
    let first = *changed.first()?;
    let mut before: Vec<u64> = seen.arrivals.iter().map(|arrival| arrival.kernel_ns).collect();
    before.retain(|&at| at < first);
    before.sort_unstable();
    let gaps = before.windows(2).filter_map(|pair| match pair {
        [before, after] => after.checked_sub(*before),
        _ => None,
    });
    gaps.max().map(ms)
}

#[expect(clippy::cast_precision_loss, reason = "a figure for people")]
fn ms(ns: u64) -> f64 {
    ns as f64 / 1_000_000.0
}

#[cfg(test)]
mod tests;
