//! The load of forwarding: publishers, their viewers, and what came of it.

mod report;

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use futures_util::StreamExt as _;
use futures_util::stream;

use self::report::Measured;
use crate::process;
use crate::publisher::Publisher;
use crate::target::{Target, TargetArgs};
use crate::viewers::router::RouterSpec;
use crate::viewers::{Seen, Viewers};

/// How many viewers are let in side by side.
const SIDE_BY_SIDE: usize = 8;
/// How long everything may take to get going, and how long it settles before it is measured.
const SETTLES_IN: Duration = Duration::from_secs(2);

/// The load.
#[derive(Debug, clap::Args)]
pub(crate) struct SfuArgs {
    #[command(flatten)]
    pub(crate) target: TargetArgs,
    /// How many streams are published.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=1_000))]
    publishers: u16,
    /// How many viewers each has.
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u16).range(1..=2_000))]
    viewers_per_publisher: u16,
    /// The rate of each stream.
    #[arg(long, default_value_t = 1_400, value_parser = clap::value_parser!(u32).range(50..=20_000))]
    kbps: u32,
    /// How long to measure.
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=3_600))]
    seconds: u64,
    /// Lets the viewers join evenly over this time instead of as fast as they get in.
    #[arg(long)]
    join_within_ms: Option<u64>,
    /// Puts a router with room for this many packets before each viewer, which drains at --router-kbps.
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=10_000))]
    router_queue: Option<u16>,
    /// The speed of the line behind that router.
    #[arg(long, default_value_t = 20_000, value_parser = clap::value_parser!(u32).range(100..=1_000_000))]
    router_kbps: u32,
    /// Prints one JSON object.
    #[arg(long)]
    json: bool,
}

/// Runs the load.
pub(crate) async fn run(args: SfuArgs) -> anyhow::Result<()> {
    let target = Target::reach(&args.target).await?;
    let mut publishers = Vec::new();
    for n in 0..usize::from(args.publishers) {
        let client = Box::pin(target.publish(n))
            .await
            .context("letting a publisher in")?;
        publishers.push(Publisher::start(client, u32::try_from(n)?, args.kbps));
    }
    tokio::time::sleep(SETTLES_IN).await;
    let before_viewers = process::read(target.pid())?;
    let requests = || {
        publishers
            .iter()
            .map(|p| p.published.key_frame_requests.load(Ordering::Relaxed))
            .sum::<u64>()
    };
    let requests_before = requests();

    let router = args.router_queue.map(|packets| RouterSpec {
        packets: packets.into(),
        kbps: args.router_kbps,
    });
    let viewers = Viewers::start(router);
    join(&args, &target, &viewers).await?;
    tokio::time::sleep(SETTLES_IN).await;
    let keyframe_requests = requests() - requests_before;
    viewers.measure();
    let sent = || {
        publishers
            .iter()
            .map(|p| p.published.packets.load(Ordering::Relaxed))
            .collect::<Vec<_>>()
    };
    let own_cpu = || anyhow::Ok(process::read(std::process::id())?.cpu);
    let (from, before, began) = (sent(), process::read(target.pid())?, Instant::now());
    let own_before = own_cpu()?;
    tokio::time::sleep(Duration::from_secs(args.seconds)).await;
    let (to, after, span) = (sent(), process::read(target.pid())?, began.elapsed());
    let client_cpu = own_cpu()?.saturating_sub(own_before);
    // What is under way arrives.
    tokio::time::sleep(Duration::from_millis(500)).await;
    let seen = viewers.stop()?;
    let sent_ns = publishers.iter().map(|p| p.published.sent_ns()).collect();
    for publisher in publishers {
        publisher.stop()?;
    }
    target.leave().await.context("leaving the server")?;
    let faults: Vec<&str> = seen
        .iter()
        .filter_map(|seen: &Seen| seen.fault.as_deref())
        .collect();
    anyhow::ensure!(
        faults.is_empty(),
        "{} viewers failed, the first one: {}",
        faults.len(),
        faults.first().unwrap_or(&"")
    );
    let measured = Measured {
        args: &args,
        seen: &seen,
        sent: from.into_iter().zip(to).collect(),
        sent_ns,
        span,
        before_viewers,
        before,
        after,
        client_cpu,
        keyframe_requests,
    };
    measured.report(args.json)
}

async fn join(args: &SfuArgs, target: &Target, viewers: &Viewers) -> anyhow::Result<()> {
    let publishers = usize::from(args.publishers);
    let all = publishers * usize::from(args.viewers_per_publisher);
    let began = Instant::now();
    let spacing = args
        .join_within_ms
        .map(|ms| Duration::from_millis(ms) / u32::try_from(all).unwrap_or(u32::MAX));
    let side_by_side = if spacing.is_some() { all } else { SIDE_BY_SIDE };
    let joins = stream::iter(0..all).map(|n| async move {
        if let Some(spacing) = spacing {
            tokio::time::sleep_until((began + spacing * u32::try_from(n)?).into()).await;
        }
        let joined_at = Instant::now();
        let client = Box::pin(target.watch(n % publishers))
            .await
            .context("letting a viewer in")?;
        viewers.add(client, joined_at);
        anyhow::Ok(())
    });
    let mut joins = std::pin::pin!(joins.buffer_unordered(side_by_side));
    while let Some(joined) = joins.next().await {
        joined?;
    }
    Ok(())
}
