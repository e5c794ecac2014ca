//! The load of hand-overs: a publisher whose address keeps changing, with a viewer who notices or not.
//!
//! The username fragment stays, and nothing is signalled: the phone goes on from another port, or a router in between gives
//! it one without its knowledge.

use std::time::Duration;

use anyhow::Context as _;
use serde_json::json;
use str0m::media::Direction;

use crate::client::{Client, Video};
use crate::figures::Spread;
use crate::printing::print;
use crate::publisher::Publisher;
use crate::relay::{Relay, Weather};
use crate::sdp;
use crate::stamp::now_ns;
use crate::target::{Side, Target, TargetArgs};
use crate::viewers::{Seen, Viewers};

/// How long everything may take to get going.
const SETTLES_IN: Duration = Duration::from_secs(3);

/// Who changes the address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum How {
    /// The phone, which knows of it and checks the new way at once.
    Phone,
    /// A router in between, of which the phone knows nothing.
    Router,
}

/// The load.
#[derive(Debug, clap::Args)]
pub(crate) struct HandoverArgs {
    #[command(flatten)]
    target: TargetArgs,
    /// How often the address changes.
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    times: u32,
    /// Who changes it.
    #[arg(long, value_enum, default_value = "phone")]
    how: How,
    /// How long after a change the next one comes.
    #[arg(long, default_value_t = 2_000, value_parser = clap::value_parser!(u64).range(200..=60_000))]
    every_ms: u64,
    /// The rate of the stream.
    #[arg(long, default_value_t = 700, value_parser = clap::value_parser!(u32).range(50..=20_000))]
    kbps: u32,
    /// Prints one JSON object.
    #[arg(long)]
    json: bool,
}

/// Runs the load.
pub(crate) async fn run(args: HandoverArgs) -> anyhow::Result<()> {
    let target = Target::reach(&args.target).await?;
    let (offering, offer) = Client::offering(Direction::SendOnly, "video", Video::Vp8)?;
    let answered = target
        .post(Side::Publishing, 0, offer)
        .await
        .context("letting the publisher in")?;
    let (answer, relay) = match args.how {
        How::Phone => (answered.sdp, None),
        How::Router => {
            let relay = Relay::start(sdp::address(&answered.sdp)?, Weather::default())?;
            (sdp::diverted(&answered.sdp, relay.at), Some(relay))
        }
    };
    let publisher = Publisher::start(offering.accept(&answer)?, 0, args.kbps);
    let viewers = Viewers::start(None);
    let client = target.watch(0).await.context("letting the viewer in")?;
    viewers.add(client, std::time::Instant::now());
    tokio::time::sleep(SETTLES_IN).await;
    viewers.measure();
    tokio::time::sleep(SETTLES_IN).await;

    let mut changed_ns = Vec::new();
    for _ in 0..args.times {
        if !publisher.is_running() {
            break;
        }
        changed_ns.push(now_ns());
        match &relay {
            Some(relay) => relay.give_new_ports()?,
            None => publisher.move_on(),
        }
        tokio::time::sleep(Duration::from_millis(args.every_ms)).await;
    }
    let counts = target.counts().await?;
    let seen = viewers.stop()?;
    publisher.stop()?;
    let seen: &Seen = seen.first().context("the viewer is gone")?;
    let arrived: Vec<u64> = seen.arrivals.iter().map(|arrival| arrival.kernel_ns).collect();
    let changes = changes(arrived, &changed_ns, args.every_ms * NS_PER_MS);
    let gaps: Vec<f64> = changes.iter().filter_map(|change| change.gap_ms).collect();
    let sent = seen.arrivals.iter().map(|arrival| arrival.packet);
    let (first, last) = (sent.clone().min().unwrap_or(0), sent.max().unwrap_or(0));
    print(
        &json!({
            "how": format!("{:?}", args.how).to_lowercase(),
            "times": args.times,
            "went_on": gaps.len(),
            "gap_ms": Spread::of(gaps.clone()),
            "longest_gap_ms": gaps.iter().copied().fold(0.0, f64::max),
            "usual_gap_ms": usual_gap_ms(seen, &changed_ns),
            "packets_missing": u64::from(last - first + 1).saturating_sub(seen.arrivals.len() as u64),
            "packets": last - first + 1,
            "viewer_fault": seen.fault,
            "server": crate::churn::report::counts(&counts),
        }),
        args.json,
    )
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
