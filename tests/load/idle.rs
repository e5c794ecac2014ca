//! The load of peers with nothing to send: connected viewers of streams that nobody publishes.
//!
//! A hall's wall waits most of the day. What such a wait costs is read from outside: processor time over a quiet window
//! with the peers and one without, memory before and after.

use std::time::{Duration, Instant};

use anyhow::Context as _;
use futures_util::StreamExt as _;
use futures_util::stream;
use serde_json::json;

use crate::churn::report::counts as counts_as_json;
use crate::client::Client;
use crate::figures::Spread;
use crate::printing::print;
use crate::process::{self, Taken};
use crate::target::{Target, TargetArgs};
use crate::viewers::Viewers;

/// How many peers are let in side by side.
const SIDE_BY_SIDE: usize = 8;
/// How long the server rests before a window.
const RESTS: Duration = Duration::from_secs(3);
/// How long after the last one all may take to connect.
const CONNECTS_WITHIN: Duration = Duration::from_secs(10);

/// The load.
#[derive(Debug, clap::Args)]
pub(crate) struct IdleArgs {
    #[command(flatten)]
    pub(crate) target: TargetArgs,
    /// How many peers are connected.
    #[arg(long, default_value_t = 1_000, value_parser = clap::value_parser!(u16).range(1..=20_000))]
    peers: u16,
    /// How many streams nobody publishes they wait for, evenly.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=1_000))]
    streams: u16,
    /// Connects walls of this many slots, all of them empty, instead of viewers of one stream.
    #[arg(long, num_args = 0..=1, default_missing_value = "16", value_parser = clap::value_parser!(u8).range(1..=16))]
    walls: Option<u8>,
    /// How long each quiet window is.
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u64).range(1..=3_600))]
    seconds: u64,
    /// Prints one JSON object.
    #[arg(long)]
    json: bool,
}

/// Runs the load.
pub(crate) async fn run(args: IdleArgs) -> anyhow::Result<()> {
    let target = Target::reach(&args.target).await?;
    // The first peer makes what the server makes only once; it is not among those that are measured.
    let first = enter(&args, &target, 0)
        .await
        .context("letting the first peer in")?;
    let viewers = Viewers::start(None);
    viewers.add(first, Instant::now());
    let alone = Window::look(&target, args.seconds).await?;

    let began = Instant::now();
    let answers = join(&args, &target, &viewers).await?;
    let joined_in = began.elapsed();
    tokio::time::sleep(CONNECTS_WITHIN).await;
    let waiting = Window::look(&target, args.seconds).await?;
    let seen = viewers.stop()?;
    let connected = seen.iter().filter(|seen| seen.is_connected).count();
    let faults: Vec<&str> = seen.iter().filter_map(|seen| seen.fault.as_deref()).collect();
    #[expect(clippy::cast_precision_loss, reason = "figures for people")]
    let seconds = args.seconds as f64;
    let (peers, cpu, alone_cpu) = (
        f64::from(args.peers),
        waiting.cpu.as_secs_f64(),
        alone.cpu.as_secs_f64(),
    );
    #[expect(clippy::cast_precision_loss, reason = "figures for people")]
    let grown = waiting.after.rss_kib.saturating_sub(alone.after.rss_kib) as f64;
    print(
        &json!({
            "peers": args.peers,
            "wall_slots": args.walls,
            "connected": connected.saturating_sub(1),
            "faults": faults.len(),
            "first_fault": faults.first(),
            "join_s": joined_in.as_secs_f64(),
            "answer_ms": Spread::of(answers),
            "seconds": seconds,
            "core_share": cpu / seconds,
            "core_share_without_peers": alone_cpu / seconds,
            "core_share_of_peers": (cpu - alone_cpu).max(0.0) / seconds,
            "rss_mb_before": mb(alone.after),
            "rss_mb_after": mb(waiting.after),
            "rss_per_peer_kib": grown / peers,
            "datagrams_in": waiting.rise("datagrams_received"),
            "datagrams_out": waiting.rise("datagrams_sent"),
            "server": waiting.counts.last().map(|counts| counts_as_json(counts)),
        }),
        args.json,
    )
}

async fn enter(args: &IdleArgs, target: &Target, n: usize) -> anyhow::Result<Client> {
    match args.walls {
        Some(slots) => target.hang(slots).await,
        None => target.watch(n % usize::from(args.streams)).await,
    }
}

/// Lets all peers in; returns how long each took to be answered, in milliseconds.
async fn join(args: &IdleArgs, target: &Target, viewers: &Viewers) -> anyhow::Result<Vec<f64>> {
    let joins = stream::iter(0..usize::from(args.peers)).map(|n| async move {
        let joined_at = Instant::now();
        let client = Box::pin(enter(args, target, n)).await;
        viewers.add(client.context("letting a peer in")?, joined_at);
        anyhow::Ok(joined_at.elapsed().as_secs_f64() * 1_000.0)
    });
    let mut joins = std::pin::pin!(joins.buffer_unordered(SIDE_BY_SIDE));
    let mut answers = Vec::new();
    while let Some(joined) = joins.next().await {
        answers.push(joined?);
    }
    Ok(answers)
}

/// What a quiet window was like.
struct Window {
    after: Taken,
    cpu: Duration,
    /// What the server counted before and after.
    counts: [Vec<(String, u64)>; 2],
}

impl Window {
    /// Lets the server rest, then looks at it for a while.
    async fn look(target: &Target, seconds: u64) -> anyhow::Result<Self> {
        tokio::time::sleep(RESTS).await;
        let counted = target.counts().await?;
        let before = process::read(target.pid())?;
        tokio::time::sleep(Duration::from_secs(seconds)).await;
        let after = process::read(target.pid())?;
        Ok(Self {
            after,
            cpu: after.cpu.saturating_sub(before.cpu),
            counts: [counted, target.counts().await?],
        })
    }

    /// By how much a count rose; nothing if the server does not count it.
    fn rise(&self, name: &str) -> Option<u64> {
        let [before, after] = &self.counts;
        let find = |counts: &[(String, u64)]| {
            let found = counts.iter().find(|(known, _)| known == name);
            found.map(|&(_, count)| count)
        };
        Some(find(after)?.saturating_sub(find(before)?))
    }
}

#[expect(clippy::cast_precision_loss, reason = "a figure for people")]
fn mb(taken: Taken) -> f64 {
    taken.rss_kib as f64 / 1_024.0
}
